"""Isikukood of Estonia."""

import numpy as np

from mesh.pii.checksums import Passed, Signs, digits, is_yymmdd, one_of, weighted
from mesh.pii.detectors.model import FormDetector


def check(signs: Signs) -> Passed:
    """Weights 1 to 9 and 1, mod 11; where that is 10, weights 3 to 9 and 1 to 3; birth date."""
    values = digits(signs)
    first = weighted(values, (1, 2, 3, 4, 5, 6, 7, 8, 9, 1)) % 11
    second = weighted(values, (3, 4, 5, 6, 7, 8, 9, 1, 2, 3)) % 11 % 10
    expected = np.where(first == 10, second, first)  # noqa: PLR2004
    return one_of(signs[0], "12345678") & is_yymmdd(signs[1:7]) & (expected == values[10])


DETECTOR = FormDetector(
    entity="EE_IK",
    country="EE",
    source="https://www.riigiteataja.ee/akt/106032015004",
    validator="mod 11 in two rounds; birth date",
    chance=0.0029,
    bare=("99999999999",),
    header=("isikukood", "ik", "asmens kodas"),
    check=check,
)
