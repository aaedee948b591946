"""Clave Única de Identificación Tributaria of Argentina."""

import numpy as np

from mesh.pii.checksums import Passed, Signs, digits, number, weighted
from mesh.pii.detectors.model import FormDetector

_PREFIXES = (20, 23, 24, 25, 26, 27, 30, 33, 34)


def check(signs: Signs) -> Passed:
    """A prefix of a person or company; weights 5432765432, mod 11."""
    values = digits(signs)
    expected = (11 - weighted(values, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11) % 11
    return np.isin(number(signs[:2]), _PREFIXES) & (expected == values[10])


DETECTOR = FormDetector(
    entity="AR_CUIT",
    country="AR",
    source="https://www.argentina.gob.ar/servicio/obtener-el-cuil",
    validator="prefix; mod 11",
    chance=0.0081,
    alone=("99-99999999-9",),
    bare=("99999999999",),
    header=("cuit", "cuil"),
    check=check,
)
