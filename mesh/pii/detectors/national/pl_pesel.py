"""Powszechny Elektroniczny System Ewidencji Ludności number of Poland."""

from mesh.pii.checksums import Passed, Signs, digits, is_day, number, weighted
from mesh.pii.detectors.model import FormDetector


def check(signs: Signs) -> Passed:
    """Weights 1, 3, 7, 9, mod 10; the century of birth is added to the month."""
    values = digits(signs)
    born = is_day(number(signs[2:4]) % 20, number(signs[4:6]))
    return born & (weighted(values, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1)) % 10 == 0)


DETECTOR = FormDetector(
    entity="PL_PESEL",
    country="PL",
    source="https://www.gov.pl/web/gov/czym-jest-numer-pesel",
    validator="weights 1, 3, 7, 9, mod 10; birth date",
    chance=0.018,
    bare=("99999999999",),
    header=("pesel",),
    check=check,
)
