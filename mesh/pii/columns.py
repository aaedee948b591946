"""Kinds that a whole column tells, by its name and the shape of most values."""

from collections.abc import Iterable, Iterator, Mapping
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

    def add(self, batch: Batch, found: Positions) -> None:
        rows, positions = batch.rows_of(found)
        self.count += len(rows)
        for row, place in zip(rows[: _SHOWN - len(self.rows)], positions, strict=False):
            self.rows.append(int(row))
            self.evidence.append(mask(str(batch.values[int(place)])))


class Shapes:
    """The shapes that the names of some columns speak for, and those that need no name.

    Args:
        detectors: as ``told_shapes`` gives them of each of the names.
    """

    def __init__(self, detectors: Iterable[ColumnDetector]) -> None:
        self._seen: dict[ColumnDetector, dict[int, _Seen]] = {one: {} for one in detectors}
        self.is_told = any(detector.header for detector in self._seen)
        self._blank: dict[int, int] = {}

    def add(self, batch: Batch) -> None:
        """Look at every value of a batch."""
        if self.is_told:
            worded = batch.layouts.having(batch.laid_out(_ANY, _WORDED))
            for place, blank in batch.by_column(batch.matching(_BLANK, worded)):
                self._blank[place] = self._blank.get(place, 0) + len(batch.rows_of(blank)[0])
        for detector, columns in self._seen.items():
            for place, found in batch.by_column(_shaped(detector, batch)):
                columns.setdefault(place, _Seen()).add(batch, found)

    def findings(
        self, place: int, column: str, told: Mapping[ColumnDetector, Told], filled: int
    ) -> Iterator[Finding]:
        """Kinds whose shape most of a column's filled rows have, the most confident of each.

        Args:
            place: of the column.
            column: its name, which says ``told`` of each detector.
            filled: rows of it that hold anything.
        """
        best: dict[str, Finding] = {}
        blank = self._blank.get(place, 0)
        for detector, columns in self._seen.items():
            seen = columns.get(place, _Seen())
            share = seen.count / max(filled - blank, seen.count, 1)
            if seen.count and share >= detector.least_share:
                one = _finding(column, detector, told[detector], seen, share)
                other = best.get(one.entity)
                if other is None or one.confidence > other.confidence:
                    best[one.entity] = one
        yield from best.values()


def told_shapes(column: str) -> Mapping[ColumnDetector, Told]:
    """The detectors of shapes that a column's name allows, and what it says of each."""
    return {
        detector: told
        for detector, told in told_of(column)
        if isinstance(detector, ColumnDetector)
        and told.negative is None
        and (told.is_telling or not detector.header)
    }


def _finding(
    column: str, detector: ColumnDetector, told: Told, seen: _Seen, share: float
) -> Finding:
    return Finding(
        column=column,
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
