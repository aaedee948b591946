"""Número de identidad de extranjero of Spain."""

import numpy as np

from mesh.pii.checksums import Passed, Signs, letter_at, number, one_of
from mesh.pii.detectors.model import FormDetector


def check(signs: Signs) -> Passed:
    """X, Y or Z as 0, 1 or 2 before the digits; a letter by the remainder by 23."""
    first = signs[0].astype(np.int64) - ord("X")
    total = np.clip(first, 0, 2) * 10**7 + number(signs[1:8])
    right = letter_at("TRWAGMYFPDXBNJZSQVHLCKE", total % 23) == signs[8]
    return one_of(signs[0], "XYZ") & right


DETECTOR = FormDetector(
    entity="ES_NIE",
    country="ES",
    source="https://www.interior.gob.es/opencms/es/servicios-al-ciudadano/tramites-y-gestiones/dni/calculo-del-digito-de-control-del-nif-nie/",
    validator="mod 23",
    chance=0.0045,
    alone=("A9999999A", "A-9999999-A", "A9999999-A"),
    header=("nie",),
    check=check,
)
