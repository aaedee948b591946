"""``"table$files"`` and its like: what Iceberg's metadata tells of a table.

Source: https://docs.aws.amazon.com/athena/latest/ug/querying-iceberg-table-data.html, with the
columns of https://trino.io/docs/current/connector/iceberg.html#metadata-tables
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

import pyarrow as pa

from emulator.athena.reading.types import arrow_type

if TYPE_CHECKING:
    from pyiceberg.table import Table

Row: TypeAlias = dict[str, Any]

TELLING_OF_DATA = frozenset({"files", "manifests", "partitions", "snapshots"})
"""Those that Lake Formation closes to who may not read every column of every row."""

_SHAPES: Mapping[str, Mapping[str, str]] = {
    "history": {
        "made_current_at": "timestamptz",
        "snapshot_id": "bigint",
        "parent_id": "bigint",
        "is_current_ancestor": "boolean",
    },
    "snapshots": {
        "committed_at": "timestamptz",
        "snapshot_id": "bigint",
        "parent_id": "bigint",
        "operation": "string",
        "manifest_list": "string",
        "summary": "map<string,string>",
    },
    "refs": {
        "name": "string",
        "type": "string",
        "snapshot_id": "bigint",
        "max_reference_age_in_ms": "bigint",
        "min_snapshots_to_keep": "int",
        "max_snapshot_age_in_ms": "bigint",
    },
    "manifests": {
        "path": "string",
        "length": "bigint",
        "partition_spec_id": "int",
        "added_snapshot_id": "bigint",
        "added_data_files_count": "int",
        "existing_data_files_count": "int",
        "deleted_data_files_count": "int",
        "partition_summaries": (
            "array<struct<contains_null:boolean,contains_nan:boolean,"
            "lower_bound:string,upper_bound:string>>"
        ),
    },
    "files": {
        "content": "int",
        "file_path": "string",
        "file_format": "string",
        "record_count": "bigint",
        "file_size_in_bytes": "bigint",
        "column_sizes": "map<int,bigint>",
        "value_counts": "map<int,bigint>",
        "null_value_counts": "map<int,bigint>",
        "nan_value_counts": "map<int,bigint>",
        "lower_bounds": "map<int,string>",
        "upper_bounds": "map<int,string>",
        "key_metadata": "binary",
        "split_offsets": "array<bigint>",
        "equality_ids": "array<int>",
    },
}
KINDS = frozenset({*_SHAPES, "partitions"})


def rows_of(table: "Table", kind: str) -> pa.Table:
    """Make the metadata table of one kind."""
    if kind == "partitions":
        return _partitions(table)
    found: list[Row] = getattr(table.inspect, kind)().to_pylist()
    shape = _SHAPES[kind]
    convert = {"files": _file(table)}.get(kind, _plain)
    schema = pa.schema([(name, arrow_type(written)) for name, written in shape.items()])
    return pa.Table.from_pylist([convert(row) for row in found], schema)


def _plain(row: Row) -> Row:
    moments = {n: v.replace(tzinfo=dt.UTC) for n, v in row.items() if isinstance(v, dt.datetime)}
    return {**row, **moments}


def _file(table: "Table") -> Callable[[Row], Row]:
    names = {field.field_id: field.name for field in table.schema().fields}

    def convert(row: Row) -> Row:
        metrics = row["readable_metrics"] or {}
        bounds = {
            f"{side}_bounds": [
                (number, str(metrics[name][f"{side}_bound"]))
                for number, name in names.items()
                if metrics.get(name, {}).get(f"{side}_bound") is not None
            ]
            for side in ("lower", "upper")
        }
        return {**row, **bounds}

    return convert


def _partitions(table: "Table") -> pa.Table:
    files = table.inspect.files()
    rows = files.to_pylist()
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(repr(row["partition"]), []).append(row)
    kind = files.schema.field("partition").type
    metrics = files.schema.field("readable_metrics").type
    bounds = pa.struct([(f.name, _bounds_type(f.type)) for f in metrics])
    fields = [("partition", kind)] if kind.num_fields else []
    fields += [(name, pa.int64()) for name in ("record_count", "file_count", "total_size")]
    schema = pa.schema([*fields, ("data", bounds)])
    return pa.Table.from_pylist([_group(group, bounds) for group in groups.values()], schema)


def _bounds_type(metrics: Any) -> pa.DataType:  # noqa: ANN401 - a struct, of which the stubs know no fields
    bound = metrics.field("lower_bound").type
    counts = [("null_count", pa.int64()), ("nan_count", pa.int64())]
    return pa.struct([("min", bound), ("max", bound), *counts])


def _group(rows: list[Row], bounds: Any) -> Row:  # noqa: ANN401 - a struct, of which the stubs know no fields
    return {
        "partition": rows[0]["partition"],
        "record_count": sum(row["record_count"] for row in rows),
        "file_count": len(rows),
        "total_size": sum(row["file_size_in_bytes"] for row in rows),
        "data": {f.name: _range([row["readable_metrics"][f.name] for row in rows]) for f in bounds},
    }


def _range(metrics: Iterable[Row]) -> Row:
    found = list(metrics)
    lower = [m["lower_bound"] for m in found if m["lower_bound"] is not None]
    upper = [m["upper_bound"] for m in found if m["upper_bound"] is not None]
    return {
        "min": min(lower, default=None),
        "max": max(upper, default=None),
        "null_count": sum(m["null_value_count"] or 0 for m in found),
        "nan_count": sum(m["nan_value_count"] or 0 for m in found),
    }
