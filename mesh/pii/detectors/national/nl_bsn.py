"""Burgerservicenummer of the Netherlands."""

from mesh.pii.checksums import Passed, Signs, digits, varied, weighted
from mesh.pii.detectors.model import FormDetector


def check(signs: Signs) -> Passed:
    """The eleven test: weights 9 to 2, then -1."""
    total = weighted(digits(signs), (9, 8, 7, 6, 5, 4, 3, 2, -1))
    return (total % 11 == 0) & varied(signs)


DETECTOR = FormDetector(
    entity="NL_BSN",
    country="NL",
    source="https://www.rvig.nl/burgerservicenummer",
    validator="mod 11",
    chance=0.091,
    bare=("999999999",),
    header=("bsn", "burgerservicenummer", "sofinummer"),
    check=check,
)
