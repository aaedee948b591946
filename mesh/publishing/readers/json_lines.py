"""JSON Lines: one flat object per line, read exactly and one by one."""

import io
import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NoReturn

import pyarrow as pa

from mesh.publishing.readers.columns import check_columns
from mesh.publishing.readers.refusal import UnreadableError, row_fault
from mesh.publishing.readers.schema import FileSchema
from mesh.publishing.readers.typing import from_text, meaning

_ROWS = 20_000
_LONGEST_LINE = 4 << 20


def read_json_lines(
    stream: "io.BufferedReader[Any]", schema: FileSchema
) -> Iterator[pa.RecordBatch]:
    """Give the rows of a JSON Lines file, typed as the contract says.

    Each line has exactly the contract's fields, in any order; dates and times are strings.

    Raises:
        UnreadableError: naming row and column of the first fault.
    """
    rows: list[dict[str, Any]] = []
    first_row = 0
    for row in _objects(stream):
        if row.keys() != set(schema.names):
            _complain(list(row), schema, first_row + len(rows) + 1)
        rows.append(row)
        if len(rows) == _ROWS:
            yield _typed(rows, schema, first_row)
            first_row += len(rows)
            rows = []
    if rows:
        yield _typed(rows, schema, first_row)


def _objects(stream: "io.BufferedReader[Any]") -> Iterator[dict[str, Any]]:
    row = 0
    while line := stream.readline(_LONGEST_LINE + 1):
        if len(line) > _LONGEST_LINE:
            raise UnreadableError(f"row {row + 1}: is longer than {_LONGEST_LINE >> 20} MB")
        text = line.removeprefix(b"\xef\xbb\xbf") if row == 0 else line
        if text.strip():
            row += 1
            yield _object(text, row)


def _object(line: bytes, row: int) -> dict[str, Any]:
    try:
        value = json.loads(line.decode("utf-8"), parse_constant=_no_constant, parse_float=Decimal)
    except (ValueError, RecursionError):
        raise UnreadableError(f"row {row}: is no JSON object in UTF-8") from None
    if not isinstance(value, dict):
        raise UnreadableError(f"row {row}: is JSON but no object")
    return value


def _no_constant(_: str) -> NoReturn:
    raise ValueError("NaN and Infinity are no JSON")


def _complain(found: list[str], schema: FileSchema, row: int) -> NoReturn:
    try:
        check_columns(found, schema.names)
    except UnreadableError as error:
        raise UnreadableError(f"row {row}: {error}") from None
    raise UnreadableError(f"row {row}: fields are not the contract's columns")


def _typed(rows: list[dict[str, Any]], schema: FileSchema, first_row: int) -> pa.RecordBatch:
    target = schema.arrow()
    columns = [
        _column([row[name] for row in rows], name, kind, target.field(name).type, first_row)
        for name, kind in schema.columns
    ]
    return pa.RecordBatch.from_arrays(columns, schema=target)


def _column(
    values: list[Any], name: str, kind: str, target: pa.DataType, first_row: int
) -> "pa.Array[Any]":
    fits = _FITTING.get(kind, _is_decimal)
    for place, value in enumerate(values):
        if value is not None and not fits(value):
            raise row_fault(first_row + place + 1, name, f"is not {meaning(kind)}")
    if kind in {"string", "boolean"}:
        return pa.array(values, target)
    texts = pa.array([None if value is None else str(value) for value in values], pa.string())
    return from_text(texts, name, kind, target, first_row)


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_number(value: object) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def _is_decimal(value: object) -> bool:
    return _is_text(value) or _is_number(value)


_FITTING = {
    "string": _is_text,
    "int": _is_whole,
    "bigint": _is_whole,
    "double": _is_number,
    "boolean": lambda value: isinstance(value, bool),
    "date": _is_text,
    "timestamp": _is_text,
}
