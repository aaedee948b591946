"""Kinds that a whole column tells, by its name and the shape of most values."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from mesh.findings import Finding
from mesh.pii.batch import Batch
from mesh.pii.detectors.model import ColumnDetector
from mesh.pii.gates import Gate
from mesh.pii.layouts import Positions
from mesh.pii.masking import mask
from mesh.pii.telling import Told, told_of
from mesh.pii.words import NOTHING

_SHOWN = 3
_SILENT = Gate(digits=1, bytes=8, others=6, spaces=2)
_ANY = Gate(bytes=1)
# What files write where they know nothing.
_BLANK = rf"^\s*(?i:{NOTHING}|[-?.]+)\s*$"
# The layout of each of them: none has a digit.
_WORDED = "^[^9]*$"


@dataclass
class _Seen:
    count: int = 0
    rows: list[int] = field(default_factory=list)
    evidence: list[str] = field(default_factory=list)


class Shapes:
    """The shapes that one column's name speaks for, and those that need no name."""

    def __init__(self, column: str) -> None:
        self._column = column
        self._seen: dict[ColumnDetector, tuple[Told, _Seen]] = {
            detector: (told, _Seen())
            for detector, told in told_of(column)
            if isinstance(detector, ColumnDetector)
            and told.negative is None
            and (told.is_telling or not detector.header)
        }
        self.is_told = any(detector.header for detector in self._seen)
        self._blank = 0

    def add(self, batch: Batch) -> None:
        """Look at every value of a batch."""
        if self.is_told:
            worded = batch.layouts.having(batch.laid_out(_ANY, _WORDED))
            self._blank += len(batch.rows_of(batch.matching(_BLANK, worded))[0])
        for detector, (_, seen) in self._seen.items():
            found = _shaped(detector, batch)
            if len(found):
                rows, positions = batch.rows_of(found)
                seen.count += len(rows)
                for row, place in zip(rows[: _SHOWN - len(seen.rows)], positions, strict=False):
                    seen.rows.append(int(row))
                    seen.evidence.append(mask(str(batch.values[int(place)])))

    def findings(self, filled: int) -> Iterator[Finding]:
        """Kinds whose shape most of the filled rows have, the most confident of each."""
        best: dict[str, Finding] = {}
        for detector, (told, seen) in self._seen.items():
            share = seen.count / max(filled - self._blank, seen.count, 1)
            if seen.count and share >= detector.least_share:
                one = self._finding(detector, told, seen, share)
                other = best.get(one.entity)
                if other is None or one.confidence > other.confidence:
                    best[one.entity] = one
        yield from best.values()

    def _finding(self, detector: ColumnDetector, told: Told, seen: _Seen, share: float) -> Finding:
        return Finding(
            column=self._column,
            entity=detector.entity,
            count=seen.count,
            share=share,
            confidence=told.weigh(float(np.clip(0.5 + share / 4, 0.5, 0.75))),
            validated=False,
            rows=tuple(seen.rows),
            evidence=tuple(seen.evidence),
            category=detector.category,
            why=(f"{share:.0%} of the filled rows are {detector.validator}", *told.reasons()),
        )


def _shaped(detector: ColumnDetector, batch: Batch) -> Positions:
    """Positions of the values that have the detector's shape."""
    found = batch.passing(_ANY if detector.header else _SILENT)
    if detector.layout and len(found):
        found = batch.laid_out_as(_whole(detector.layout), found)
    found = batch.matching(_whole(detector.shape), found) if detector.shape else found
    if detector.never and len(found):
        found = batch.without(found, batch.matching(_whole(detector.never), found))
    return found


def _whole(pattern: str) -> str:
    return rf"^\s*(?:{pattern})\s*$"
