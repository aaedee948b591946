"""Payment card number."""

from functools import cache

import numpy as np
import numpy.typing as npt

from mesh.pii.checksums import Passed, Signs, luhn, number, varied
from mesh.pii.detectors.model import ColumnDetector, FormDetector
from mesh.pii.words import NEGATIVE

_RANGES = (
    (13, 13, 4, 4), (16, 16, 4, 4), (19, 19, 4, 4), (16, 16, 51, 55), (16, 16, 2221, 2720),
    (15, 15, 34, 34), (15, 15, 37, 37), (16, 19, 6011, 6011), (16, 19, 65, 65), (16, 19, 644, 649),
    (14, 16, 300, 305), (14, 16, 36, 36), (14, 16, 38, 39), (14, 14, 309, 309),
    (16, 19, 3528, 3589), (15, 15, 2131, 2131), (15, 15, 1800, 1800),
    (12, 19, 5018, 5018), (12, 19, 5020, 5020), (12, 19, 5038, 5038), (12, 19, 5893, 5893),
    (12, 19, 6304, 6304), (12, 19, 6759, 6759), (12, 19, 6761, 6763), (12, 12, 676, 676),
    (16, 19, 62, 62), (16, 19, 2200, 2204),
)  # fmt: skip


@cache
def _issued(length: int) -> npt.NDArray[np.bool_]:
    """Which first four digits a network gives to numbers of a length."""
    issued = np.zeros(10_000, dtype=bool)
    for least, most, first, last in _RANGES:
        if least <= length <= most:
            rest = 10 ** (4 - len(str(first)))
            issued[first * rest : (last + 1) * rest] = True
    return issued


def check(signs: Signs) -> Passed:
    """A network's range and length, and Luhn's digit."""
    return _issued(len(signs))[number(signs[:4])] & luhn(signs) & varied(signs)


_SOURCE = "https://www.iso.org/standard/70484.html"
# Other cards have numbers too.
_OTHERS = (
    "id", "identity", "ic", "insurance", "health", "library", "loyalty", "member", "membership",
    "gift", "sim", "social", "aadhaar", "voter", "student", "business",
)  # fmt: skip
DETECTORS = (
    FormDetector(
        entity="CREDIT_CARD",
        source=_SOURCE,
        validator="issuer ranges and lengths; Luhn",
        chance=0.027,
        alone=(
            "9999 9999 9999 9999",
            "9999-9999-9999-9999",
            "9999 999999 99999",
            "9999-999999-99999",
            "9999 999999 9999",
            "9999 9999 9999 9999 999",
            "9999-9999-9999-9999-999",
            *("9" * length for length in range(12, 20)),
        ),
        header=("card", "credit card", "cc", "pan", "cardnumber", "ccn"),
        check=check,
    ),
    ColumnDetector(
        entity="CREDIT_CARD",
        source=_SOURCE,
        validator="12 to 19 digits, as in examples that are made up",
        header=("credit card", "debit card", "card number", "card no", "pan", "ccn", "cc number"),
        negative=(*NEGATIVE, *_OTHERS),
        shape="",
        layout="9(?:[ -]?9){11,18}",
        least_share=0.5,
    ),
)
