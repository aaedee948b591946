"""Cadastro de Pessoas Físicas of Brazil."""

from mesh.pii.checksums import Passed, Signs, digits, varied, weighted
from mesh.pii.detectors.model import FormDetector


def check(signs: Signs) -> Passed:
    """Two check digits by mod 11; not all digits the same."""
    values = digits(signs)
    first = weighted(values, range(10, 1, -1)) * 10 % 11 % 10
    second = weighted(values, range(11, 1, -1)) * 10 % 11 % 10
    return (first == values[9]) & (second == values[10]) & varied(signs)


DETECTOR = FormDetector(
    entity="BR_CPF",
    country="BR",
    source="https://www.gov.br/receitafederal/pt-br/assuntos/meu-cpf",
    validator="mod 11, two digits",
    chance=0.01,
    alone=("999.999.999-99", "999999999-99"),
    bare=("99999999999", "999 999 999 99", "999 999 999-99"),
    header=("cpf", "cadastro pessoas"),
    check=check,
)
