"""Counts of one kind of personal data in one column."""

import numpy as np
import pyarrow as pa

from mesh.findings import Finding
from mesh.pii.batch import Batch
from mesh.pii.counted import Counted
from mesh.pii.detectors.model import PatternDetector
from mesh.pii.layouts import Positions
from mesh.pii.telling import Column

_STRAY, _DOUBTFUL = 0.02, 0.45
_FEW = 64


class Tally:
    """Rows of a column that hold one kind of personal data, and shapes of the first of them."""

    def __init__(self, detector: PatternDetector) -> None:
        self._detector = detector
        self._counted = Counted()

    def add(
        self, detector: PatternDetector, batch: Batch, found: Positions, *, whole: bool
    ) -> None:
        """Count the rows that hold the values, each of which the detector has confirmed."""

        def part_of(position: int) -> str:
            return detector.occurs_in(batch.text(position), whole=whole) or ""

        self._counted.add(batch, found, part_of)

    def finding(self, column: Column) -> Finding:
        """What the tally says of its column."""
        told = column.told[self._detector.entity]
        share = self._counted.count / column.filled
        # A form that many things have, in a few rows only, is more often one of those things.
        is_stray = not self._detector.validated and share < _STRAY and not told.is_telling
        sure = min(self._detector.confidence, _DOUBTFUL) if is_stray else self._detector.confidence
        return Finding(
            column=column.name,
            entity=self._detector.entity,
            count=self._counted.count,
            share=share,
            confidence=told.weigh(sure),
            validated=self._detector.validated,
            rows=tuple(self._counted.rows),
            evidence=tuple(self._counted.evidence),
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
        positions = batch.worded(positions, detector.sure_word)
        return batch.surely_matching(f"(?m){detector.sure}", positions)
    # Where an occurrence stands is told far slower than that a value has no other digits.
    alone = batch.varied(batch.surely_matching(detector.sure_alone, positions), detector.varied)
    rest = batch.without(positions, alone)
    return batch.together(alone, batch.having_varied(detector.sure_part, rest, detector.varied))


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
