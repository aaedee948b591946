"""Routing number of a bank in the United States."""

from mesh.pii.checksums import Passed, Signs, digits, number, varied, weighted
from mesh.pii.detectors.model import FormDetector


def check(signs: Signs) -> Passed:
    """Weights 3, 7, 1, mod 10; a Federal Reserve district that exists."""
    values = digits(signs)
    district = number(signs[:2])
    known = (district <= 12) | ((district >= 21) & (district <= 32))  # noqa: PLR2004
    known |= ((district >= 61) & (district <= 72)) | (district == 80)  # noqa: PLR2004
    return known & (weighted(values, (3, 7, 1) * 3) % 10 == 0) & varied(signs)


DETECTOR = FormDetector(
    entity="US_ABA_ROUTING",
    country="US",
    category="attribute",
    source="https://www.aba.com/about-us/routing-number",
    validator="weights 3, 7, 1, mod 10; districts",
    chance=0.038,
    bare=("999999999",),
    header=("aba", "routing", "rtn"),
    check=check,
)
