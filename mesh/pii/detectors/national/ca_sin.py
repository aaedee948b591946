"""Social Insurance Number of Canada."""

from mesh.pii.checksums import Passed, Signs, luhn, one_of
from mesh.pii.detectors.model import FormDetector


def check(signs: Signs) -> Passed:
    """Luhn's digit; the first digit is neither 0 nor 8."""
    return luhn(signs) & one_of(signs[0], "12345679")


DETECTOR = FormDetector(
    entity="CA_SIN",
    country="CA",
    source="https://www.canada.ca/en/employment-social-development/services/sin.html",
    validator="Luhn",
    chance=0.08,
    alone=("999-999-999",),
    bare=("999999999", "999 999 999"),
    header=("sin", "social insurance", "nas"),
    check=check,
)
