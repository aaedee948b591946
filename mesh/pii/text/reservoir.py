"""A fair sample of rows whose number is not known before."""

import math
import random
from collections.abc import Iterator


class Reservoir:
    """Chooses rows so that each row of a column is as likely in the sample as any other.

    Rows that are not chosen cost nothing (Li, 1994: "Algorithm L").

    Args:
        size: of the sample.
        seed: of the draws; the same rows are chosen each time.
    """

    def __init__(self, size: int, seed: int) -> None:
        self._size = size
        self._draw = random.Random(seed)  # noqa: S311 - a sample, no secret
        self._next = 0
        self._odds = self._least_of_size()

    def chosen(self, last: int) -> Iterator[tuple[int, int]]:
        """Rows (counted from 0) before ``last`` that were not given before, and each one's slot."""
        while self._next < last:
            row = self._next
            slot = row if row < self._size else self._draw.randrange(self._size)
            yield slot, row
            self._next += 1 if row + 1 < self._size else self._skip()

    def _skip(self) -> int:
        skip = math.floor(math.log(self._fraction()) / math.log1p(-self._odds)) + 1
        self._odds *= self._least_of_size()
        return skip

    def _least_of_size(self) -> float:
        return math.exp(math.log(self._fraction()) / self._size)

    def _fraction(self) -> float:
        """A number above 0.0 and below 1.0."""
        return max(self._draw.random(), 1e-12)
