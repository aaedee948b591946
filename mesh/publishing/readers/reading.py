"""One door for every format: the typed rows of a file, whatever its name."""

import io
from collections.abc import Iterator
from typing import Any, BinaryIO, cast

import pyarrow as pa
import pyarrow.compute as pc

from mesh.publishing.readers.bounded import head_of, unpacked
from mesh.publishing.readers.delimited import read_delimited
from mesh.publishing.readers.json_lines import read_json_lines
from mesh.publishing.readers.parquet import read_parquet
from mesh.publishing.readers.refusal import UnreadableError, row_fault
from mesh.publishing.readers.schema import FileSchema
from mesh.publishing.readers.sniffing import sniff


def read(file: BinaryIO, size: int, schema: FileSchema) -> Iterator[pa.RecordBatch]:
    """Give the file's rows in batches of bounded size, in order, typed as the contract says.

    Raises:
        UnreadableError: if it is no file of this schema; nothing of its content is told.
    """
    first_row = 0
    for batch in _rows(file, size, schema):
        _check_required(batch, schema, first_row)
        yield batch
        first_row += batch.num_rows


def _rows(file: BinaryIO, size: int, schema: FileSchema) -> Iterator[pa.RecordBatch]:
    stream: io.BufferedReader[Any] = (
        file
        if isinstance(file, io.BufferedReader)
        else io.BufferedReader(cast("io.RawIOBase", file))
    )
    kind = sniff(head_of(stream))
    if kind == "parquet":
        return read_parquet(stream, schema)
    if kind == "gzip":
        stream = unpacked(stream, size)
        kind = sniff(head_of(stream))
        if kind in {"gzip", "parquet"}:
            raise UnreadableError(f"the gzip file holds a {kind} file; land that as it is")
    reader = read_json_lines if kind == "json-lines" else read_delimited
    return reader(stream, schema)


def _check_required(batch: pa.RecordBatch, schema: FileSchema, first_row: int) -> None:
    for name in schema.required:
        column = batch.column(name)
        if column.null_count:
            row = pc.index(column.is_null(), value=True).as_py()
            raise row_fault(first_row + row + 1, name, "is required and has no value")
