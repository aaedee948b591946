"""NHS number of the United Kingdom."""

from mesh.pii.checksums import Passed, Signs, digits, varied, weighted
from mesh.pii.detectors.model import FormDetector


def check(signs: Signs) -> Passed:
    """Weights 10 to 2, mod 11; 10 is never given."""
    values = digits(signs)
    expected = (11 - weighted(values, range(10, 1, -1)) % 11) % 11
    return (expected == values[9]) & varied(signs)


DETECTOR = FormDetector(
    entity="UK_NHS",
    country="GB",
    source="https://www.datadictionary.nhs.uk/attributes/nhs_number.html",
    validator="mod 11",
    chance=0.091,
    bare=("9999999999", "999 999 9999", "999-999-9999"),
    header=("nhs", "national health service"),
    check=check,
)
