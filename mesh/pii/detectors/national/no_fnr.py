"""Fødselsnummer and D-number of Norway."""

from mesh.pii.checksums import Passed, Signs, digits, is_day, number, weighted
from mesh.pii.detectors.model import FormDetector


def check(signs: Signs) -> Passed:
    """Two check digits by mod 11; birth date, 40 added to the day of a D-number."""
    values = digits(signs)
    first = weighted(values, (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)) % 11 == 0
    second = weighted(values, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)) % 11 == 0
    return first & second & is_day(number(signs[2:4]) % 40, number(signs[:2]) % 40)


DETECTOR = FormDetector(
    entity="NO_FNR",
    country="NO",
    source="https://www.skatteetaten.no/en/person/national-registry/identitetsnummer/fodselsnummer/",
    validator="mod 11, two digits; birth date",
    chance=0.0024,
    alone=("999999 99999",),
    bare=("99999999999",),
    header=("fodselsnummer", "fødselsnummer", "fnr", "personnr"),
    check=check,
)
