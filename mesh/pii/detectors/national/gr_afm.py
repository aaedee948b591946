"""Arithmos forologikou mitroou (tax number) of Greece."""

from mesh.pii.checksums import Passed, Signs, digits, varied, weighted
from mesh.pii.detectors.model import FormDetector


def check(signs: Signs) -> Passed:
    """Powers of two from the right, mod 11, mod 10."""
    values = digits(signs)
    expected = weighted(values, (256, 128, 64, 32, 16, 8, 4, 2)) % 11 % 10
    return (expected == values[8]) & varied(signs)


DETECTOR = FormDetector(
    entity="GR_AFM",
    country="GR",
    source="https://ec.europa.eu/taxation_customs/tin/pdf/en/TIN_-_country_sheet_GR_en.pdf",
    validator="powers of 2, mod 11",
    chance=0.1,
    bare=("999999999",),
    header=("afm", "αφμ"),
    check=check,
)
