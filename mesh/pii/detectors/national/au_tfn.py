"""Tax File Number of Australia."""

from mesh.pii.checksums import Passed, Signs, digits, varied, weighted
from mesh.pii.detectors.model import FormDetector


def check(signs: Signs) -> Passed:
    """Weights 1, 4, 3, 7, 5, 8, 6, 9, 10, mod 11."""
    return (weighted(digits(signs), (1, 4, 3, 7, 5, 8, 6, 9, 10)) % 11 == 0) & varied(signs)


DETECTOR = FormDetector(
    entity="AU_TFN",
    country="AU",
    source="https://www.ato.gov.au/individuals-and-families/tax-file-number",
    validator="mod 11",
    chance=0.091,
    bare=("999999999", "999 999 999"),
    header=("tfn", "tax file"),
    check=check,
)
