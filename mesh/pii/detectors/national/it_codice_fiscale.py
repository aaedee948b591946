"""Codice fiscale of Italy."""

import numpy as np

from mesh.pii.checksums import Passed, Signs, base36, one_of
from mesh.pii.detectors.model import FormDetector

_ODD = np.array(
    (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23)
)
_DIGIT_OR_OMOCODIA = "0123456789LMNPQRSTUV"


def check(signs: Signs) -> Passed:
    """A letter by the sum of odd and even places, mod 26; a letter for the month of birth."""
    values = base36(signs)
    values = np.where(values > 9, values - 10, values)  # noqa: PLR2004 - A counts as 0 does
    total = _ODD[values[:15:2]].sum(axis=0) + values[1:15:2].sum(axis=0)
    passed = one_of(signs[8], "ABCDEHLMPRST")
    for place in (6, 7, 9, 10, 12, 13, 14):
        passed &= one_of(signs[place], _DIGIT_OR_OMOCODIA)
    return passed & (total % 26 == signs[15].astype(np.int32) - ord("A"))


DETECTOR = FormDetector(
    entity="IT_CODICE_FISCALE",
    country="IT",
    source="https://www.agenziaentrate.gov.it/portale/web/guest/schede/istanze/richiesta-ts_cf/informazioni-codificazione-pf",
    validator="odd and even places, mod 26; month",
    chance=0.018,
    alone=("AAAAAA**A**A***A",),
    header=("codice fiscale", "cod fiscale", "fiscal code"),
    check=check,
)
