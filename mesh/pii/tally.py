"""Counts of one kind of personal data in one column."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from mesh.pii.detectors import Detector
from mesh.pii.findings import Finding
from mesh.pii.masking import mask

_SHOWN = 3
# Beyond this many confirmed values the pattern alone counts: the column is settled.
_CONFIRMED_ENOUGH = 10_000


class Tally:
    """Rows of a column that hold one kind of personal data, and shapes of the first of them."""

    def __init__(self, detector: Detector) -> None:
        self.count = 0
        self._detector = detector
        self._confirmed = 0
        self._rows: list[int] = []
        self._evidence: list[str] = []

    def add(self, detector: Detector, values: "pa.Array[Any]", rows: npt.NDArray[np.int64]) -> None:
        """Confirm values that passed a detector's sieve and count the rows that hold them."""
        if self._confirmed >= _CONFIRMED_ENOUGH:
            self.count += len(values)
            return
        coded = values.dictionary_encode()
        found = [detector.occurs_in(value) for value in coded.dictionary.to_pylist()]  # type: ignore[arg-type]
        confirmed = np.array([occurrence is not None for occurrence in found])
        codes = coded.indices.to_numpy()
        hits = np.flatnonzero(confirmed[codes])
        self.count += len(hits)
        self._confirmed += int(confirmed.sum())
        for hit in hits[: _SHOWN - len(self._rows)]:
            self._rows.append(int(rows[hit]))
            self._evidence.append(mask(found[codes[hit]] or ""))

    def finding(self, column: str, filled: int) -> Finding:
        """What the tally says of a column with that many filled rows."""
        return Finding(
            column=column,
            entity=self._detector.entity,
            count=self.count,
            share=self.count / filled,
            confidence=self._detector.confidence,
            validated=self._detector.validated,
            rows=tuple(self._rows),
            evidence=tuple(self._evidence),
        )
