"""Rodné číslo of Czechia and Slovakia."""

from mesh.pii.checksums import Passed, Signs, is_day, number
from mesh.pii.detectors.model import FormDetector


def check(signs: Signs) -> Passed:
    """Divides by 11 (until 1985 also with the remainder 10 written as 0); birth date."""
    month = number(signs[2:4])
    plain = month - 50 * (month > 50) - 20 * ((month % 50) > 20)  # noqa: PLR2004
    whole = number(signs)
    old = (whole // 10 % 11 == 10) & (whole % 10 == 0)  # noqa: PLR2004
    return is_day(plain, number(signs[4:6])) & ((whole % 11 == 0) | old)


DETECTOR = FormDetector(
    entity="CZ_RC",
    country="CZ",
    source="https://www.mvcr.cz/clanek/rady-a-sluzby-dokumenty-rodne-cislo.aspx",
    validator="mod 11; birth date",
    chance=0.015,
    alone=("999999/9999",),
    bare=("9999999999", "999999 9999"),
    header=("rodne cislo", "rodné číslo", "rc"),
    check=check,
)
