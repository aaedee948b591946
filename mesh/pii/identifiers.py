"""Identifiers by form and check digits: one pass over a column for all detectors."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from mesh.pii.batch import Batch, Positions
from mesh.pii.chance import UNLIKELY, Distinct, keys_of, tail
from mesh.pii.checksums import Signs
from mesh.pii.detectors.model import FormDetector
from mesh.pii.detectors.registry import every
from mesh.pii.findings import Finding
from mesh.pii.forms import Form, Runs, fitting, form
from mesh.pii.gates import Gate
from mesh.pii.masking import mask
from mesh.pii.telling import Told
from mesh.pii.words import context_pattern

Kind = Literal["alone", "bare", "beside"]
_GATE = Gate(digits=4, bytes=7)
_SHOWN = 3
_MOSTLY = 0.5
# Values of one column share prefixes, dates or a round end, so that chance is likelier than among
# random ones: of those that end in 0, two in eleven pass where the remainder 10 is written as 0.
_LIKELY = 0.2
_PROSE = 4
_SURE = 0.97


@cache
def book() -> tuple[tuple[Form, tuple[tuple[FormDetector, Kind], ...]], ...]:
    """Each form once, with the detectors that know it."""
    book: dict[str, list[tuple[FormDetector, Kind]]] = {}
    for detector in every():
        if isinstance(detector, FormDetector):
            for template in detector.alone:
                book.setdefault(template, []).append((detector, "alone"))
            for template in detector.bare:
                book.setdefault(template, []).append((detector, "bare"))
    return tuple((form(template), tuple(known)) for template, known in book.items())


@dataclass
class _Seen:
    """What one detector saw in one kind of form.

    Attributes:
        tested: values of the forms, each once a batch, by form; ``passed`` of them were right.
    """

    count: int = 0
    tested: dict[Form, int] = field(default_factory=dict)
    passed: dict[Form, int] = field(default_factory=dict)
    rows: list[int] = field(default_factory=list)
    evidence: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        """Right ones of the tested."""
        return sum(self.passed.values()) / max(sum(self.tested.values()), 1)

    @property
    def main(self) -> Form:
        """The form most often seen."""
        return max(self.passed, key=self.passed.__getitem__)


class Identifiers:
    """The identifiers in one column."""

    def __init__(self, column: str, told: dict[str, Told]) -> None:
        self._column = column
        self._told = told
        self._seen: dict[tuple[FormDetector, Kind], _Seen] = {}
        self._distinct: dict[Form, Distinct] = {}

    def add(self, batch: Batch) -> None:
        """Look at every value of a batch."""
        gated = batch.passing(_GATE)
        if not len(gated):
            return
        whole = len(gated) == len(batch.values)
        scan = _Scan(
            batch,
            gated,
            Runs(batch.values if whole else batch.values.take(pa.array(gated))),  # type: ignore[arg-type]
        )
        for wanted, known in book():
            if not scan.runs.may_hold(wanted):
                continue
            found = scan.runs.find(wanted)
            if not len(found):
                continue
            signs = scan.runs.signs(wanted, found)
            fits = fitting(wanted, signs)
            if fits.any():
                self._judge(scan, wanted, known, found[fits], np.ascontiguousarray(signs[:, fits]))

    def _judge(
        self,
        scan: "_Scan",
        wanted: Form,
        known: tuple[tuple[FormDetector, Kind], ...],
        found: Positions,
        signs: Signs,
    ) -> None:
        first = self._take_note(wanted, signs)
        for detector, kind in known:
            told = self._told[detector.entity]
            if kind == "bare" and not (detector.proves or told.is_telling or scan.has_prose):
                continue
            loose = detector.told if told.is_telling and detector.told else detector.check
            passed = loose(signs)
            seen = self._seen.setdefault((detector, kind), _Seen())
            seen.tested[wanted] = seen.tested.get(wanted, 0) + len(first)
            seen.passed[wanted] = seen.passed.get(wanted, 0) + int(passed[first].sum())
            if passed.any():
                self._count(scan, (detector, kind), wanted, found[passed])

    def _take_note(self, wanted: Form, signs: Signs) -> Positions:
        keys = keys_of(signs)
        self._distinct.setdefault(wanted, Distinct()).add(keys)
        order = np.argsort(keys)
        return order[_changes(keys[order])]

    def _count(
        self, scan: "_Scan", key: tuple[FormDetector, Kind], wanted: Form, found: Positions
    ) -> None:
        detector, kind = key
        held = scan.gated[scan.runs.values(found)]
        if kind == "bare" and not self._told[detector.entity].is_telling:
            self._count_beside(scan, detector, wanted, found, held)
        scan.count(self._seen[key], detector, wanted, found, held)

    def _count_beside(
        self,
        scan: "_Scan",
        detector: FormDetector,
        wanted: Form,
        found: Positions,
        held: Positions,
    ) -> None:
        """Count values with a telling word in the same text."""
        longer = scan.sizes[held] >= len(wanted.template) + _PROSE
        if not longer.any():
            return
        spoken = scan.batch.matching(context_pattern(detector.header), np.unique(held[longer]))
        beside = np.isin(held, spoken)
        if beside.any():
            seen = self._seen.setdefault((detector, "beside"), _Seen())
            seen.passed[wanted] = seen.passed.get(wanted, 0) + int(beside.sum())
            seen.tested[wanted] = seen.passed[wanted]
            scan.count(seen, detector, wanted, found[beside], held[beside], "beside")

    def findings(self, filled: int) -> Iterator[Finding]:
        """What is more than chance, or told by the name."""
        by_detector: dict[FormDetector, dict[Kind, _Seen]] = {}
        for (detector, kind), seen in self._seen.items():
            if seen.count:
                by_detector.setdefault(detector, {})[kind] = seen
        claims = [
            claim
            for detector, seen in by_detector.items()
            if (claim := self._claim(detector, seen)) is not None
        ]
        for claim in _winners(claims):
            yield claim.finding(self._column, filled)

    def _claim(self, detector: FormDetector, seen: dict[Kind, _Seen]) -> "_Claim | None":
        told = self._told[detector.entity]
        if told.is_telling:
            return _Claim(detector, told, tuple(seen.values()), ())
        reasons: list[str] = []
        accepted: list[_Seen] = []
        for kind, part in seen.items():
            if kind == "bare" and "beside" in seen and not detector.proves:
                continue
            odds = self._odds(detector, part)
            proven = detector.proves and odds < UNLIKELY ** (2 if told.negative else 1)
            if kind == "beside":
                reasons.append("a telling word stands beside it")
            elif proven:
                reasons.append(f"odds of so many right ones by chance: below {_written(odds)}")
            elif kind == "alone" and part.share >= _MOSTLY:
                reasons.append("its form is its own")
            else:
                continue
            accepted.append(part)
        return _Claim(detector, told, tuple(accepted), tuple(reasons)) if accepted else None

    def _odds(self, detector: FormDetector, seen: _Seen) -> float:
        """Odds that chance made so many right, each distinct value counted once."""
        distinct = sum(
            min(tested, round(self._distinct[one].count())) for one, tested in seen.tested.items()
        )
        return tail(distinct, round(seen.share * distinct), max(detector.chance or 0.0, _LIKELY))


@dataclass(frozen=True)
class _Claim:
    detector: FormDetector
    told: Told
    seen: tuple[_Seen, ...]
    reasons: tuple[str, ...]

    def rank(self, wanted: Form) -> tuple[bool, float, float]:
        """The higher, the likelier among detectors of one form."""
        share = max(
            one.passed.get(wanted, 0) / max(one.tested.get(wanted, 0), 1) for one in self.seen
        )
        return self.told.is_telling, round(share, 1), -(self.detector.chance or 1.0)

    def finding(self, column: str, filled: int) -> Finding:
        count = sum(one.count for one in self.seen)
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
            rows=tuple(row for one in self.seen for row in one.rows)[:_SHOWN],
            evidence=tuple(shape for one in self.seen for shape in one.evidence)[:_SHOWN],
            category=self.detector.category,
            why=(
                f"{share:.0%} of the values of its form pass: {self.detector.validator}",
                *self.reasons,
                *self.told.reasons(),
            ),
        )


class _Scan:
    """One batch while its forms are looked for."""

    def __init__(self, batch: Batch, gated: Positions, runs: Runs) -> None:
        self.batch = batch
        self.gated = gated
        self.runs = runs
        self.sizes = batch.sizes()
        self.has_prose = bool((batch.others()[gated] >= _PROSE).any())
        self._counted: dict[tuple[FormDetector, str], Positions] = {}

    def count(
        self,
        seen: _Seen,
        detector: FormDetector,
        wanted: Form,
        found: Positions,
        held: Positions,
        scope: str = "",
    ) -> None:
        """Count the rows of the values that no other form of the detector has counted."""
        at = np.flatnonzero(_changes(held))
        fresh = held[at]
        before = self._counted.get((detector, scope))
        if before is not None:
            new = ~np.isin(fresh, before)
            fresh, at = fresh[new], at[new]
            self._counted[detector, scope] = np.concatenate((before, fresh))
        else:
            self._counted[detector, scope] = fresh
        rows, positions = self.batch.rows_of(fresh)
        seen.count += len(rows)
        for row, position in zip(rows[: _SHOWN - len(seen.rows)], positions, strict=False):
            place = at[np.searchsorted(fresh, position)]
            seen.rows.append(int(row))
            seen.evidence.append(mask(self.runs.written(wanted, int(found[place]))))


def _changes(ordered: npt.NDArray[np.integer]) -> npt.NDArray[np.bool_]:
    """Where ordered numbers differ from the one before."""
    changed = np.ones(len(ordered), dtype=bool)
    np.not_equal(ordered[1:], ordered[:-1], out=changed[1:])
    return changed


def _winners(claims: list[_Claim]) -> Iterator[_Claim]:
    """Of the detectors that claim the same values, the likeliest."""
    best: dict[Form, _Claim] = {}
    for claim in claims:
        for wanted in {one for seen in claim.seen for one in seen.passed}:
            if wanted not in best or claim.rank(wanted) > best[wanted].rank(wanted):
                best[wanted] = claim
    for claim in claims:
        if claim.told.is_telling or any(best[seen.main] is claim for seen in claim.seen):
            yield claim


def _written(odds: float) -> str:
    return f"{max(odds, 1e-99):.0e}"
