"""Counts of one kind of personal data in one column."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from mesh.pii.detectors.model import PatternDetector
from mesh.pii.findings import Finding
from mesh.pii.masking import mask
from mesh.pii.telling import Told

_SHOWN = 3
# Beyond this many confirmed values the pattern alone counts: the column is settled.
_CONFIRMED_ENOUGH = 10_000


class Tally:
    """Rows of a column that hold one kind of personal data, and shapes of the first of them."""

    def __init__(self, detector: PatternDetector) -> None:
        self.count = 0
        self.entity = detector.entity
        self._detector = detector
        self._confirmed = 0
        self._rows: list[int] = []
        self._evidence: list[str] = []
        self.begin_batch()

    def begin_batch(self) -> None:
        """Forget which rows of the batch before were counted."""
        self._counted = np.zeros(0, np.int64)

    def add(
        self,
        detector: PatternDetector,
        values: "pa.Array[Any]",
        rows: npt.NDArray[np.int64],
        *,
        whole: bool = False,
    ) -> None:
        """Confirm values that passed a detector's sieve and count the rows that hold them.

        With ``whole`` a value that has the detector's told shape counts too.
        A row that another detector of the same kind has counted in this batch counts once.
        """
        fresh = np.flatnonzero(~np.isin(rows, self._counted))
        if len(fresh) < len(rows):
            values, rows = values.take(pa.array(fresh)), rows[fresh]  # type: ignore[arg-type]
        if self._confirmed >= _CONFIRMED_ENOUGH:
            self._count(rows)
        elif len(rows):
            self._confirm(detector, values, rows, whole=whole)

    def _confirm(
        self,
        detector: PatternDetector,
        values: "pa.Array[Any]",
        rows: npt.NDArray[np.int64],
        *,
        whole: bool,
    ) -> None:
        coded = values.dictionary_encode()
        found = [detector.occurs_in(value, whole=whole) for value in coded.dictionary.to_pylist()]  # type: ignore[arg-type]
        confirmed = np.array([occurrence is not None for occurrence in found])
        codes = coded.indices.to_numpy()
        hits = np.flatnonzero(confirmed[codes])
        self._count(rows[hits])
        self._confirmed += int(confirmed.sum())
        for hit in hits[: _SHOWN - len(self._rows)]:
            self._rows.append(int(rows[hit]))
            self._evidence.append(mask(found[codes[hit]] or ""))

    def _count(self, rows: npt.NDArray[np.int64]) -> None:
        self.count += len(rows)
        self._counted = np.concatenate((self._counted, rows))

    def finding(self, column: str, filled: int, told: Told) -> Finding:
        """What the tally says of a column with that many filled rows."""
        return Finding(
            column=column,
            entity=self._detector.entity,
            count=self.count,
            share=self.count / filled,
            confidence=told.weigh(self._detector.confidence),
            validated=self._detector.validated,
            rows=tuple(self._rows),
            evidence=tuple(self._evidence),
            category=self._detector.category,
            why=(f"confirmed by {self._detector.validator}", *told.reasons()),
        )
