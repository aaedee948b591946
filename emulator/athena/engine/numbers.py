"""Floating numbers in Java's notation."""

import decimal

# Java writes 0.001 to 9999999.9 without an exponent.
_PLAIN_WHOLE, _PLAIN_ZEROS = 7, 3


def java(text: str) -> str:
    """Write a floating number's shortest digits as Java does: 1.0, 1.0E7, 1.0E-4."""
    if text in ("nan", "inf", "-inf"):
        return {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}[text]
    sign, digits, exponent = decimal.Decimal(text).as_tuple()
    written = "".join(map(str, digits)).rstrip("0") or "0"
    point = len(digits) + int(exponent)
    minus = "-" if sign else ""
    if written == "0":
        return f"{minus}0.0"
    if 0 < point <= _PLAIN_WHOLE:
        whole, fraction = written[:point].ljust(point, "0"), written[point:]
        return f"{minus}{whole}.{fraction or '0'}"
    if -_PLAIN_ZEROS < point <= 0:
        return f"{minus}0.{'0' * -point}{written}"
    return f"{minus}{written[0]}.{written[1:] or '0'}E{point - 1}"
