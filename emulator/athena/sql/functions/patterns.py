"""MySQL's formats of dates (date_format, date_parse) and Joda's (format_datetime) as strftime's."""

import re

from sqlglot import exp

from emulator.athena.faults import refuse

_MYSQL = {
    "a": "%a",
    "b": "%b",
    "c": "%-m",
    "d": "%d",
    "e": "%-d",
    "f": "%f",
    "H": "%H",
    "h": "%I",
    "I": "%I",
    "i": "%M",
    "j": "%j",
    "k": "%-H",
    "l": "%-I",
    "M": "%B",
    "m": "%m",
    "p": "%p",
    "r": "%I:%M:%S %p",
    "S": "%S",
    "s": "%S",
    "T": "%H:%M:%S",
    "v": "%V",
    "W": "%A",
    "x": "%G",
    "Y": "%Y",
    "y": "%y",
    "%": "%%",
}
_JODA = {
    "yyyy": "%Y",
    "yy": "%y",
    "y": "%Y",
    "YYYY": "%Y",
    "Y": "%Y",
    "xxxx": "%G",
    "MMMM": "%B",
    "MMM": "%b",
    "MM": "%m",
    "M": "%-m",
    "dd": "%d",
    "d": "%-d",
    "HH": "%H",
    "H": "%-H",
    "hh": "%I",
    "h": "%-I",
    "mm": "%M",
    "m": "%-M",
    "ss": "%S",
    "s": "%-S",
    "SSS": "%g",
    "SSSSSS": "%f",
    "a": "%p",
    "EEEE": "%A",
    "EEE": "%a",
    "EE": "%a",
    "E": "%a",
    "e": "%u",
    "ww": "%V",
    "DDD": "%j",
    "D": "%-j",
}
_ZONES = {"Z": "+0000", "ZZ": "+00:00", "ZZZ": "UTC", "z": "UTC"}


def from_mysql(pattern: str, node: exp.Expr) -> str:
    """Translate ``%Y-%m-%d %H:%i``; specifiers that Trino has not are refused there and here."""
    written = []
    for found in re.finditer(r"%(.?)|[^%]+", pattern, flags=re.DOTALL):
        letter = found.group(1)
        if letter is None:
            written.append(found.group())
        else:
            written.append(_MYSQL.get(letter) or refuse(f"date format %{letter}", node))
    return "".join(written)


def from_joda(pattern: str, node: exp.Expr) -> str:
    """Translate ``yyyy-MM-dd'T'HH:mm``."""
    written = []
    for found in re.finditer(r"'((?:[^']|'')*)'|([A-Za-z])\2*|[^A-Za-z']+", pattern):
        text = found.group()
        if found.group(1) is not None:
            written.append((found.group(1).replace("''", "'") or "'").replace("%", "%%"))
        elif not found.group(2):
            written.append(text.replace("%", "%%"))
        else:
            written.append(_letters(text, node))
    return "".join(written)


def _letters(text: str, node: exp.Expr) -> str:
    if text in _ZONES:
        return _ZONES[text]
    return _JODA.get(text) or refuse(f"date pattern {text}", node)
