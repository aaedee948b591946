"""Personal Public Service Number of Ireland."""

import numpy as np

from mesh.pii.checksums import Passed, Signs, digits, letter_at, weighted
from mesh.pii.detectors.model import FormDetector


def check(signs: Signs) -> Passed:
    """Weights 8 to 2, the second letter by 9, mod 23 as a letter."""
    total = weighted(digits(signs), range(8, 1, -1))
    if len(signs) == 9:  # noqa: PLR2004 - a second letter since 2013
        second = signs[8].astype(np.int32) - ord("A") + 1
        total = total + 9 * np.where(signs[8] == ord("W"), 0, second)
    return letter_at("WABCDEFGHIJKLMNOPQRSTUV", total % 23) == signs[7]


DETECTOR = FormDetector(
    entity="IE_PPS",
    country="IE",
    source="https://www.gov.ie/en/department-of-social-protection/services/get-a-personal-public-service-pps-number/",
    validator="mod 23",
    chance=0.038,
    alone=("9999999A", "9999999AA"),
    header=("pps", "ppsn", "personal public service"),
    check=check,
)
