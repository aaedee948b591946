"""What speaks for and against a column of names or addresses, as numbers."""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
import numpy.typing as npt

from mesh.pii.model.columns import KINDS
from mesh.pii.model.headers import Header, header_of, parts_of, words_of
from mesh.pii.model.lexicon import IMPERSONAL, NAME_PARTS, PERSONAL

_PERSON = [KINDS.index(kind) for kind in ("full name", "given name", "surname")]
_IMPERSONAL = [KINDS.index(kind) for kind in ("organisation", "place")]
_ADDRESS = KINDS.index("address")
_HANDLE = KINDS.index("handle")
_PLACES = {"PERSON": _PERSON, "ADDRESS": [_ADDRESS], "USERNAME": [_HANDLE]}
_LIKELIER, _FEWEST = 0.5, 5
# Two words such as male and female read as names; two addresses as nothing else.
_EXPECTED, _DOUBT, _LITTLE_DOUBT = 0.2, 2.0, 0.5
# In base 16 or 64, with what a long word of a language lacks.
_DIGEST = re.compile(
    r"(?=\D*\d)(?=[\d-]*[a-fA-F])[\da-fA-F-]{16,}"
    r"|(?=.*\d)(?=.*[A-Z])(?=.*[a-z])[\w+/-]{16,}={0,2}|[\w+/-]{20,}={1,2}"
)
_SHORTEST_DIGEST = 16
_LETTERED = re.compile(r"[^\W\d_][^\d_@:/|]{0,40}")
# Names of one word differ in length: of the commonest there are about a quarter.
_USUAL = 0.4
# Dutch, German and Nordic languages join the word for a street to its name.
_PARTED = re.compile(r"[\s\d]")
_STREET = re.compile(
    r"(?i:straat|laan|weg|dreef|plein|singel|kade|dijk|stra(?:ss|ß)e|gasse|allee|platz"
    r"|gatan|gata|vägen|gade|vej|veien|katu)$"
)
_LONGEST_STREET = 8
_LONGEST = 120


@dataclass(frozen=True)
class Sampled:
    """What the model says of a column's sample.

    Attributes:
        shares: mean of each of ``KINDS`` over the sample.
        votes: share of the values that are likelier a name of a person, an address, a user name
            than anything else.
        distinct: values in the sample.
        uniform: share of the values that are one word as long as another one, of the commonest
            length; words of signs beyond ASCII are none, for Chinese and Korean names are alike.
        worded: share of the values with more than one word, a digit or a word that ends as streets
            do, and nothing of the web.
        repeats: filled rows for each distinct value, at least 1.0.
        digests: share of the values that are one long word of random signs.
        lettered: share of the values that are a few words of letters alone.
        long: share of the values with more signs than an address or a name has.
    """

    shares: npt.NDArray[np.float64]
    votes: Mapping[str, float]
    distinct: int
    uniform: float
    worded: float
    repeats: float = 1.0
    digests: float = 0.0
    lettered: float = 0.0
    long: float = 0.0

    @classmethod
    def of(
        cls, texts: Sequence[str], shares: npt.NDArray[np.float64], repeats: float = 1.0
    ) -> Self:
        """Sum up the values, and what the model says of each."""
        votes = {
            kind: float((shares[:, places].sum(axis=1) >= _LIKELIER).mean())
            for kind, places in _PLACES.items()
        }
        words = [text for text in texts if " " not in text]
        lengths = Counter([len(text) for text in words if text.isascii()])
        worded = sum("@" not in text and _is_parted(text) for text in texts)
        return cls(
            shares=shares.mean(axis=0),
            votes=votes,
            distinct=len(texts),
            uniform=max(max(lengths.values(), default=0) - 1, 0) / len(texts),
            worded=worded / len(texts),
            repeats=repeats,
            digests=sum(map(_is_digest, words)) / len(texts),
            lettered=sum(map(bool, map(_LETTERED.fullmatch, texts))) / len(texts),
            long=sum(len(text) > _LONGEST for text in texts) / len(texts),
        )

    @property
    def person(self) -> float:
        """Share of names of people."""
        return float(self.shares[_PERSON].sum())

    @property
    def impersonal(self) -> float:
        """Share of organisations and places."""
        return float(self.shares[_IMPERSONAL].sum())

    @property
    def address(self) -> float:
        """Share of addresses."""
        return float(self.shares[_ADDRESS])

    @property
    def handle(self) -> float:
        """Share of user names."""
        return float(self.shares[_HANDLE])

    def sure(self, share: float, doubt: float) -> float:
        """Log-odds of a share, the nearer to what is usual the fewer values there are.

        Args:
            share: that the values themselves show.
            doubt: so many further values are taken to be as usual.
        """
        held = (share * self.distinct + _EXPECTED * doubt) / (self.distinct + doubt)
        return math.log((held + 0.01) / (1.01 - held))


