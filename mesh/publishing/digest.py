"""A digest of what was parsed, the same however the rows are cut into batches."""

import hashlib
from collections.abc import Iterable
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc


class RowDigest:
    """SHA-256 over every value of every column, in order, and over names and types.

    Attributes:
        rows: how many so far.
        schema: of every batch.
    """

    def __init__(self, schema: pa.Schema) -> None:
        self.rows = 0
        self.schema = schema
        self._columns = [_ColumnDigest() for _ in schema]

    def add(self, batch: pa.RecordBatch) -> None:
        """Take in the next rows."""
        self.rows += batch.num_rows
        for digest, column in zip(self._columns, batch.columns, strict=True):
            digest.add(column)

    def hexdigest(self) -> str:
        """The digest of all rows so far."""
        whole = hashlib.sha256(f"{self.rows}".encode())
        for field, column in zip(self.schema, self._columns, strict=True):
            whole.update(f"\n{field.name} {field.type} {column.hexdigest()}".encode())
        return whole.hexdigest()


class _ColumnDigest:
    """Three streams of one column: which values are there, how long they are, what they are."""

    def __init__(self) -> None:
        self._streams = (hashlib.sha256(), hashlib.sha256(), hashlib.sha256())

    def add(self, column: "pa.Array[Any]") -> None:
        present, lengths, values = self._streams
        present.update(_bytes(column.is_valid().cast(pa.uint8())))
        if pa.types.is_string(column.type) or pa.types.is_binary(column.type):
            lengths.update(_bytes(pc.fill_null(pc.binary_length(column), 0)))  # type: ignore[arg-type, call-overload]
            values.update(_text_bytes(pc.fill_null(column, pa.scalar(b"", column.type))))  # type: ignore[arg-type]
        elif pa.types.is_boolean(column.type):
            values.update(_bytes(pc.fill_null(column, fill_value=False).cast(pa.uint8())))  # type: ignore[call-arg]
        else:
            values.update(_bytes(_without_nulls(column)))

    def hexdigest(self) -> str:
        return "".join(stream.hexdigest() for stream in self._streams)


def _without_nulls(column: "pa.Array[Any]") -> "pa.Array[Any]":
    if not column.null_count:
        return column
    return pc.fill_null(column, pa.scalar(0, column.type))


def _bytes(column: "pa.Array[Any]") -> memoryview:
    width = column.type.bit_width // 8
    values = memoryview(column.buffers()[1])  # type: ignore[arg-type]
    return values[column.offset * width : (column.offset + len(column)) * width]


def _text_bytes(column: pa.StringArray) -> memoryview:
    _, offsets, values = column.buffers()
    bounds = np.frombuffer(offsets, np.int32, len(column) + 1, column.offset * 4)  # type: ignore[call-overload]
    return memoryview(values)[bounds[0] : bounds[-1]] if values else memoryview(b"")


def digest_of(schema: pa.Schema, batches: Iterable[pa.RecordBatch]) -> str:
    """Digest of all batches."""
    digest = RowDigest(schema)
    for batch in batches:
        digest.add(batch)
    return digest.hexdigest()
