"""Records of an Avro file as columns, where every field is one plain value."""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

import pyarrow as pa

from mesh.scanning.records import MOST_COLUMNS

_KINDS: Mapping[str, pa.DataType] = {
    "string": pa.string(),
    "enum": pa.string(),
    "int": pa.int64(),
    "long": pa.int64(),
    "float": pa.float64(),
    "double": pa.float64(),
    "boolean": pa.bool_(),
}
_VALUES = 200_000
_BYTES = 4 << 20
_FEW, _GROWTH = 16, 4


def plain_schema(schema: object) -> pa.Schema | None:
    """Columns of a record's fields; None if one is no plain value, or there are too many."""
    fields = schema.get("fields", ()) if isinstance(schema, dict) else ()
    kinds: dict[str, pa.DataType] = {}
    for field in fields:
        kind = _kind(field["type"])
        if kind is None or field["name"] in kinds or len(kinds) == MOST_COLUMNS:
            return None
        kinds[field["name"]] = kind
    return pa.schema(list(kinds.items())) if kinds else None


def plain_batches(records: Iterator[Any], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """Give records as batches, a few first, then as many as make a batch of a good size.

    Raises:
        Exception: what the records raise, once those before it were given.
    """
    many = _FEW
    while True:
        rows: list[Mapping[str, Any]] = []
        try:
            rows.extend(islice(records, many))
        except Exception:
            if rows:
                yield _batch(rows, schema)
            raise
        if not rows:
            return
        batch = _batch(rows, schema)
        yield batch
        good = min(_VALUES // len(schema), _BYTES * len(rows) // max(batch.nbytes, 1))
        many = max(1, min(good, many * _GROWTH))


def _batch(rows: list[Mapping[str, Any]], schema: pa.Schema) -> pa.RecordBatch:
    columns = zip(*(row.values() for row in rows), strict=True)
    arrays = [pa.array(values, kind) for values, kind in zip(columns, schema.types, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def _kind(given: object) -> pa.DataType | None:
    if isinstance(given, list):
        some = [one for one in given if one != "null"]
        return _kind(some[0]) if len(some) == 1 else None
    if isinstance(given, dict):
        return None if "logicalType" in given else _kind(given["type"])
    return _KINDS.get(str(given))
