"""How columns are judged: what is a hit, and how sure a score is of itself."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mesh.pii.detectors.registry import every

_KINDS = {
    "EMAIL": {"EMAIL_ADDRESS"},
    "PHONE": {"PHONE_NUMBER"},
    "DOB": {"DATE_OF_BIRTH"},
    "IP": {"IP_ADDRESS"},
    "MIXED": {"PII_IN_TEXT"},
    "PASSWORD": {"PASSWORD", "PASSWORD_HASH", "API_TOKEN"},
    "IBAN": {"IBAN_CODE"},
    "NATIONAL_ID": {one.entity for one in every() if one.country},
}
_DRAWS = 2_000


def kinds_of(label: str) -> frozenset[str]:
    """Kinds that the scanner may tell where a label's group is meant."""
    return frozenset(_KINDS.get(label, {label}))


@dataclass(frozen=True)
class Judged:
    """One labelled column and what was found in it.

    Attributes:
        repo: that the file comes from: columns of one are drawn together.
        label: group of the kind that it holds, ``none`` if it holds nothing personal.
        entity: personal kind of which the scanner is surest; None if it found none.
    """

    repo: str
    file: str
    column: str
    label: str
    entity: str | None
    confidence: float = 0.0
    why: tuple[str, ...] = ()

    @property
    def is_personal(self) -> bool:
        """Whether its label says so."""
        return self.label != "none"

    @property
    def is_right_kind(self) -> bool:
        """Whether the kind found is of the label's group; any kind is found in mixed text."""
        return self.label == "MIXED" or self.entity in kinds_of(self.label)


@dataclass(frozen=True)
class Score:
    """Counts over columns, and what they mean."""

    hits: int
    misses: int
    alarms: int
    harmless: int
    wrong_kind: int

    @classmethod
    def of(cls, columns: Iterable[Judged]) -> "Score":
        """Count."""
        seen = Counter(
            (one.is_personal, one.entity is not None, one.is_right_kind) for one in columns
        )
        return cls(
            hits=seen[True, True, True] + seen[True, True, False],
            misses=sum(many for key, many in seen.items() if key[:2] == (True, False)),
            alarms=sum(many for key, many in seen.items() if key[:2] == (False, True)),
            harmless=sum(many for key, many in seen.items() if not key[0]),
            wrong_kind=seen[True, True, False],
        )

    @property
    def precision(self) -> float:
        """Right ones of those found."""
        return self.hits / max(self.hits + self.alarms, 1)

    @property
    def recall(self) -> float:
        """Found ones of the personal."""
        return self.hits / max(self.hits + self.misses, 1)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.hits / max(2 * self.hits + self.misses + self.alarms, 1)

    @property
    def alarm_share(self) -> float:
        """Harmless columns with a false alarm."""
        return self.alarms / max(self.harmless, 1)

    @property
    def kind_share(self) -> float:
        """Found columns whose kind is right."""
        return 1 - self.wrong_kind / max(self.hits, 1)


def interval(columns: Sequence[Judged]) -> tuple[float, float]:
    """95 % interval of F1: files drawn with replacement, as columns of one resemble each other."""
    return _middle(_drawn(columns))


def lead(ours: Sequence[Judged], theirs: Sequence[Judged]) -> tuple[float, float]:
    """95 % interval of how much higher our F1 is, the same files drawn for both."""
    return _middle(_drawn(ours) - _drawn(theirs))


def _drawn(columns: Sequence[Judged]) -> npt.NDArray[np.float64]:
    files = sorted({one.file for one in columns})
    parts = [Score.of(one for one in columns if one.file == file) for file in files]
    counts = np.array([[one.hits, one.misses, one.alarms] for one in parts])
    drawn = np.random.default_rng(4).integers(0, len(files), (_DRAWS, len(files)))
    hits, misses, alarms = counts[drawn].sum(axis=1).T
    f1: npt.NDArray[np.float64] = 2 * hits / np.maximum(2 * hits + misses + alarms, 1)
    return f1


def _middle(drawn: npt.NDArray[np.float64]) -> tuple[float, float]:
    low, high = np.quantile(drawn, (0.025, 0.975))
    return float(low), float(high)
