"""NHS number of the United Kingdom."""

from mesh.pii.checksums import Passed, Signs, digits, is_ddmmyy, number, one_of, varied, weighted
from mesh.pii.detectors.model import FormDetector

_NORTHERN_IRELAND = 32, 39


def told(signs: Signs) -> Passed:
    """Weights 10 to 2, mod 11; 10 is never given."""
    values = digits(signs)
    expected = (11 - weighted(values, range(10, 1, -1)) % 11) % 11
    return (expected == values[9]) & varied(signs)


def check(signs: Signs) -> Passed:
    """The check digit, and a beginning that is given.

    4, 6 and 7 in England, 9 for tests, 32 to 39 in Northern Ireland and a birth date in Scotland;
    numbers of books have the same check digit and mostly begin with 0, 1 or 3.
    """
    first, last = _NORTHERN_IRELAND
    begun = number(signs[:2])
    given = one_of(signs[0], "4679") | is_ddmmyy(signs) | ((begun >= first) & (begun <= last))
    return told(signs) & given


DETECTOR = FormDetector(
    entity="UK_NHS",
    country="GB",
    source="https://www.datadictionary.nhs.uk/attributes/nhs_number.html",
    validator="mod 11; beginnings that are given",
    chance=0.047,
    bare=("9999999999", "999 999 9999", "999-999-9999"),
    header=("nhs", "national health service"),
    check=check,
    told=told,
)
