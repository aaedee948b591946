"""Cadastro Nacional da Pessoa Jurídica of Brazil."""

import numpy as np

from mesh.pii.checksums import Passed, Signs, digits, varied, weighted
from mesh.pii.detectors.model import FormDetector


def check(signs: Signs) -> Passed:
    """Two check digits by mod 11 over the ASCII distance from 0, so letters count too."""
    values = digits(signs)
    first = weighted(values, (5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2)) % 11
    second = weighted(values, (6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2)) % 11
    expected = np.where(first < 2, 0, 11 - first), np.where(second < 2, 0, 11 - second)  # noqa: PLR2004
    return (expected[0] == values[12]) & (expected[1] == values[13]) & varied(signs)


DETECTOR = FormDetector(
    entity="BR_CNPJ",
    country="BR",
    source="https://www.gov.br/receitafederal/pt-br/acesso-a-informacao/acoes-e-programas/programas-e-atividades/cnpj-alfanumerico",
    validator="mod 11, two digits",
    chance=0.0099,
    alone=("**.***.***/****-99",),
    bare=("99999999999999", "99 999 999 9999 99", "99 999 999/9999-99"),
    header=("cnpj",),
    check=check,
)
