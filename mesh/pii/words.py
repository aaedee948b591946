"""Words of a column's name or path, and what they speak for and against."""

import re
from collections.abc import Iterable
from functools import lru_cache
from unicodedata import combining, normalize

# Words for numbers with check digits, or of the length of such, that things, firms and places have.
REGISTERED = (
    "isbn", "isbn10", "isbn13", "issn", "issns", "ean", "ean13", "gtin", "upc", "asin", "siren",
    "siret", "lccn", "oclc", "doi", "pmid", "cusip", "isin", "sedol", "naics", "okato", "oktmo",
    "kladr", "imo", "mmsi",
)  # fmt: skip
# Words that tell of a property of personal data, and not of the data.
NEGATIVE = (
    *REGISTERED,
    "verified", "flag", "count", "code", "year", "type", "is", "has", "num", "status", "total",
    "avatar", "association", "length", "format", "version", "amount", "price", "valid", "required",
)  # fmt: skip
# What files write where they know nothing, in any letters (a part of a pattern).
NOTHING = r"n\.?/?a\.?|null|none|nan|nil|unknown|not (?:available|applicable|known)"
# Words for what is numbered besides people.
NUMBERED = (
    "invoice", "order", "transaction", "receipt", "product", "item", "part", "sku", "ticket",
    "tracking", "shipment", "serial", "booking", "reference", "batch", "lot", "article", "catalog",
)  # fmt: skip


@lru_cache(maxsize=4096)
def words_of(column: str) -> frozenset[str]:
    """Words of a column's name: ``passengerEmail_2`` has ``passenger``, ``email`` and ``2``.

    Words with accents are there without them too.
    """
    parted = re.sub(r"([a-z0-9])([A-Z])", r"\1 \2", untyped(column)).lower()
    bare = "".join(sign for sign in normalize("NFKD", parted) if not combining(sign))
    return frozenset(re.findall(r"[^\W\d_]+|\d+", f"{normalize('NFC', parted)} {bare}"))


def untyped(column: str) -> str:
    """The path without the types that extended JSON writes at its end: ``dob.$date.$numberLong``.

    Source: https://www.mongodb.com/docs/manual/reference/mongodb-extended-json/
    """
    return re.sub(r"(?:\.\$(?:oid|date|uuid|binary|timestamp|number[A-Z]\w+))+$", "", column)


def telling(words: frozenset[str], phrases: Iterable[str]) -> str | None:
    """The first phrase whose words are all there, joined ones too; None if there is none."""
    for phrase in phrases:
        if phrase.replace(" ", "") in words or set(phrase.split()) <= words:
            return phrase
    return None


def against(words: frozenset[str], told: str | None, negative: Iterable[str]) -> str | None:
    """A word that speaks against personal data, unless it is part of what tells of it."""
    spoken = frozenset((told or "").split())
    return next((word for word in negative if word in words and word not in spoken), None)


def context_pattern(phrases: Iterable[str]) -> str:
    """A pattern (RE2) of text that holds any of the phrases as words."""
    parts = (r"[ _-]?".join(map(re.escape, phrase.split())) for phrase in phrases)
    return rf"(?i)(?:^|[^a-z])(?:{'|'.join(parts)})(?:[^a-z]|$)"
