"""Medicare number of Australia."""

from mesh.pii.checksums import Passed, Signs, digits, one_of, weighted
from mesh.pii.detectors.model import FormDetector


def check(signs: Signs) -> Passed:
    """Starts with 2 to 6; the ninth digit is the sum by weights 1, 3, 7, 9, mod 10."""
    values = digits(signs)
    total = weighted(values, (1, 3, 7, 9, 1, 3, 7, 9)) % 10
    return one_of(signs[0], "23456") & (total == values[8]) & (values[9] > 0)


DETECTOR = FormDetector(
    entity="AU_MEDICARE",
    country="AU",
    source="https://meteor.aihw.gov.au/content/270101",
    validator="weights 1, 3, 7, 9, mod 10",
    chance=0.045,
    bare=("9999999999", "9999 99999 9"),
    header=("medicare",),
    check=check,
)
