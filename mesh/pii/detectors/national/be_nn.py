"""National register number of Belgium."""

from mesh.pii.checksums import Passed, Signs, number
from mesh.pii.detectors.model import FormDetector


def check(signs: Signs) -> Passed:
    """97 less the remainder, with a 2 put before for births since 2000; month and day."""
    base, key = number(signs[:9]), number(signs[9:])
    month, day = number(signs[2:4]) % 20, number(signs[4:6])
    born = (month <= 12) & (day <= 31)  # noqa: PLR2004 - zero where they are not known
    return born & ((97 - base % 97 == key) | (97 - (base + 2 * 10**9) % 97 == key))


DETECTOR = FormDetector(
    entity="BE_NN",
    country="BE",
    source="https://www.ibz.rrn.fgov.be/fr/registre-national/reglementation/numero-didentification/",
    validator="97 less the remainder by 97; birth date",
    chance=0.0041,
    alone=("99.99.99-999.99",),
    bare=("99999999999", "999999-999-99"),
    header=("rijksregisternummer", "registre national", "rrn", "niss", "insz", "national number"),
    check=check,
)
