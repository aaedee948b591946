"""Número de identificación fiscal (DNI) of Spain."""

from mesh.pii.checksums import Passed, Signs, letter_at, number
from mesh.pii.detectors.model import FormDetector


def check(signs: Signs) -> Passed:
    """A letter by the remainder by 23."""
    return letter_at("TRWAGMYFPDXBNJZSQVHLCKE", number(signs[:8]) % 23) == signs[8]


DETECTOR = FormDetector(
    entity="ES_NIF",
    country="ES",
    source="https://www.interior.gob.es/opencms/es/servicios-al-ciudadano/tramites-y-gestiones/dni/calculo-del-digito-de-control-del-nif-nie/",
    validator="mod 23",
    chance=0.038,
    alone=("99999999A", "99999999-A", "99.999.999-A", "99999999 A"),
    header=("nif", "dni"),
    check=check,
)
