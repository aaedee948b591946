"""Permanent Account Number of India."""

from mesh.pii.checksums import Passed, Signs, number, one_of
from mesh.pii.detectors.model import FormDetector


def check(signs: Signs) -> Passed:
    """The fourth letter tells a kind of holder; the check letter's rule is not published."""
    return one_of(signs[3], "ABCFGHJLPT") & (number(signs[5:9]) > 0)


DETECTOR = FormDetector(
    entity="IN_PAN",
    country="IN",
    source="https://incometaxindia.gov.in/tutorials/1.permanent%20account%20number%20(pan).pdf",
    validator="kinds of holders",
    chance=0.38,
    alone=("AAAAA9999A",),
    header=("pan", "permanent account"),
    check=check,
    proves=False,
)
