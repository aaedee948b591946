"""Counts of one kind of personal data in one column."""

import numpy as np
import pyarrow as pa

from mesh.findings import Finding
from mesh.pii.batch import Batch
from mesh.pii.detectors.model import PatternDetector
from mesh.pii.layouts import Positions
from mesh.pii.masking import mask
from mesh.pii.telling import Told

_SHOWN = 3
_STRAY, _DOUBTFUL = 0.02, 0.45
_FEW = 64


class Tally:
    """Rows of a column that hold one kind of personal data, and shapes of the first of them."""

    def __init__(self, detector: PatternDetector) -> None:
        self.count = 0
        self.entity = detector.entity
        self._detector = detector
        self._rows: list[int] = []
        self._evidence: list[str] = []

    def add(
        self, detector: PatternDetector, batch: Batch, found: Positions, *, whole: bool
    ) -> None:
        """Count the rows that hold the values, each of which the detector has confirmed."""
        rows, positions = batch.rows_of(found)
        self.count += len(rows)
        for row, position in zip(rows[: _SHOWN - len(self._rows)], positions, strict=False):
            occurrence = detector.occurs_in(str(batch.values[int(position)]), whole=whole)
            self._rows.append(int(row))
            self._evidence.append(mask(occurrence or ""))

    def finding(self, column: str, filled: int, told: Told) -> Finding:
        """What the tally says of a column with that many filled rows."""
        share = self.count / filled
        # A form that many things have, in a few rows only, is more often one of those things.
        is_stray = not self._detector.validated and share < _STRAY and not told.is_telling
        sure = min(self._detector.confidence, _DOUBTFUL) if is_stray else self._detector.confidence
        return Finding(
            column=column,
            entity=self._detector.entity,
            count=self.count,
            share=share,
            confidence=told.weigh(sure),
            validated=self._detector.validated,
            rows=tuple(self._rows),
            evidence=tuple(self._evidence),
            category=self._detector.category,
            why=(
                f"confirmed by {self._detector.validator}",
                *(("few rows have it",) if is_stray else ()),
                *told.reasons(),
            ),
        )


def confirmed(
    detector: PatternDetector, batch: Batch, gated: Positions, *, whole: bool
) -> Positions:
    """Those of the values in which the detector confirms an occurrence, in order.

    Args:
        whole: whether a value that has the detector's told shape counts too.
    """
    laid_out = _laid_out(detector, batch, gated)
    rest = batch.without(gated, laid_out)
    sieve = f"{detector.sieve}|^(?:{detector.told_shape})$" if whole else detector.sieve
    suspects = _narrowed(batch, sieve, rest)
    sure = _surely(detector, batch, suspects)
    seen = _seen(detector, batch, batch.without(suspects, sure), whole=whole)
    return batch.together(laid_out, sure, seen)


def _narrowed(batch: Batch, sieve: str, positions: Positions) -> Positions:
    """Those that pass the sieve, if there is one; a few are judged faster than it is made."""
    return batch.matching(sieve, positions) if sieve and len(positions) > _FEW else positions


def _surely(detector: PatternDetector, batch: Batch, positions: Positions) -> Positions:
    """Those that a pattern alone tells are right, unless they are a few."""
    if len(positions) <= _FEW or not detector.sure:
        return positions[:0]
    if not detector.varied:
        return batch.matching(detector.sure, positions)
    # Where an occurrence stands is told far slower than that a value is one.
    whole = batch.varied(batch.matching(f"^(?:{detector.sure})$", positions), detector.varied)
    rest = batch.without(positions, whole)
    return batch.together(whole, batch.having_varied(detector.sure_part, rest, detector.varied))


def _laid_out(detector: PatternDetector, batch: Batch, positions: Positions) -> Positions:
    """Those whose layout tells that they are right, unless nearly each has another one."""
    if not detector.sure_layout or not batch.recurs:
        return positions[:0]
    return batch.varied(batch.laid_out_as(detector.sure_layout, positions), detector.varied)


def _seen(
    detector: PatternDetector, batch: Batch, suspects: Positions, *, whole: bool
) -> Positions:
    """Those of the values that are right, looked at one by one, each distinct one once."""
    if not len(suspects):
        return suspects
    coded = batch.values.take(pa.array(suspects)).dictionary_encode()  # type: ignore[arg-type]
    right = np.array(
        [
            detector.occurs_in(str(value), whole=whole) is not None
            for value in coded.dictionary.to_pylist()
        ]
    )
    return suspects[right[coded.indices.to_numpy()]]  # type: ignore[no-any-return]
