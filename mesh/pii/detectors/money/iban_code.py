"""International Bank Account Number."""

from functools import cache

import numpy as np
import numpy.typing as npt

from mesh.pii.checksums import Passed, Signs, mod97
from mesh.pii.detectors.model import ColumnDetector, FormDetector

# Length of an IBAN by country (SWIFT IBAN registry).
LENGTHS = {
    **dict.fromkeys(("NO",), 15),
    **dict.fromkeys(("BE",), 16),
    **dict.fromkeys(("DK", "FI", "FK", "FO", "GL", "NL", "SD"), 18),
    **dict.fromkeys(("MK", "SI"), 19),
    **dict.fromkeys(("AT", "BA", "EE", "KZ", "LT", "LU", "MN", "XK"), 20),
    **dict.fromkeys(("CH", "HR", "LI", "LV"), 21),
    **dict.fromkeys(("BG", "BH", "CR", "DE", "GB", "GE", "IE", "ME", "RS", "VA"), 22),
    **dict.fromkeys(("AE", "GI", "IL", "IQ", "OM", "SO", "TL"), 23),
    **dict.fromkeys(("AD", "CZ", "ES", "MD", "PK", "RO", "SA", "SE", "SK", "TN", "VG"), 24),
    **dict.fromkeys(("LY", "PT", "ST"), 25),
    **dict.fromkeys(("IS", "TR"), 26),
    **dict.fromkeys(("BI", "DJ", "FR", "GR", "IT", "MC", "MR", "SM"), 27),
    **dict.fromkeys(("AL", "AZ", "BY", "CY", "DO", "GT", "HU", "LB", "NI", "PL", "SV"), 28),
    **dict.fromkeys(("BR", "EG", "PS", "QA", "UA"), 29),
    **dict.fromkeys(("JO", "KW", "MU", "YE"), 30),
    **dict.fromkeys(("MT", "SC"), 31),
    **dict.fromkeys(("LC",), 32),
    **dict.fromkeys(("RU",), 33),
}


def _pair(first: npt.ArrayLike, second: npt.ArrayLike) -> npt.NDArray[np.int16]:
    """One number for two letters."""
    return np.bitwise_and(first, 31, dtype=np.int16) * 32 + np.bitwise_and(second, 31)


@cache
def _countries(length: int) -> npt.NDArray[np.bool_]:
    """Which pairs of letters are a country with IBANs of a length."""
    known = np.zeros(1024, dtype=bool)
    known[[_pair(*map(ord, country)) for country, size in LENGTHS.items() if size == length]] = True
    return known


def check(signs: Signs) -> Passed:
    """The country's length and a remainder of 1 by 97 (ISO 13616)."""
    passed = _countries(len(signs))[_pair(*signs[:2])]
    if passed.any():
        told = signs if passed.all() else signs[:, passed]
        passed[passed] = mod97(np.concatenate((told[4:], told[:4]))) == 1
    return passed


def _grouped(length: int, joiner: str) -> str:
    signs = "AA99" + "*" * (length - 4)
    return joiner.join(signs[at : at + 4] for at in range(0, length, 4))


_SOURCE = "https://www.swift.com/standards/data-standards/iban-international-bank-account-number"
DETECTORS = (
    FormDetector(
        entity="IBAN_CODE",
        source=_SOURCE,
        validator="country lengths; mod 97",
        chance=1.7e-05,
        alone=tuple(
            _grouped(length, joiner) if joiner else "AA99" + "*" * (length - 4)
            for length in sorted(set(LENGTHS.values()))
            for joiner in ("", " ", "-")
        ),
        header=("iban", "bank account"),
        check=check,
    ),
    ColumnDetector(
        entity="IBAN_CODE",
        source=_SOURCE,
        validator="two letters and 13 to 32 signs, as in examples that are made up",
        header=("iban",),
        shape="",
        layout="aa99(?:[ -]?[9a]){11,30}",
        least_share=0.5,
    ),
)
