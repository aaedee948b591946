"""Personnummer and samordningsnummer of Sweden."""

from mesh.pii.checksums import Passed, Signs, is_day, luhn, number
from mesh.pii.detectors.model import FormDetector


def check(signs: Signs) -> Passed:
    """Luhn's digit over the last ten; birth date, the day plus 60 in a coordination number."""
    short = signs[-10:]
    return is_day(number(short[2:4]), number(short[4:6]) % 60) & luhn(short)


DETECTOR = FormDetector(
    entity="SE_PERSONNUMMER",
    country="SE",
    source="https://www.skatteverket.se/privat/folkbokforing/personnummer.4.3810a01c150939e893f18c29.html",
    validator="Luhn; birth date",
    chance=0.0073,
    alone=("999999-9999", "99999999-9999"),
    bare=("9999999999", "999999999999", "999999 9999", "99999999 9999"),
    header=("personnummer", "samordningsnummer", "pnr"),
    check=check,
)
