"""National Insurance number of the United Kingdom."""

import numpy as np

from mesh.pii.checksums import Passed, Signs, one_of
from mesh.pii.detectors.model import FormDetector

_NEVER = ("BG", "GB", "NK", "KN", "TN", "NT", "ZZ")


def check(signs: Signs) -> Passed:
    """A prefix that is given and a last letter from A to D; there is no check digit."""
    passed = ~one_of(signs[0], "DFIQUV") & ~one_of(signs[1], "DFIOQUV") & one_of(signs[8], "ABCD")
    for pair in _NEVER:
        passed &= ~((signs[0] == ord(pair[0])) & (signs[1] == ord(pair[1])))
    return passed


def told(signs: Signs) -> Passed:
    """Letters and digits at their places: examples have prefixes that are never given."""
    return np.ones(signs.shape[1], dtype=bool)


DETECTOR = FormDetector(
    entity="UK_NINO",
    country="GB",
    source="https://www.gov.uk/hmrc-internal-manuals/national-insurance-manual/nim39110",
    validator="prefixes and suffixes that are given (any under a telling name)",
    chance=0.085,
    alone=("AA999999A", "AA 99 99 99 A", "AA-99-99-99-A", "AA 999999 A"),
    header=("nino", "national insurance", "ni number", "ni no"),
    check=check,
    told=told,
    proves=False,
)
