"""CPR number of Denmark."""

from mesh.pii.checksums import Passed, Signs, digits, is_ddmmyy, weighted
from mesh.pii.detectors.model import FormDetector


def told(signs: Signs) -> Passed:
    """A birth date; numbers given since 2007 need not pass mod 11."""
    return is_ddmmyy(signs)


def check(signs: Signs) -> Passed:
    """A birth date, and weights 4327654321, mod 11."""
    return told(signs) & (weighted(digits(signs), (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)) % 11 == 0)


DETECTOR = FormDetector(
    entity="DK_CPR",
    country="DK",
    source="https://cpr.dk/cpr-systemet/opbygning-af-cpr-nummeret",
    validator="mod 11 (birth date alone under a telling name); birth date",
    chance=0.0033,
    alone=("999999-9999",),
    bare=("9999999999",),
    header=("cpr", "personnummer"),
    check=check,
    told=told,
)