def _is_parted(text: str) -> bool:
    return bool(" " in text or _PARTED.search(text) or _STREET.search(text[-_LONGEST_STREET:]))


def _is_digest(text: str) -> bool:
    return len(text) >= _SHORTEST_DIGEST and _DIGEST.fullmatch(text) is not None


class Neighbours:
    """The columns of one table, as each sees the others."""

    def __init__(self, sampled: Mapping[str, Sampled | None]) -> None:
        self._words = Counter(
            word for column in sampled for word in set(words_of(column)) & (PERSONAL | IMPERSONAL)
        )
        self._has_parts = any(
            words and set(words) <= NAME_PARTS for words in map(parts_of, sampled)
        )
        self._people = sorted(
            (one.person, column)
            for column, one in sampled.items()
            if one and one.distinct >= _FEWEST
        )[-2:]

    def speak(self, column: str) -> float:
        """How much other columns' names speak of people, less how much of things, -3 to 3."""
        own = set(words_of(column))
        others = {word for word, many in self._words.items() if many > (word in own)}
        return float(np.clip(len(others & PERSONAL) - len(others & IMPERSONAL), -3, 3))

    def header(self, column: str) -> Header:
        """What a column's name says; of ``nom`` beside ``prénom`` it is a name of people."""
        header = header_of(column)
        if header.plain and self._has_parts:
            return replace(header, certain=header.people, plain=False)
        return header

    def people(self, column: str) -> float:
        """Largest share of names of people in another column that has a few values."""
        return max((share for share, name in self._people if name != column), default=0.0)


PERSON_EVIDENCE = (
    "model", "model under a telling name", "certain name", "name of people", "plain name", "thing",
    "thing with people", "nameless", "neighbours", "neighbours of a plain name", "few values",
    "repeats", "names beside it", "handles", "key", "uniform",
)  # fmt: skip


def of_person(
    sampled: Sampled, header: Header, neighbours: float, beside: float
) -> npt.NDArray[np.float64]:
    """Numbers for ``PERSON_EVIDENCE``.

    Args:
        sampled: what the model says.
        header: what the column's name says.
        neighbours: see ``Neighbours.speak``.
        beside: see ``Neighbours.people``.
    """
    sure = sampled.sure(sampled.person, _DOUBT)
    plain = bool(header.people) and not (header.is_of_someone or header.thing)
    telling = bool(header.certain or (header.people and not header.thing))
    return np.array(
        [
            sure,
            sure * telling,
            bool(header.certain and not header.thing),
            bool(header.is_of_someone and not header.thing and not header.certain),
            plain and not header.certain,
            bool(header.thing),
            bool(header.thing and (header.certain or header.people)),
            header.nameless,
            neighbours / 3,
            neighbours / 3 * plain,
            max(0.0, 1 - sampled.distinct / 8),
            math.log(max(sampled.repeats, 1.0)) / 5,
            beside,
            sampled.handle,
            bool(header.key),
            max(0.0, sampled.uniform - _USUAL) / (1 - _USUAL),
        ]
    )


ADDRESS_EVIDENCE = (
    "model",
    "telling name",
    "name against it",
    "nameless",
    "few values",
    "few values under no telling name",
    "repeats",
    "long values",
)


def of_address(sampled: Sampled, header: Header) -> npt.NDArray[np.float64]:
    """Numbers for ``ADDRESS_EVIDENCE``."""
    telling = bool(header.address and not header.no_address)
    few = max(0.0, 1 - sampled.distinct / 8)
    return np.array(
        [
            sampled.sure(sampled.address, _LITTLE_DOUBT),
            telling,
            bool(header.no_address),
            header.nameless,
            few,
            few * (not telling),
            math.log(max(sampled.repeats, 1.0)) / 5,
            sampled.long,
        ]
    )
