"""Individual Taxpayer Identification Number of the United States."""

from mesh.pii.checksums import Passed, Signs, number
from mesh.pii.detectors.model import FormDetector


def check(signs: Signs) -> Passed:
    """Starts with 9; the fourth and fifth digit are 50 to 65, 70 to 88, 90 to 92 or 94 to 99."""
    group = number(signs[3:5])
    given = ((group >= 50) & (group <= 65)) | ((group >= 70) & (group <= 99))  # noqa: PLR2004
    return (signs[0] == ord("9")) & given & (group != 89) & (group != 93)  # noqa: PLR2004


DETECTOR = FormDetector(
    entity="US_ITIN",
    country="US",
    source="https://www.irs.gov/irm/part3/irm_03-021-263r",
    validator="first digit and group that are given",
    chance=0.044,
    alone=("999-99-9999", "999 99 9999"),
    bare=("999999999",),
    header=("itin", "individual taxpayer"),
    check=check,
    proves=False,
)
