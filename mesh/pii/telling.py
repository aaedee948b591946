"""What a column's name says for and against each detector."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType

from mesh.pii.detectors.model import Detector, FormDetector
from mesh.pii.detectors.registry import every
from mesh.pii.words import against, telling, words_of

_MOST = 0.99
_KEYS = frozenset(("code", "num"))


@dataclass(frozen=True)
class Told:
    """What a name says of one detector.

    Attributes:
        phrase: that speaks for it; None if there is none.
        negative: word that speaks against it; None if there is none.
    """

    phrase: str | None
    negative: str | None

    @property
    def is_telling(self) -> bool:
        """Whether the name speaks for it and nothing in the name against."""
        return self.phrase is not None and self.negative is None

    def reasons(self) -> tuple[str, ...]:
        """In words."""
        return tuple(
            f"the column's name has {word!r}{weight}"
            for word, weight in ((self.phrase, ""), (self.negative, ", which speaks against it"))
            if word
        )

    def weigh(self, confidence: float) -> float:
        """Raise or lower a confidence by what the name says, on the scale of log-odds."""
        odds = math.log(confidence / (1 - confidence))
        odds += 1.5 * (self.phrase is not None) - 1.5 * (self.negative is not None)
        return round(min(1 / (1 + math.exp(-odds)), _MOST), 2)


@dataclass(frozen=True)
class Column:
    """One of the columns that are looked at together, when it was looked at.

    Attributes:
        place: among them.
        name: which may tell of kinds.
        filled: rows of it that hold anything.
    """

    place: int
    name: str
    filled: int

    @property
    def told(self) -> Mapping[str, Told]:
        """What the name says of each kind; the same object where names say the same."""
        return _by_entity(*_said(self.name))


_SILENT = Told(None, None)
Tellings = tuple[tuple[Detector, Told], ...]


def told_of(column: str) -> Tellings:
    """What the name says of every detector; the same object where names say the same."""
    return _told_by(*_said(column))


def telling_kinds(column: str) -> frozenset[str]:
    """Kinds that the name tells of; the same object where names say the same."""
    return _telling(*_said(column))


def places_told(column: str) -> int:
    """Digits of the shortest identifier that the name tells of: numbers lose leading zeros."""
    return min(
        (
            len(template)
            for detector, told in told_of(column)
            if isinstance(detector, FormDetector) and told.is_telling
            for template in (*detector.bare, *detector.alone)
            if set(template) == {"9"}
        ),
        default=0,
    )


def forget() -> None:
    """Read the detectors' words anew."""
    for known in (_said, _told_by, _by_entity, _telling, _spoken, _vocabulary):
        known.cache_clear()


@lru_cache(maxsize=128)
def _said(column: str) -> tuple[frozenset[str], bool]:
    """Words of a name that say something, and whether it ends in one for a number."""
    return words_of(column) & _spoken(), column.lower().endswith("num")


@lru_cache(maxsize=1_000)
def _told_by(words: frozenset[str], is_numbered: bool) -> Tellings:  # noqa: FBT001
    return tuple(
        (detector, _SILENT if words.isdisjoint(known) else _told(detector, words, is_numbered))
        for detector, known in _vocabulary()
    )


@lru_cache(maxsize=1_000)
def _by_entity(words: frozenset[str], is_numbered: bool) -> Mapping[str, Told]:  # noqa: FBT001
    """Of each kind the word of its first telling detector counts."""
    told: dict[str, Told] = {}
    for detector, one in _told_by(words, is_numbered):
        if detector.entity not in told or one.is_telling:
            told[detector.entity] = one
    return MappingProxyType(told)


@lru_cache(maxsize=1_000)
def _telling(words: frozenset[str], is_numbered: bool) -> frozenset[str]:  # noqa: FBT001
    told = _by_entity(words, is_numbered)
    return frozenset(entity for entity, one in told.items() if one.is_telling)


@cache
def _spoken() -> frozenset[str]:
    """Every word that says something of any detector: few names of columns have one."""
    return frozenset().union(*(words for _, words in _vocabulary()))


@cache
def _vocabulary() -> tuple[tuple[Detector, frozenset[str]], ...]:
    """The words that say something of each detector."""
    return tuple(
        (one, frozenset(word for phrase in one.header for word in _parts(phrase)) | {*one.negative})
        for one in every()
    )


def _parts(phrase: str) -> tuple[str, ...]:
    return phrase.replace(" ", ""), *phrase.split()


def _told(detector: Detector, words: frozenset[str], is_numbered: bool) -> Told:  # noqa: FBT001
    phrase = telling(words, detector.header)
    negative = against(words, phrase, detector.negative)
    # num_phones counts them, phone_num is one; an identifier is often called a code.
    is_part = negative == "num" and is_numbered
    is_part |= negative in _KEYS and isinstance(detector, FormDetector)
    return Told(phrase, None if phrase and is_part else negative)
