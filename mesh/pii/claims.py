"""What detectors of forms saw in a column, and which of them it speaks for."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt

from mesh.findings import Finding
from mesh.pii.chance import UNLIKELY, Estimate, tail
from mesh.pii.detectors.model import FormDetector
from mesh.pii.forms import Form
from mesh.pii.telling import Told
from mesh.pii.words import REGISTERED

Kind = Literal["alone", "bare", "beside"]
SHOWN = 3
_FLAG: dict[Kind, int] = {"alone": 1, "bare": 2, "beside": 4}
_MOSTLY = 0.5
# Values of one column share prefixes, dates or a round end, so that chance is likelier than among
# random ones: of those that end in 0, two in eleven pass where the remainder 10 is written as 0.
_LIKELY = 0.2
_SURE = 0.97


@dataclass
class Seen:
    """What one detector saw in one kind of form.

    Attributes:
        tested: values of the forms, each once a batch, by form; ``passed`` of them were right.
    """

    tested: dict[Form, int] = field(default_factory=dict)
    passed: dict[Form, int] = field(default_factory=dict)
    rows: list[int] = field(default_factory=list)
    evidence: list[str] = field(default_factory=list)

    def test(self, wanted: Form, tested: int, passed: int) -> None:
        """Take note of so many values of a form, and of those that were right."""
        self.tested[wanted] = self.tested.get(wanted, 0) + tested
        self.passed[wanted] = self.passed.get(wanted, 0) + passed

    @property
    def share(self) -> float:
        """Right ones of the tested."""
        return sum(self.passed.values()) / max(sum(self.tested.values()), 1)

    @property
    def main(self) -> Form:
        """The form most often seen."""
        return max(self.passed, key=self.passed.__getitem__)


class Sightings:
    """What one detector saw in one column, each row counted once."""

    def __init__(self) -> None:
        self.kinds: dict[Kind, Seen] = {}
        self._rows = np.zeros(1 << len(_FLAG), np.int64)
        self._flags: npt.NDArray[np.uint8] | None = None

    def of(self, kind: Kind) -> Seen:
        """What it saw in one kind of form."""
        return self.kinds.setdefault(kind, Seen())

    def flag(self, kind: Kind, held: npt.NDArray[np.int64], values: int) -> None:
        """Take note of which of a batch's values hold a right one; they may come twice."""
        if self._flags is None:
            self._flags = np.zeros(values, np.uint8)
        self._flags[held] |= _FLAG[kind]

    def take_flags(self) -> "npt.NDArray[np.uint8] | None":
        """What was noted of the batch's values, once."""
        flags, self._flags = self._flags, None
        return flags

    def add_rows(self, flags: npt.NDArray[np.uint8]) -> None:
        """Count a batch's rows by what is noted of each."""
        self._rows += np.bincount(flags, minlength=len(self._rows))

    def count(self, kinds: Iterable[Kind]) -> int:
        """Rows that hold a right one of any of the kinds."""
        wanted = sum(_FLAG[kind] for kind in kinds)
        return int(self._rows[(np.arange(len(self._rows)) & wanted) > 0].sum())


@dataclass(frozen=True)
class Claim:
    """One detector's claim that what it saw is what it looks for.

    Attributes:
        kinds: of forms that count.
        reasons: why, where the column's name does not say so.
    """

    detector: FormDetector
    told: Told
    sightings: Sightings
    kinds: tuple[Kind, ...]
    reasons: tuple[str, ...] = ()

    @cached_property
    def seen(self) -> tuple[Seen, ...]:
        """What counts."""
        return tuple(self.sightings.kinds[kind] for kind in self.kinds)

    def rank(self, wanted: Form) -> tuple[bool, float, float]:
        """The higher, the likelier among detectors of one form."""
        share = max(
            one.passed.get(wanted, 0) / max(one.tested.get(wanted, 0), 1) for one in self.seen
        )
        return self.told.is_telling, round(share, 1), -(self.detector.chance or 1.0)

    def is_numbering(self, filled: int) -> bool:
        """Whether the column's name says that such values, without check digits, number things."""
        if self.detector.proves or self.told.phrase or not self.told.negative:
            return False
        return self.sightings.count(self.kinds) >= filled * _MOSTLY

    def finding(self, column: str, filled: int) -> Finding:
        """The claim in words and numbers."""
        count = self.sightings.count(self.kinds)
        share = max(one.share for one in self.seen)
        sure = (
            _SURE - 0.2 * (not self.reasons and share < _MOSTLY) - 0.1 * (not self.detector.proves)
        )
        return Finding(
            column=column,
            entity=self.detector.entity,
            count=count,
            share=count / filled,
            confidence=self.told.weigh(sure - 0.1 * (not self.told.phrase)),
            validated=True,
            rows=tuple(row for one in self.seen for row in one.rows)[:SHOWN],
            evidence=tuple(shape for one in self.seen for shape in one.evidence)[:SHOWN],
            category=self.detector.category,
            why=(
                f"{share:.0%} of the values of its form pass: {self.detector.validator}",
                *self.reasons,
                *self.told.reasons(),
            ),
        )


def claimed(
    detector: FormDetector, told: Told, sightings: Sightings, distinct: dict[Form, Estimate]
) -> Claim | None:
    """What the detector may claim; None if neither name, form, neighbours nor odds speak for it."""
    kinds: tuple[Kind, ...] = tuple(k for k in sightings.kinds if sightings.count((k,)))
    if told.is_telling:
        return Claim(detector, told, sightings, kinds) if kinds else None
    accepted: dict[Kind, str] = {}
    for kind in kinds:
        if kind == "bare" and "beside" in kinds and not detector.proves:
            continue
        seen = sightings.kinds[kind]
        odds = _odds(detector, seen, distinct)
        if kind == "beside":
            accepted[kind] = "a telling word stands beside it"
        elif told.negative in REGISTERED:
            continue
        elif detector.proves and odds < UNLIKELY ** (2 if told.negative else 1):
            accepted[kind] = f"odds of so many right ones by chance: below {max(odds, 1e-99):.0e}"
        elif kind == "alone" and seen.share >= _MOSTLY:
            accepted[kind] = "its form is its own"
    reasons = tuple(accepted.values())
    return Claim(detector, told, sightings, tuple(accepted), reasons) if accepted else None


def _odds(detector: FormDetector, seen: Seen, distinct: dict[Form, Estimate]) -> float:
    """Odds that chance made so many right, each distinct value counted once."""
    values = sum(min(tested, round(distinct[one].count())) for one, tested in seen.tested.items())
    return tail(values, round(seen.share * values), max(detector.chance or 0.0, _LIKELY))


def winners(claims: list[Claim]) -> Iterator[Claim]:
    """Of the detectors that claim the same values, the likeliest."""
    best: dict[Form, Claim] = {}
    for claim in claims:
        for wanted in {one for seen in claim.seen for one in seen.passed}:
            if wanted not in best or claim.rank(wanted) > best[wanted].rank(wanted):
                best[wanted] = claim
    for claim in claims:
        if claim.told.is_telling or any(best[seen.main] is claim for seen in claim.seen):
            yield claim
