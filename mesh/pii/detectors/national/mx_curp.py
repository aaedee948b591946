"""Clave Única de Registro de Población of Mexico."""

from mesh.pii.checksums import Passed, Signs, base36, digits, is_yymmdd, one_of, weighted
from mesh.pii.detectors.model import FormDetector


def check(signs: Signs) -> Passed:
    """Birth date, sex, and a digit by weights 18 to 2; Ñ has a number between N and O."""
    values = base36(signs)
    values = values + (values > 23)  # noqa: PLR2004 - the place of Ñ
    total = weighted(values, range(18, 1, -1))
    born = is_yymmdd(signs[4:10]) & one_of(signs[10], "HMX")
    return born & ((10 - total % 10) % 10 == digits(signs)[17])


DETECTOR = FormDetector(
    entity="MX_CURP",
    country="MX",
    source="https://www.gob.mx/curp",
    validator="weights 18 to 2, mod 10; birth date, sex",
    chance=0.00042,
    alone=("AAAA999999AAAAAA*9",),
    header=("curp",),
    check=check,
)
