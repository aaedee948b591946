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
    THINGS,
)
from mesh.pii.words import untyped

_PLAIN = frozenset({"name", "names", "value", "text", "full", "raw", "clean", "title", "s"})


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
    return tuple(re.findall(r"[^\W\d_]+\d?", parted.lower()))


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


@lru_cache(maxsize=4096)
def header_of(column: str) -> Header:
    """Read a column's name."""
    words = parts_of(column)
    joined = (*words, *(one + two for one, two in pairwise(words)))
    pair = next((" ".join(pair) for pair in NAME_PAIRS if set(pair) <= set(words)), "")
    certain = pair or _first(joined, NAMES)
    things = [word for word in words if word in THINGS or word.rstrip("s") in THINGS]
    if certain:
        # An address has a first name and a last one, which name who lives there.
        things = [word for word in things if word not in ADDRESSES]
    return Header(
        certain=certain,
        people=_first(words, PEOPLE - {"name"}) or _first(words, PEOPLE),
        thing=things[0] if things else "",
        address=_first(joined, ADDRESSES),
        no_address=_first(joined, NO_ADDRESSES),
        handle=_first(joined, HANDLES),
        nameless=is_nameless(column),
        key=words[-1] if words and words[-1] in KEYS else "",
        plain=bool(words) and set(words) <= {"name", "names"},
        street=bool(words) and all(one in ADDRESSES or one.isdigit() for one in words),
    )


def _first(words: Collection[str], known: Collection[str]) -> str:
    return next((word for word in words if word in known), "")
