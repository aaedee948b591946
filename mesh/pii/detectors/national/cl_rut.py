"""Rol Único Tributario of Chile."""

from mesh.pii.checksums import Passed, Signs, digits, letter_at, weighted
from mesh.pii.detectors.model import FormDetector


def check(signs: Signs) -> Passed:
    """Weights 2 to 7 from the right, mod 11; K stands for 10."""
    weights = (2, 3, 4, 5, 6, 7, 2, 3)[: len(signs) - 1][::-1]
    expected = (11 - weighted(digits(signs), weights) % 11) % 11
    return letter_at("0123456789K", expected) == signs[-1]


DETECTOR = FormDetector(
    entity="CL_RUT",
    country="CL",
    source="https://www.sii.cl/preguntas_frecuentes/rut/arbol_rut_2205.htm",
    validator="mod 11",
    chance=0.091,
    alone=("99.999.999-*", "9.999.999-*", "99999999-*"),
    bare=("99999999*", "9999999-*"),
    header=("rut", "run", "rol unico"),
    check=check,
)
