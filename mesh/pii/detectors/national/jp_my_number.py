"""Individual number (My Number) of Japan."""

import numpy as np

from mesh.pii.checksums import Passed, Signs, digits, varied, weighted
from mesh.pii.detectors.model import FormDetector


def check(signs: Signs) -> Passed:
    """Weights 65432765432, mod 11; 0 and 1 become 0."""
    values = digits(signs)
    rest = weighted(values, (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11
    expected = np.where(rest <= 1, 0, 11 - rest)
    return (expected == values[11]) & varied(signs)


DETECTOR = FormDetector(
    entity="JP_MY_NUMBER",
    country="JP",
    source="https://www.digital.go.jp/en/policies/mynumber",
    validator="mod 11",
    chance=0.1,
    bare=("999999999999", "9999 9999 9999", "9999-9999-9999"),
    header=("my number", "mynumber", "kojin bango"),
    check=check,
)
