"""Files of delimited text, read as Hive's two text formats read them.

Source: https://docs.aws.amazon.com/athena/latest/ug/csv-serde.html and
https://docs.aws.amazon.com/athena/latest/ug/lazy-simple-serde.html
"""

import csv
import datetime as dt
import decimal
import itertools
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeAlias

import pyarrow as pa

from emulator.athena.engine.job import DelimitedText

_BATCH_ROWS = 8_192
Value: TypeAlias = Any


def batches(path: str, text: DelimitedText, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """Read a file; what is missing at the end of a line is NULL, what is too much is left out."""
    quotes: dict[str, Any] = (
        {"quotechar": text.quote, "escapechar": text.escape or None}
        if text.quote
        else {"quoting": csv.QUOTE_NONE}
    )
    with open(path, encoding="utf-8", errors="replace", newline="") as file:  # noqa: PTH123 - opened for this process
        lines = itertools.islice(file, text.header_lines, None)
        rows = csv.reader(lines, delimiter=text.delimiter, **quotes)
        while chunk := list(itertools.islice(rows, _BATCH_ROWS)):
            yield _batch(chunk, text, schema)


def _batch(rows: Sequence[Sequence[str]], text: DelimitedText, schema: pa.Schema) -> pa.RecordBatch:
    arrays = []
    for at, field in enumerate(schema):
        read = _reader(field.type)
        values = [_value(row[at], read, text) if at < len(row) else None for row in rows if row]
        arrays.append(pa.array(values, field.type))
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def _value(written: str, read: Callable[[str], Value], text: DelimitedText) -> Value:
    if text.null is not None and written == text.null:
        return None
    try:
        return read(written)
    except (ValueError, decimal.InvalidOperation):
        if text.strict:
            raise pa.ArrowInvalid(
                f"§HIVE_BAD_DATA: Error parsing field value '{written}'"
            ) from None
        return None


def _reader(kind: pa.DataType) -> Callable[[str], Value]:
    return next((read for is_kind, read in _READERS if is_kind(kind)), str)


def _truth(written: str) -> bool:
    if written.lower() not in ("true", "false"):
        raise ValueError(written)
    return written.lower() == "true"


_READERS: tuple[tuple[Callable[[pa.DataType], bool], Callable[[str], Value]], ...] = (
    (pa.types.is_integer, int),
    (pa.types.is_floating, float),
    (pa.types.is_boolean, _truth),
    (pa.types.is_decimal, decimal.Decimal),
    (pa.types.is_date, dt.date.fromisoformat),
    (pa.types.is_timestamp, dt.datetime.fromisoformat),
)
