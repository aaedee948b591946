"""Checks that tell a real identifier from digits that look like one."""

import re

_TEN_WEIGHT_DOUBLES = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)
# First digits and lengths of the card networks (ISO/IEC 7812 ranges in use).
_CARD = re.compile(
    r"4\d{12}(?:\d{3}){0,2}"
    r"|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}"
    r"|3[47]\d{13}"
    r"|6(?:011|5\d\d|4[4-9]\d)\d{12}(?:\d{3})?"
    r"|3(?:0[0-59]|[689]\d)\d{11}"
    r"|35(?:2[89]|[3-8]\d)\d{12}|(?:2131|1800)\d{11}"
    r"|(?:5018|5020|5038|5893|6304|6759|6761|6762|6763)\d{8,15}"
    r"|62\d{14,17}"
)
# Length of an IBAN by country (SWIFT IBAN registry).
_IBAN_LENGTHS = {
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
# Endings of file names such as logo@2x.png, which have the shape of an address.
_NO_TOP_LEVEL = frozenset({"png", "jpg", "jpeg", "gif", "svg", "webp", "css", "js", "html"})
_LOCAL_LIMIT = 64
_ADDRESS_LIMIT = 254
_ADVERTISED_SSN = frozenset({"078-05-1120", "219-09-9999"})


def is_card(text: str) -> bool:
    """Whether the text is a payment card number: a network's range and Luhn's check digit."""
    digits = re.sub(r"[ -]", "", text)
    return bool(_CARD.fullmatch(digits)) and passes_luhn(digits) and len(set(digits)) > 1


def passes_luhn(digits: str) -> bool:
    """Whether the last digit is Luhn's check digit of the others (ISO/IEC 7812-1)."""
    values = [ord(digit) - 48 for digit in reversed(digits)]
    return (sum(values[::2]) + sum(_TEN_WEIGHT_DOUBLES[v] for v in values[1::2])) % 10 == 0


def is_iban(text: str) -> bool:
    """Whether the text is an IBAN: its country's length and a remainder of 1 by 97 (ISO 13616)."""
    compact = re.sub(r"[ -]", "", text).upper()
    if _IBAN_LENGTHS.get(compact[:2]) != len(compact) or not compact.isascii():
        return False
    if not compact.isalnum() or not compact[2:4].isdigit():
        return False
    return int("".join(str(int(sign, 36)) for sign in compact[4:] + compact[:4])) % 97 == 1


def is_us_ssn(text: str) -> bool:
    """Whether the text is a number that the US Social Security Administration could have given."""
    found = re.fullmatch(r"(\d{3})([ -]?)(\d{2})\2(\d{4})", text)
    if not found:
        return False
    area, _, group, serial = found.groups()
    if area in {"000", "666"} or area >= "900" or group == "00" or serial == "0000":
        return False
    return f"{area}-{group}-{serial}" not in _ADVERTISED_SSN


def is_email(text: str) -> bool:
    """Whether the text is a mail address by the structure of RFC 5321 (no look-up is made)."""
    local, _, domain = text.rpartition("@")
    if not 0 < len(local) <= _LOCAL_LIMIT or len(text) > _ADDRESS_LIMIT:
        return False
    if local[0] == "." or local[-1] == "." or ".." in local:
        return False
    labels = domain.split(".")
    if len(labels) < 2 or any(not label or "-" in (label[0], label[-1]) for label in labels):  # noqa: PLR2004
        return False
    return labels[-1].isalpha() and labels[-1].lower() not in _NO_TOP_LEVEL
