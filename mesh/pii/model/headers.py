"""What the name of a column says of its values, in many languages and spellings."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from mesh.pii.model.lexicon import (
    ADDRESSES,
    HANDLES,
    KEYS,
    NAME_PAIRS,
    NAMELESS,
    NAMES,
    NO_ADDRESSES,
    PEOPLE,
    PLAIN_NAMES,
    THINGS,
)
from mesh.pii.words import untyped

_PLAIN = frozenset({"value", "text", "full", "raw", "clean", "title", "s"}) | PLAIN_NAMES
_TAILS = ("names", "name", "nombre", "namen", "nom", "nome", "naam")
_STREETS = ("strasse", "straße", "anschrift", "adresse", "indirizzo", "endereco", "endereço")
# Chinese, Japanese and Korean: the last two signs of a compound say what it is.
_COMPOUND = re.compile(r"[\u3040-\u9fff\uac00-\ud7af]{3,}")


_PERSONS = PEOPLE - PLAIN_NAMES


@lru_cache(maxsize=4096)
def parts_of(column: str) -> tuple[str, ...]:
    """Words of a column's own name, and of what it is a field of where it says little itself."""
    *parents, leaf = re.split(r"\.|\[\]\.?", untyped(column).removesuffix("[]")) or [""]
    words = words_of(leaf)
    if parents and set(words) <= _PLAIN:
        return (*words_of(parents[-1]), *words)
    return words


def words_of(text: str) -> tuple[str, ...]:
    """Words of a name in lower case, however it joins them."""
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", text)
    found = re.findall(r"[^\W\d_]+\d?", parted.lower())
    return tuple(part for word in found for part in _unjoined(word))


def _unjoined(word: str) -> tuple[str, ...]:
    """Parts of a compound whose last one is known: ``companyname``, ``議員氏名``."""
    if _COMPOUND.fullmatch(word):
        return word, word[-2:]
    for tail in () if word in NAMES or word in HANDLES else _TAILS:
        begin = word.removesuffix(tail)
        if begin != word and begin not in PLAIN_NAMES and (begin in PEOPLE or _is_thing(begin)):
            return begin, tail
    return (word,)


def _is_thing(word: str) -> bool:
    """Whether it stands for a thing, or for several."""
    singular = f"{word.removesuffix('ies')}y" if word.endswith("ies") else word.rstrip("s")
    return word in THINGS or singular in THINGS


def is_nameless(column: str) -> bool:
    """Whether the name tells nothing: ``c1``, ``column_3``, ``Unnamed: 0``."""
    return re.fullmatch(NAMELESS, column.strip().lower()) is not None


@dataclass(frozen=True)
class Header:
    """What a column's name says; each is a word, or empty.

    Attributes:
        certain: names of people for sure.
        people: may stand for names of people.
        thing: names of something else.
        key: ends in a word for keys, amounts, dates or addresses of the web.
        street: whether it says address and nothing else.
        plain: whether it says name and nothing else.
    """

    certain: str = ""
    people: str = ""
    thing: str = ""
    key: str = ""
    address: str = ""
    no_address: str = ""
    handle: str = ""
    nameless: bool = False
    street: bool = False
    plain: bool = False

    @property
    def is_of_someone(self) -> bool:
        """Whether it has a word for people besides the one for a name."""
        return bool(self.people) and self.people not in PLAIN_NAMES


@lru_cache(maxsize=4096)
def header_of(column: str) -> Header:
    """Read a column's name."""
    if is_nameless(column):
        return Header(nameless=True)
    words = parts_of(column)
    joined = (*words, *(one + two for one, two in pairwise(words)))
    pair = next((" ".join(pair) for pair in NAME_PAIRS if set(pair) <= set(words)), "")
    certain = pair or _first(joined, NAMES)
    things = [word for word in words if _is_thing(word)]
    if certain:
        # An address has a first name and a last one, which name who lives there.
        things = [word for word in things if word not in ADDRESSES]
    return Header(
        certain=certain,
        people=_first(words, _PERSONS) or _first(words, PLAIN_NAMES),
        thing=things[0] if things else "",
        address=_first(joined, ADDRESSES) or _beginning(words),
        no_address=_first(joined, NO_ADDRESSES),
        handle=_first(joined, HANDLES),
        key=words[-1] if words and words[-1] in KEYS else "",
        plain=bool(words) and set(words) <= PLAIN_NAMES,
        street=bool(words) and all(one in ADDRESSES or one.isdigit() for one in words),
    )


def _beginning(words: Collection[str]) -> str:
    """The first word that begins with a street's, as compounds of German do."""
    return next((word for word in words if word.startswith(_STREETS)), "")


def _first(words: Collection[str], known: Collection[str]) -> str:
    return next((word for word in words if word in known), "")
