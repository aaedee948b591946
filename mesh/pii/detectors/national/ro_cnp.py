"""Cod numeric personal of Romania."""

import numpy as np

from mesh.pii.checksums import Passed, Signs, digits, is_yymmdd, weighted
from mesh.pii.detectors.model import FormDetector


def check(signs: Signs) -> Passed:
    """Weights 279146358279, mod 11, 10 becomes 1; sex and birth date."""
    values = digits(signs)
    rest = weighted(values, (2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9)) % 11
    expected = np.where(rest == 10, 1, rest)  # noqa: PLR2004
    return (signs[0] != ord("0")) & is_yymmdd(signs[1:7]) & (expected == values[12])


DETECTOR = FormDetector(
    entity="RO_CNP",
    country="RO",
    source="https://hub.mai.gov.ro/index/pdf/cnp",
    validator="mod 11; sex, birth date",
    chance=0.0032,
    bare=("9999999999999",),
    header=("cnp",),
    check=check,
)
