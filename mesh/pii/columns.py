"""Kinds that a whole column tells, by its name and the shape of most values."""

from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from mesh.findings import Finding
from mesh.pii.batch import Batch
from mesh.pii.counted import Counted
from mesh.pii.detectors.model import ColumnDetector
from mesh.pii.gates import Gate
from mesh.pii.layouts import Positions
from mesh.pii.telling import Column, Told, told_of
from mesh.pii.words import NOTHING

_SILENT = Gate(digits=1, bytes=8, others=6, spaces=2)
_ANY = Gate(bytes=1)
# What files write where they know nothing.
_BLANK = rf"^\s*(?i:{NOTHING}|[-?.]+)\s*$"
# The layout of each of them: none has a digit.
_WORDED = "^[^9]*$"


class Shapes:
    """The shapes that the names of some columns speak for, and those that need no name.

    Args:
        detectors: as ``told_shapes`` gives them of each of the names.
    """

    def __init__(self, detectors: Iterable[ColumnDetector]) -> None:
        self._seen: dict[ColumnDetector, dict[int, Counted]] = {one: {} for one in detectors}
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
                columns.setdefault(place, Counted()).add(batch, found, batch.text)

    def findings(self, column: Column) -> Iterator[Finding]:
        """Kinds whose shape most of a column's filled rows have, the most confident of each."""
        best: dict[str, Finding] = {}
        told = told_shapes(column.name)
        blank = self._blank.get(column.place, 0)
        for detector, columns in self._seen.items():
            seen = columns.get(column.place, Counted())
            share = seen.count / max(column.filled - blank, seen.count, 1)
            if seen.count and share >= detector.least_share:
                one = _finding(column.name, detector, told[detector], seen, share)
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
    column: str, detector: ColumnDetector, told: Told, seen: Counted, share: float
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
