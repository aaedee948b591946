"""National Provider Identifier of the United States."""

from mesh.pii.checksums import Passed, Signs, luhn, one_of
from mesh.pii.detectors.model import FormDetector


def check(signs: Signs) -> Passed:
    """Starts with 1 or 2; Luhn's digit with 80840 put before."""
    return one_of(signs[0], "12") & luhn(signs, 24)


DETECTOR = FormDetector(
    entity="US_NPI",
    country="US",
    source="https://www.cms.gov/Regulations-and-Guidance/Administrative-Simplification/NationalProvIdentStand/Downloads/NPIcheckdigit.pdf",
    validator="Luhn with prefix 80840",
    chance=0.02,
    bare=("9999999999",),
    header=("npi", "national provider", "provider identifier"),
    check=check,
)
