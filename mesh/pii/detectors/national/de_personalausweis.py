"""Number of the identity card of Germany, with its check digit."""

from mesh.pii.checksums import Passed, Signs, base36, digits, one_of, weighted
from mesh.pii.detectors.model import FormDetector


def check(signs: Signs) -> Passed:
    """Signs that are used; weights 7, 3, 1, mod 10 (ICAO 9303)."""
    passed = one_of(signs[0], "CFGHJKLMNPRTVWXYZ")
    for sign in signs[1:9]:
        passed &= one_of(sign, "0123456789CFGHJKLMNPRTVWXYZ")
    total = weighted(base36(signs), (7, 3, 1, 7, 3, 1, 7, 3, 1))
    return passed & (total % 10 == digits(signs)[9])


DETECTOR = FormDetector(
    entity="DE_PERSONALAUSWEIS",
    country="DE",
    source="https://www.icao.int/publications/Documents/9303_p3_cons_en.pdf",
    validator="weights 7, 3, 1, mod 10; signs in use",
    chance=0.065,
    alone=("A********9",),
    header=("personalausweis", "ausweis", "ausweisnummer"),
    check=check,
)
