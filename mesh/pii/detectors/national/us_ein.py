"""Employer Identification Number of the United States."""

import numpy as np

from mesh.pii.checksums import Passed, Signs, number
from mesh.pii.detectors.model import FormDetector

_PREFIXES = (
    "01 02 03 04 05 06 10 11 12 13 14 15 16 20 21 22 23 24 25 26 27 30 31 32 33 34 35 36 37 38 39 "
    "40 41 42 43 44 45 46 47 48 50 51 52 53 54 55 56 57 58 59 60 61 62 63 64 65 66 67 68 71 72 73 "
    "74 75 76 77 80 81 82 83 84 85 86 87 88 90 91 92 93 94 95 98 99"
)


def check(signs: Signs) -> Passed:
    """A prefix that a campus of the IRS gives."""
    return np.isin(number(signs[:2]), [int(prefix) for prefix in _PREFIXES.split()])


DETECTOR = FormDetector(
    entity="US_EIN",
    country="US",
    source="https://www.irs.gov/businesses/small-businesses-self-employed/how-eins-are-assigned-and-valid-ein-prefixes",
    validator="prefixes that are given",
    chance=0.83,
    bare=("99-9999999", "999999999"),
    header=("ein", "fein", "employer identification", "employer id"),
    check=check,
    proves=False,
)
