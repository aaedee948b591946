"""Medicare Beneficiary Identifier of the United States."""

from mesh.pii.checksums import Passed, Signs, one_of
from mesh.pii.detectors.model import FormDetector

_LETTERS = "ACDEFGHJKMNPQRTUVWXY"
_EITHER = _LETTERS + "0123456789"


def check(signs: Signs) -> Passed:
    """Digits and letters at their places; S, L, O, I, B and Z are not used."""
    passed = signs[0] != ord("0")
    for place in (1, 4, 7, 8):
        passed &= one_of(signs[place], _LETTERS)
    return passed & one_of(signs[2], _EITHER) & one_of(signs[5], _EITHER)


DETECTOR = FormDetector(
    entity="US_MBI",
    country="US",
    source="https://www.cms.gov/medicare/new-medicare-card/understanding-the-mbi.pdf",
    validator="signs at their places",
    chance=0.32,
    alone=("9A*9A*9AA99", "9A*9-A*9-AA99"),
    header=("mbi", "medicare beneficiary", "medicare"),
    check=check,
    proves=False,
)
