"""CSV and its relatives, streamed; the contract's columns find the delimiter."""

import io
import re
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from mesh.publishing.readers.bounded import head_of
from mesh.publishing.readers.columns import check_columns
from mesh.publishing.readers.refusal import UnreadableError
from mesh.publishing.readers.schema import FileSchema
from mesh.publishing.readers.typing import from_text

_BLOCK = 4 << 20
_DELIMITERS = (",", ";", "\t", "|")


def read_delimited(
    stream: "io.BufferedReader[Any]", schema: FileSchema
) -> Iterator[pa.RecordBatch]:
    """Give the rows of a delimited file, typed as the contract says.

    Raises:
        UnreadableError: naming row and column of the first fault.
    """
    try:
        reader = _open(stream, _delimiter(head_of(stream), schema), schema)
        check_columns(reader.schema.names, schema.names)
        first_row = 0
        while (texts := _next(reader)) is not None:
            yield _typed(texts, schema, first_row)
            first_row += texts.num_rows
    except UnicodeDecodeError:
        raise UnreadableError("the header is not UTF-8; save the file as UTF-8") from None
    except pa.ArrowInvalid as error:
        raise _explained(str(error)) from None


def _open(
    stream: "io.BufferedReader[Any]", delimiter: str, schema: FileSchema
) -> pyarrow.csv.CSVStreamingReader:
    return pyarrow.csv.open_csv(
        pa.PythonFile(stream, mode="r"),  # type: ignore[arg-type]
        read_options=pyarrow.csv.ReadOptions(block_size=_BLOCK, use_threads=False),
        parse_options=pyarrow.csv.ParseOptions(delimiter=delimiter, newlines_in_values=True),
        convert_options=pyarrow.csv.ConvertOptions(
            # Everything is text at first: which texts are null is the contract's word.
            column_types=dict.fromkeys(schema.names, pa.string()),
            strings_can_be_null=False,
            quoted_strings_can_be_null=False,
        ),
    )


def _next(reader: pyarrow.csv.CSVStreamingReader) -> pa.RecordBatch | None:
    try:
        return reader.read_next_batch()
    except StopIteration:
        return None


def _typed(texts: pa.RecordBatch, schema: FileSchema, first_row: int) -> pa.RecordBatch:
    nulls = pa.array(schema.null_values, pa.string())
    target = schema.arrow()
    columns = []
    for name, kind in schema.columns:
        column = texts.column(name)
        is_null = pc.is_in(column, nulls)
        if pc.any(is_null).as_py():
            column = pc.if_else(is_null, None, column)
        columns.append(from_text(column, name, kind, target.field(name).type, first_row))
    return pa.RecordBatch.from_arrays(columns, schema=target)


def _delimiter(head: bytes, schema: FileSchema) -> str:
    """The delimiter that gives most of the contract's columns on the first line."""
    line = re.split(
        r"[\r\n]", head.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace").lstrip("\r\n")
    )[0]

    def known(delimiter: str) -> int:
        return len({cell.strip('"') for cell in line.split(delimiter)} & set(schema.names))

    return max(_DELIMITERS, key=known)


def _explained(message: str) -> UnreadableError:
    """Arrow's complaint without the row that it quotes."""
    row = re.search(r"Row #(\d+): Expected (\d+) columns, got (\d+)", message)
    if row:
        return UnreadableError(f"line {row[1]} has {row[3]} fields where the header has {row[2]}")
    if "UTF8" in message or "utf8" in message:
        return UnreadableError("the text is not UTF-8; save it as UTF-8")
    if "straddling" in message:
        return UnreadableError(
            f"a row is longer than {_BLOCK >> 20} MB, or a quote is never closed"
        )
    if "Empty CSV" in message:
        return UnreadableError("the file is empty; land a file with rows, or none")
    return UnreadableError("the text is no regular CSV; check quotes and delimiters")
