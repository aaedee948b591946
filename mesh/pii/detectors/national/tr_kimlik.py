"""Kimlik number of Türkiye."""

from mesh.pii.checksums import Passed, Signs, digits
from mesh.pii.detectors.model import FormDetector


def check(signs: Signs) -> Passed:
    """Two check digits: 7 times the odd less the even places, then the sum of all."""
    values = digits(signs)
    first = (values[:9:2].sum(axis=0) * 7 - values[1:8:2].sum(axis=0)) % 10
    return (
        (signs[0] != ord("0")) & (first == values[9]) & (values[:10].sum(axis=0) % 10 == values[10])
    )


DETECTOR = FormDetector(
    entity="TR_KIMLIK",
    country="TR",
    source="https://www.nvi.gov.tr/tc-kimlik-no-sorgulama",
    validator="two sums, mod 10",
    chance=0.0089,
    bare=("99999999999",),
    header=("kimlik", "tckn", "tc kimlik"),
    check=check,
)
