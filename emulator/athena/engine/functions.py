"""Functions of Athena that DuckDB has not, in Python: a worker makes only those its query calls."""

import base64
import hashlib
import re
import unicodedata
import zlib
from collections.abc import Callable, Collection
from datetime import timedelta
from typing import Any

import duckdb
from _duckdb._func import SPECIAL

from emulator.athena.engine import documents, urls
from emulator.athena.engine.hashes import xxhash64

_SOUNDEX = {
    **dict.fromkeys("BFPV", "1"),
    **dict.fromkeys("CGJKQSXZ", "2"),
    **dict.fromkeys("DT", "3"),
    "L": "4",
    **dict.fromkeys("MN", "5"),
    "R": "6",
}


def _soundex(word: str) -> str:
    letters = word.upper()
    coded, last = letters[:1], _SOUNDEX.get(letters[:1], "")
    for letter in letters[1:]:
        code = _SOUNDEX.get(letter, "")
        if code and code != last:
            coded += code
        if letter not in "HW":
            last = code
    return coded[:4].ljust(4, "0") if coded else ""


def _luhn_check(digits: str) -> bool:
    if not digits.isascii() or not digits.isdigit():
        raise ValueError(f"§INVALID_FUNCTION_ARGUMENT: Luhn check needs digits, got: {digits}")
    doubled = (int(d) * (1 + i % 2) for i, d in enumerate(reversed(digits)))
    return sum(d // 10 + d % 10 for d in doubled) % 10 == 0


def _from_base(text: str, radix: int) -> int:
    try:
        return int(text, radix)
    except ValueError:
        raise ValueError(
            f"§INVALID_FUNCTION_ARGUMENT: Not a valid base-{radix} number: {text}"
        ) from None


def _bit_count(value: int, bits: int) -> int:
    if not -(1 << bits - 1) <= value < 1 << bits - 1:
        raise ValueError(
            f"§INVALID_FUNCTION_ARGUMENT: Number must be representable with the bits specified."
            f" {value} can not be represented with {bits} bits"
        )
    return (value & ((1 << bits) - 1)).bit_count()


def _format_number(value: float) -> str:
    for size, unit in ((1e15, "Q"), (1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "K")):
        if abs(value) >= size:
            scaled = value / size
            digits = max(0, 3 - len(str(int(abs(scaled)))))
            return f"{scaled:.{digits}f}{unit}"
    return f"{value:.0f}" if value == int(value) else f"{value:.2f}"


def _human_readable_seconds(seconds: float) -> str:
    left, words = round(seconds), []
    for unit, size in (("week", 604800), ("day", 86400), ("hour", 3600), ("minute", 60)):
        number, left = divmod(left, size)
        if number:
            words.append(f"{number} {unit}{'s' if number != 1 else ''}")
    if left or not words:
        words.append(f"{left} second{'s' if left != 1 else ''}")
    return ", ".join(words)


def _parse_duration(text: str) -> timedelta:
    found = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*(ns|us|ms|s|m|h|d)\s*", text)
    if found is None:
        raise ValueError(
            f"§INVALID_FUNCTION_ARGUMENT: duration is not a valid data duration: {text}"
        )
    sizes = {"ns": 1e-9, "us": 1e-6, "ms": 1e-3, "s": 1, "m": 60, "h": 3600, "d": 86400}
    return timedelta(seconds=float(found[1]) * sizes[found[2]])


def _java(pattern: str) -> "re.Pattern[str]":
    # Java's named groups; the rest of what is let through here is written alike.
    return re.compile(re.sub(r"\(\?<([A-Za-z]\w*)>", r"(?P<\1>", pattern))


def _regexp_extract(text: str, pattern: str, group: int) -> str | None:
    found = _with_group(pattern, group).search(text)
    return found.group(group) if found else None


def _regexp_extract_all(text: str, pattern: str, group: int) -> list[str | None]:
    return [found.group(group) for found in _with_group(pattern, group).finditer(text)]


def _with_group(pattern: str, group: int) -> "re.Pattern[str]":
    compiled = _java(pattern)
    if not 0 <= group <= compiled.groups:
        raise ValueError(
            f"§INVALID_FUNCTION_ARGUMENT: Pattern has {compiled.groups} groups."
            f" Cannot access group {group}"
        )
    return compiled


def _regexp_replace(text: str, pattern: str, to: str) -> str:
    def put(found: "re.Match[str]") -> str:
        def part(piece: "re.Match[str]") -> str:
            if piece[1]:
                return piece[1]
            return found[int(piece[2])] if piece[2] else found[piece[3]]

        return re.sub(r"\\(.)|\$(\d)|\$\{(\w+)\}", part, to)

    return _java(pattern).sub(put, text)


def _regexp_position(text: str, pattern: str) -> int:
    found = _java(pattern).search(text)
    return found.start() + 1 if found else -1


# DuckDB's stubs list the names of types as literals.
Signature = tuple[Callable[..., Any], list[Any], Any]
_TEXT, _BYTES = "VARCHAR", "BLOB"

FUNCTIONS: dict[str, Signature] = {
    "py_normalize": (lambda text, form: unicodedata.normalize(form, text), [_TEXT] * 2, _TEXT),
    "py_soundex": (_soundex, [_TEXT], _TEXT),
    "py_luhn_check": (_luhn_check, [_TEXT], "BOOLEAN"),
    "py_from_base": (_from_base, [_TEXT, "BIGINT"], "BIGINT"),
    "py_bit_count": (_bit_count, ["BIGINT", "BIGINT"], "BIGINT"),
    "py_format_number": (_format_number, ["DOUBLE"], _TEXT),
    "py_human_readable_seconds": (_human_readable_seconds, ["DOUBLE"], _TEXT),
    "py_parse_duration": (_parse_duration, [_TEXT], "INTERVAL"),
    "py_sha512": (lambda content: hashlib.sha512(content).digest(), [_BYTES], _BYTES),
    "py_crc32": (zlib.crc32, [_BYTES], "BIGINT"),
    "py_xxhash64": (xxhash64, [_BYTES], _BYTES),
    "py_to_base64url": (lambda c: base64.urlsafe_b64encode(c).decode(), [_BYTES], _TEXT),
    "py_from_base64url": (base64.urlsafe_b64decode, [_TEXT], _BYTES),
    **urls.FUNCTIONS,
    **documents.FUNCTIONS,
    "py_regexp_like": (lambda t, p: bool(_java(p).search(t)), [_TEXT] * 2, "BOOLEAN"),
    "py_regexp_count": (lambda t, p: len(list(_java(p).finditer(t))), [_TEXT] * 2, "BIGINT"),
    "py_regexp_split": (lambda t, p: _java(p).split(t), [_TEXT] * 2, "VARCHAR[]"),
    "py_regexp_position": (_regexp_position, [_TEXT] * 2, "INTEGER"),
    "py_regexp_extract": (_regexp_extract, [_TEXT, _TEXT, "BIGINT"], _TEXT),
    "py_regexp_extract_all": (_regexp_extract_all, [_TEXT, _TEXT, "BIGINT"], "VARCHAR[]"),
    "py_regexp_replace": (_regexp_replace, [_TEXT] * 3, _TEXT),
}


def register(connection: duckdb.DuckDBPyConnection, names: Collection[str]) -> None:
    """Make functions in a connection, before it is locked."""
    for name in names:
        function, parameters, answer = FUNCTIONS[name]
        made = _ARITIES[len(parameters)](function)
        connection.create_function(
            name, made, parameters, answer, side_effects=False, null_handling=SPECIAL
        )


# By default DuckDB lets no function answer NULL; and it counts a function's parameters.
_ARITIES: dict[int, Callable[[Callable[..., Any]], Callable[..., Any]]] = {
    1: lambda f: lambda a: None if a is None else f(a),
    2: lambda f: lambda a, b: None if a is None or b is None else f(a, b),
    3: lambda f: lambda a, b, c: None if a is None or b is None or c is None else f(a, b, c),
}
