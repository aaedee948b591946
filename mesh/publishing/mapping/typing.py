"""Makes foreign columns into what the contract says, or names the cell that is not."""

import re
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from mesh.publishing.mapping.refusal import UnreadableError, row_fault

_MEANING = {
    "int": "a whole number within ±2,147,483,647",
    "bigint": "a whole number of 64 bits",
    "double": "a number",
    "boolean": "true or false",
    "date": "a date as YYYY-MM-DD",
    "timestamp": "a time as YYYY-MM-DD HH:MM:SS",
}
_TEXT_FORMS = {
    "int": r"^[+-]?\d{1,10}$",
    "bigint": r"^[+-]?\d{1,19}$",
    "double": r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?$",
    "boolean": r"^(?i:true|false)$",
    "date": r"^\d{4}-\d{2}-\d{2}$",
    "timestamp": r"^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:?\d{2})?$",
}


def from_text(
    texts: "pa.Array[Any]", name: str, kind: str, target: pa.DataType, first_row: int
) -> "pa.Array[Any]":
    """Read a column of text as the contract's type.

    Raises:
        UnreadableError: naming the first cell that is none of that type.
    """
    if kind == "string":
        return texts
    if kind == "binary":
        return _no_bytes(texts, name, target)
    form = _TEXT_FORMS.get(kind, r"^[+-]?\d{1,38}(\.\d{1,38})?$")
    try:
        if kind not in {"timestamp", "date"}:
            return _parse(texts, kind, target)
        _must_match(texts, name, kind, form, first_row)
        return _parse(texts, kind, target)
    except pa.ArrowInvalid:
        _must_match(texts, name, kind, form, first_row)
        raise _first_fault(texts, name, kind, target, first_row) from None


def from_foreign(
    values: "pa.Array[Any]", name: str, kind: str, target: pa.DataType, first_row: int
) -> "pa.Array[Any]":
    """Read a typed column of a foreign file as the contract's type; nothing is lost on the way.

    Raises:
        UnreadableError: naming the column, and the cell where one is to blame.
    """
    if pa.types.is_dictionary(values.type):
        values = values.dictionary_decode()  # type: ignore[attr-defined]
    if values.type == target:
        return values
    if not _is_convertible(values.type, target):
        # A type may carry words of the file, such as the name of a time zone.
        found = str(values.type).partition("[")[0]
        raise UnreadableError(f"column {name} is {found}, the contract says {kind}")
    if pa.types.is_timestamp(values.type) and values.type.tz:
        values = values.cast(pa.timestamp(values.type.unit))
    try:
        return values.cast(target)
    except pa.ArrowInvalid:
        row = _first_failing(values, target)
        raise row_fault(first_row + row + 1, name, f"is not {meaning(kind)}") from None


def meaning(kind: str) -> str:
    """What a value of a contract's type is, in words."""
    return _MEANING.get(kind, f"a number that fits {kind}")


def _no_bytes(texts: "pa.Array[Any]", name: str, target: pa.DataType) -> "pa.Array[Any]":
    """Bytes written as text could be so in many ways: only nothing at all is understood."""
    if texts.null_count < len(texts):
        raise UnreadableError(
            f"column {name} is text, the contract says binary; land bytes as Parquet, ORC, Arrow, "
            "Avro or SQLite"
        )
    return texts.cast(target)


def _parse(texts: "pa.Array[Any]", kind: str, target: pa.DataType) -> "pa.Array[Any]":
    if kind == "timestamp":
        return _parse_times(texts, target)
    if kind in {"int", "bigint"}:
        texts = pc.replace_substring_regex(texts, r"^\+", "")
    return texts.cast(target)


def _parse_times(texts: "pa.Array[Any]", target: pa.DataType) -> "pa.Array[Any]":
    zoned = pc.match_substring_regex(texts, r"(Z|[+-]\d{2}:?\d{2})$")
    # A date alone ends like an offset (2013-01-01); the form was checked before, so it has a time.
    if not pc.any(zoned).as_py():
        return texts.cast(target)
    if pc.all(zoned).as_py():
        return texts.cast(pa.timestamp("us", "UTC")).cast(target)
    zone_added = pc.if_else(zoned, texts, pc.binary_join_element_wise(texts, "Z", ""))  # type: ignore[call-overload]
    return zone_added.cast(pa.timestamp("us", "UTC")).cast(target)  # type: ignore[no-any-return]


def _must_match(texts: "pa.Array[Any]", name: str, kind: str, form: str, first_row: int) -> None:
    matched = pc.fill_null(pc.match_substring_regex(texts, form), fill_value=True)  # type: ignore[call-arg]
    bad = pc.index(matched, value=False).as_py()
    if bad >= 0:
        raise row_fault(first_row + bad + 1, name, f"is not {meaning(kind)}")


def _first_fault(
    texts: "pa.Array[Any]", name: str, kind: str, target: pa.DataType, first_row: int
) -> UnreadableError:
    row = _first_failing(texts, target, kind)
    return row_fault(first_row + row + 1, name, f"is not {meaning(kind)}")


def _first_failing(values: "pa.Array[Any]", target: pa.DataType, kind: str | None = None) -> int:
    """Find the first value that cannot be converted, by halving."""
    low, high = 0, len(values)
    while high - low > 1:
        middle = (low + high) // 2
        try:
            part = values.slice(low, middle - low)
            _ = _parse(part, kind, target) if kind else part.cast(target)
            low = middle
        except pa.ArrowInvalid:
            high = middle
    return low


def _is_convertible(source: pa.DataType, target: pa.DataType) -> bool:
    number = (
        pa.types.is_integer(source) or pa.types.is_floating(source) or pa.types.is_decimal(source)
    )
    if pa.types.is_string(target):
        return bool(re.match(r"(large_)?string", str(source)))
    if pa.types.is_integer(target) or pa.types.is_floating(target) or pa.types.is_decimal(target):
        return bool(number)
    if pa.types.is_timestamp(target):
        return bool(pa.types.is_timestamp(source))
    return bool(pa.types.is_date(target) and pa.types.is_date(source))
