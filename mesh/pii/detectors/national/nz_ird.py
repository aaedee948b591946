"""Inland Revenue number of New Zealand."""

import numpy as np

from mesh.pii.checksums import Passed, Signs, digits, number, weighted
from mesh.pii.detectors.model import FormDetector

_FIRST, _SECOND = (3, 2, 7, 6, 5, 4, 3, 2), (7, 4, 3, 2, 5, 2, 7, 6)


def check(signs: Signs) -> Passed:
    """Mod 11 by one of two sets of weights; within 10 and 150 million."""
    values = digits(signs)
    if len(signs) == 8:  # noqa: PLR2004 - an older number
        values = np.vstack((np.zeros_like(values[:1]), values))
    first = -weighted(values, _FIRST) % 11
    second = -weighted(values, _SECOND) % 11
    expected = np.where(first == 10, second, first)  # noqa: PLR2004
    whole = number(signs)
    given = (whole > 10_000_000) & (whole < 150_000_000)  # noqa: PLR2004
    return given & (expected == values[8])


DETECTOR = FormDetector(
    entity="NZ_IRD",
    country="NZ",
    source="https://www.ird.govt.nz/managing-my-tax/ird-numbers",
    validator="mod 11 by two sets of weights",
    chance=0.089,
    bare=("99-999-999", "999-999-999", "999999999"),
    header=("ird", "inland revenue"),
    check=check,
)
