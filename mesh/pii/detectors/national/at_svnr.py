"""Sozialversicherungsnummer of Austria."""

from mesh.pii.checksums import Passed, Signs, digits, number, weighted
from mesh.pii.detectors.model import FormDetector


def check(signs: Signs) -> Passed:
    """The fourth digit is the weighted sum of the others, mod 11; then a birth date."""
    values = digits(signs)
    total = weighted(values, (3, 7, 9, 0, 5, 8, 4, 2, 1, 6)) % 11
    month, day = number(signs[6:8]), number(signs[4:6])
    born = (month >= 1) & (month <= 15) & (day >= 1) & (day <= 31)  # noqa: PLR2004
    return (signs[0] != ord("0")) & (total == values[3]) & born


DETECTOR = FormDetector(
    entity="AT_SVNR",
    country="AT",
    source="https://www.sozialversicherung.at/cdscontent/?contentid=10007.820902",
    validator="mod 11; birth date",
    chance=0.0038,
    bare=("9999999999", "9999 999999"),
    header=("svnr", "sozialversicherungsnummer", "sv nummer"),
    check=check,
)
