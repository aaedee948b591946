"""AHV number (AVS, social insurance) of Switzerland."""

from mesh.pii.checksums import Passed, Signs, digits, number, weighted
from mesh.pii.detectors.model import FormDetector


def check(signs: Signs) -> Passed:
    """Starts with 756; weights 1 and 3, mod 10 (EAN-13)."""
    swiss = number(signs[:3]) == 756  # noqa: PLR2004 - ISO 3166 of Switzerland
    return swiss & (weighted(digits(signs), (1, 3) * 6 + (1,)) % 10 == 0)


DETECTOR = FormDetector(
    entity="CH_AHV",
    country="CH",
    source="https://www.zas.admin.ch/zas/en/home/partenaires-et-institutions-/navs13.html",
    validator="prefix 756; EAN-13",
    chance=9.7e-05,
    alone=("999.9999.9999.99", "9999999999999", "999 9999 9999 99"),
    header=("ahv", "avs", "navs", "ahvn"),
    check=check,
)
