"""Identity number of South Africa."""

from mesh.pii.checksums import Passed, Signs, is_yymmdd, luhn, one_of
from mesh.pii.detectors.model import FormDetector


def check(signs: Signs) -> Passed:
    """Luhn's digit; birth date, and a digit for citizenship."""
    return is_yymmdd(signs) & one_of(signs[10], "012") & luhn(signs)


DETECTOR = FormDetector(
    entity="ZA_ID",
    country="ZA",
    source="https://www.gov.za/services/services-residents/citizenship/apply-identity-document",
    validator="Luhn; birth date, citizenship",
    chance=0.0011,
    bare=("9999999999999", "999999 9999 99 9"),
    header=("said", "sa id", "rsa id", "id number"),
    check=check,
)
