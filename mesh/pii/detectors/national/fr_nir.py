"""Numéro d'inscription au répertoire (social security) of France."""

from mesh.pii.checksums import Passed, Signs, number, one_of
from mesh.pii.detectors.model import FormDetector


def check(signs: Signs) -> Passed:
    """Sex, month of birth, and 97 less the remainder; Corsica's 2A and 2B count as 19 and 18."""
    corsica = {"A": 19, "B": 18}
    plain = signs.copy()
    for letter, stands_for in corsica.items():
        at = signs[6] == ord(letter)
        plain[5, at], plain[6, at] = ord("1"), ord(str(stands_for)[1])
    month = number(signs[3:5])
    born = ((month >= 1) & (month <= 12)) | ((month >= 20) & (month <= 42)) | (month >= 50)  # noqa: PLR2004
    placed = one_of(signs[6], "0123456789") | ((signs[5] == ord("2")) & one_of(signs[6], "AB"))
    key = 97 - number(plain[:13]) % 97
    return one_of(signs[0], "123478") & born & placed & (key == number(signs[13:]))


DETECTOR = FormDetector(
    entity="FR_NIR",
    country="FR",
    source="https://www.insee.fr/fr/metadonnees/definition/c1409",
    validator="97 less the remainder by 97; sex, month",
    chance=0.0051,
    alone=("999999*99999999", "9 99 99 9* 999 999 99", "999999*999999 99"),
    header=("nir", "insee", "securite sociale", "sécurité sociale", "numero secu"),
    check=check,
)
