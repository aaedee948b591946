"""NRIC and FIN of Singapore."""

import numpy as np

from mesh.pii.checksums import Passed, Signs, digits, letter_at, weighted
from mesh.pii.detectors.model import FormDetector

_TABLES = {
    "S": "JZIHGFEDCBA",
    "T": "JZIHGFEDCBA",
    "F": "XWUTRQPNMLK",
    "G": "XWUTRQPNMLK",
    "M": "XWUTRQPNJLK",
}
_ADDED = {"T": 4, "G": 4, "M": 3}


def check(signs: Signs) -> Passed:
    """A letter by weights 2765432, mod 11, from the table of the first letter."""
    total = weighted(digits(signs[1:]), (2, 7, 6, 5, 4, 3, 2))
    passed = np.zeros(signs.shape[1], dtype=bool)
    for first, letters in _TABLES.items():
        expected = letter_at(letters, (total + _ADDED.get(first, 0)) % 11)
        passed |= (signs[0] == ord(first)) & (expected == signs[8])
    return passed


DETECTOR = FormDetector(
    entity="SG_NRIC",
    country="SG",
    source="https://www.ica.gov.sg/documents/ic",
    validator="mod 11 as a letter",
    chance=0.0074,
    alone=("A9999999A",),
    header=("nric", "fin"),
    check=check,
)
