"""Resident registration number of South Korea."""

from mesh.pii.checksums import Passed, Signs, digits, is_yymmdd, weighted
from mesh.pii.detectors.model import FormDetector


def told(signs: Signs) -> Passed:
    """Birth date and a digit for century and sex; numbers since 2020 have no check digit."""
    return is_yymmdd(signs) & (signs[6] != ord("0"))


def check(signs: Signs) -> Passed:
    """Birth date, and weights 2 to 9 and 2 to 5, mod 11."""
    values = digits(signs)
    total = weighted(values, (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5))
    return told(signs) & ((11 - total % 11) % 10 == values[12])


DETECTOR = FormDetector(
    entity="KR_RRN",
    country="KR",
    source="https://www.law.go.kr/LSW/eng/engLsSc.do?query=resident+registration+act",
    validator="mod 11 (birth date alone under a telling name); birth date",
    chance=0.0033,
    alone=("999999-9999999",),
    bare=("9999999999999", "999999 9999999"),
    header=("rrn", "resident registration", "jumin"),
    check=check,
    told=told,
)
