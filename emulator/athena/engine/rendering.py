"""Values and types as Athena writes them into a result."""

import datetime as dt
import decimal
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from emulator.athena.engine.job import Column
from emulator.athena.engine.numbers import java

_PRECISION = {
    "boolean": 0,
    "tinyint": 3,
    "smallint": 5,
    "integer": 10,
    "bigint": 19,
    "float": 17,
    "double": 17,
    "date": 0,
    "time": 3,
    "timestamp": 3,
    "timestamp with time zone": 3,
    "varchar": 2147483647,
    "varbinary": 1073741824,
}
_TYPES = {
    "BOOLEAN": "boolean",
    "TINYINT": "tinyint",
    "SMALLINT": "smallint",
    "INTEGER": "integer",
    "BIGINT": "bigint",
    "UBIGINT": "bigint",
    "UINTEGER": "bigint",
    "FLOAT": "float",
    "DOUBLE": "double",
    "VARCHAR": "varchar",
    "DATE": "date",
    "TIME": "time",
    "TIMESTAMP": "timestamp",
    "TIMESTAMP_MS": "timestamp",
    "TIMESTAMP_S": "timestamp",
    "TIMESTAMP_NS": "timestamp",
    "TIMESTAMP WITH TIME ZONE": "timestamp with time zone",
    "BLOB": "varbinary",
    "JSON": "json",
    "UUID": "uuid",
    "INTERVAL": "interval day to second",
    '"NULL"': "unknown",
}
_DAY_MS = 86_400_000
Texts: TypeAlias = Any
"""An Arrow array: its stubs want a type argument for what only the data knows."""


def column(name: str, duck_type: str) -> Column:
    """Describe a result's column by the type that DuckDB gave it."""
    found = re.fullmatch(r"DECIMAL\((\d+),\s*(\d+)\)", duck_type)
    if found:
        return Column(name, "decimal", int(found[1]), int(found[2]))
    if duck_type == "HUGEINT":
        return Column(name, "decimal", 38, 0)
    kind = _nested(duck_type) or _TYPES.get(duck_type, "varchar")
    return Column(name, kind, _PRECISION.get(kind, 0), 0)


def _nested(duck_type: str) -> str | None:
    if duck_type.endswith("]"):
        return "array"
    heads = {"MAP(": "map", "STRUCT(": "row", "TUPLE(": "row"}
    return next((kind for head, kind in heads.items() if duck_type.startswith(head)), None)


def texts(values: Texts, zone: str | None) -> Texts:
    """Write a column; NULL stays NULL."""
    kind = values.type
    if pa.types.is_timestamp(kind):
        return _timestamps(values, zone)
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return values.cast(pa.string())
    if pa.types.is_integer(kind) or pa.types.is_boolean(kind) or pa.types.is_date(kind):
        return values.cast(pa.string())
    if pa.types.is_floating(kind):
        return _floats(values)
    empty = "{}" if pa.types.is_map(kind) else None
    shown = [_text(value, top=True) for value in values.to_pylist()]
    return pa.array([empty if empty and text == "[]" else text for text in shown], pa.string())


def _timestamps(values: Texts, zone: str | None) -> Texts:
    clock, shown = values, ""
    if values.type.tz is not None:
        shown = f" {zone or 'UTC'}"
        clock = pc.local_timestamp(values.cast(pa.timestamp("us", zone or "UTC")))
    written: Texts = pc.cast(clock, pa.timestamp("ms"), safe=False).cast(pa.string())
    return pc.binary_join_element_wise(written, shown, "") if shown else written


def _floats(values: Texts) -> Texts:
    # Arrow writes the shortest digits that give the value back, for 32 bits too.
    written = values.cast(pa.string()).to_pylist()
    return pa.array([None if text is None else java(text) for text in written], pa.string())


def _text(value: object, *, top: bool = False) -> str | None:
    """Write one value; inside of another, NULL is written as a word."""
    if value is None:
        return None if top else "null"
    return next(write(value) for kind, write in _WRITERS if isinstance(value, kind))


def _row(value: Mapping[str, object]) -> str:
    return "{" + ", ".join(f"{_name(k)}{_text(v)}" for k, v in value.items()) + "}"


def _name(field: str) -> str:
    return f"{field}=" if not re.fullmatch(r"(element)?\d*", field) else ""


def _list(value: list[object]) -> str:
    # Arrow gives a map as a list of pairs, and only a map.
    pairs = [item for item in value if isinstance(item, tuple)]
    if pairs:
        return "{" + ", ".join(f"{_text(key)}={_text(inner)}" for key, inner in pairs) + "}"
    return "[" + ", ".join(str(_text(item)) for item in value) + "]"


def _interval(value: pa.MonthDayNano) -> str:
    months, days, nanoseconds = value
    if months:
        return f"{'-' if months < 0 else ''}{abs(months) // 12}-{abs(months) % 12}"
    whole = days * _DAY_MS + nanoseconds // 1_000_000
    sign, left = ("-" if whole < 0 else ""), abs(whole)
    clock = dt.timedelta(milliseconds=left % _DAY_MS)
    seconds = int(clock.total_seconds())
    return (
        f"{sign}{left // _DAY_MS} {seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
        f".{left % 1000:03}"
    )


def _moment(value: dt.datetime) -> str:
    text = value.replace(tzinfo=None).isoformat(" ", "milliseconds")
    return f"{text} UTC" if value.tzinfo else text


_WRITERS: tuple[tuple[type | tuple[type, ...], Callable[[Any], str]], ...] = (
    (bool, lambda value: "true" if value else "false"),
    (pa.MonthDayNano, _interval),
    (str, str),
    (int, str),
    (float, lambda value: java(repr(value))),
    (decimal.Decimal, lambda value: format(value, "f")),
    (dt.datetime, _moment),
    (dt.date, str),
    (dt.time, lambda value: value.isoformat("milliseconds")),
    (bytes, lambda value: value.hex(" ")),
    (dict, _row),
    (list, _list),
    (object, str),
)


def lines(batch: pa.RecordBatch, zones: Mapping[int, str]) -> Iterator[str]:
    """Write rows as CSV: every value quoted, NULL as nothing at all."""
    if not batch.num_rows:
        return
    cells = [_quoted(texts(values, zones.get(i))) for i, values in enumerate(batch.columns)]
    joined: Texts = pc.binary_join_element_wise(*cells, ",")
    for line in joined.to_pylist():
        yield line
        yield "\n"


def _quoted(values: Texts) -> Texts:
    doubled: Texts = pc.replace_substring(values, '"', '""')
    mark: Texts = pa.scalar('"')
    return pc.fill_null(pc.binary_join_element_wise(mark, doubled, mark, ""), "")
