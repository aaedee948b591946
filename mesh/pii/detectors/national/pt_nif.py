"""Número de identificação fiscal of Portugal."""

import numpy as np

from mesh.pii.checksums import Passed, Signs, digits, one_of, weighted
from mesh.pii.detectors.model import FormDetector


def check(signs: Signs) -> Passed:
    """Weights 9 to 2, mod 11; a first digit that is given."""
    values = digits(signs)
    rest = weighted(values, range(9, 1, -1)) % 11
    expected = np.where(rest < 2, 0, 11 - rest)  # noqa: PLR2004 - 10 and 11 become 0
    return one_of(signs[0], "1235689") & (expected == values[8])


DETECTOR = FormDetector(
    entity="PT_NIF",
    country="PT",
    source="https://info.portaldasfinancas.gov.pt/pt/apoio_contribuinte/questoes_frequentes/pages/faqs-00215.aspx",
    validator="mod 11",
    chance=0.07,
    bare=("999999999", "999 999 999"),
    header=("nif", "contribuinte", "numero identificacao fiscal"),
    check=check,
)
