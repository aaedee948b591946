"""Aadhaar number of India."""

from mesh.pii.checksums import Passed, Signs, one_of, verhoeff
from mesh.pii.detectors.model import FormDetector


def check(signs: Signs) -> Passed:
    """Verhoeff's digit; the first digit is 2 to 9."""
    return one_of(signs[0], "23456789") & verhoeff(signs)


DETECTOR = FormDetector(
    entity="IN_AADHAAR",
    country="IN",
    source="https://uidai.gov.in/en/my-aadhaar/about-your-aadhaar.html",
    validator="Verhoeff",
    chance=0.08,
    bare=("999999999999", "9999 9999 9999", "9999-9999-9999"),
    header=("aadhaar", "aadhar", "uidai", "uid"),
    check=check,
)
