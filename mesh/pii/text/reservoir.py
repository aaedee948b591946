"""A fair sample of rows whose number is not known before."""

import math
import random
from functools import cache, lru_cache

import numpy as np
import numpy.typing as npt

_SEED = 4
# No file has as many rows.
_ROWS = 1 << 40
Rows = npt.NDArray[np.int64]


@cache
def choice(size: int) -> tuple[Rows, Rows]:
    """Rows (counted from 0) that enter a sample of a size, in order, and the slot that each takes.

    When any number of rows have gone by, each of them is as likely in the sample as any other. The
    same rows are chosen for all columns (Li, 1994: "Algorithm L").
    """
    draw = random.Random(_SEED)  # noqa: S311 - a sample, no secret
    rows, slots = list(range(size)), list(range(size))
    odds, row = 1.0, size - 1
    while True:
        odds *= (1 - draw.random()) ** (1 / size)
        row += math.floor(math.log(1 - draw.random()) / math.log1p(-odds)) + 1
        if row >= _ROWS:
            return np.array(rows), np.array(slots)
        rows.append(row)
        slots.append(draw.randrange(size))


@lru_cache(maxsize=1)
def chosen(size: int, first: int, last: int) -> tuple[Rows, Rows]:
    """The rows from ``first`` to before ``last`` that enter the sample, and their slots."""
    rows, slots = choice(size)
    within = slice(*rows.searchsorted((first, last)))
    return rows[within], slots[within]
