"""Resident identity card number of China."""

from mesh.pii.checksums import Passed, Signs, digits, is_yymmdd, letter_at, number, weighted
from mesh.pii.detectors.model import FormDetector

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def check(signs: Signs) -> Passed:
    """ISO 7064 MOD 11-2, X for 10; birth date of 1800 to 2099."""
    century = number(signs[6:8])
    born = is_yymmdd(signs[8:14]) & (century >= 18) & (century <= 20)  # noqa: PLR2004
    right = letter_at("10X98765432", weighted(digits(signs), _WEIGHTS) % 11) == signs[17]
    return (signs[0] != ord("0")) & born & right


DETECTOR = FormDetector(
    entity="CN_RIC",
    country="CN",
    source="https://openstd.samr.gov.cn/bzgk/gb/newGbInfo?hcno=080D6FBF2BB468F9007657F26D60013E",
    validator="ISO 7064 MOD 11-2; birth date",
    chance=9e-05,
    alone=("99999999999999999*",),
    header=(
        "ric",
        "shenfenzheng",
        "resident identity",
        "id card",
        "身份证",
        "身份证号",
        "身份证号码",
    ),
    check=check,
)
