"""CSV and its relatives, streamed as text columns; rows of another width are read all the same."""

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any, Literal

import pyarrow as pa
import pyarrow.csv

from mesh.scanning.formats.dialects import Dialect
from mesh.scanning.formats.long_rows import WholeRows
from mesh.scanning.formats.pacing import Paced
from mesh.scanning.frames import Noted, Rows
from mesh.scanning.reasons import FileRefusedError, Reason
from mesh.scanning.records import check_width

# For each column Arrow takes as much memory as a block has; the engine gathers what is small.
_BLOCK = 512 << 10
# A wide table has a kilobyte of each column in a block: fewer cells cost more than they save.
_OF_A_COLUMN = 1 << 10
_WIDE = 500


class _Irregular:
    """Rows that have another number of fields than their header; kept and read apart."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._texts: list[str] = []
        self._first = ""
        self.count = 0

    def __call__(self, row: pyarrow.csv.InvalidRow) -> Literal["skip", "error"]:
        self._texts.append(row.text)
        self._first = self._first or (
            f"line {row.number} has {row.actual_columns} fields where the first has "
            f"{row.expected_columns}"
        )
        self.count += 1
        return "skip"

    def drain(self) -> Iterator[Rows]:
        """Give what was kept: fields by their place, those beyond the header in one column."""
        texts, self._texts = self._texts, []
        names = self._dialect.names
        columns: list[list[str | None]] = [[] for _ in names]
        beyond: list[str | None] = []
        for text in texts:
            cells = _cells(text, self._dialect)
            for place, column in enumerate(columns):
                column.append(cells[place] if place < len(cells) else None)
            beyond.append(self._dialect.delimiter.join(cells[len(names) :]) or None)
        if texts:
            arrays = [pa.array(column, pa.string()) for column in (*columns, beyond)]
            batch = pa.RecordBatch.from_arrays(arrays, names=[*names, "beyond the header"])
            yield Rows(table="", counted=True, batch=batch, main="cells", fault=self._first)


def read_delimited(
    stream: "io.BufferedReader[Any]", dialect: Dialect, nulls: Sequence[str], longest: int
) -> Iterator[Rows | Noted]:
    """Give the rows of a delimited UTF-8 text; every cell is text.

    Args:
        stream: of the text.
        dialect: how it is written.
        nulls: texts that stand for nothing.
        longest: bytes that a row may have.

    Raises:
        FileRefusedError: if quotes or a row's length make it no table.
    """
    check_width(len(dialect.names))
    if dialect.has_header:
        nothing = [pa.array([], pa.string())] * len(dialect.names)
        batch = pa.RecordBatch.from_arrays(nothing, names=list(dialect.names))
        yield Rows(table="", counted=True, batch=batch, main="cells")
    if dialect.has_rows:
        _skip_empty_lines(stream)
        yield from _rows(WholeRows(stream, longest), dialect, nulls)


def _skip_empty_lines(stream: "io.BufferedReader[Any]") -> None:
    """Go to the first row: Arrow would take an empty line for the header that it is to skip."""
    while head := stream.peek(1):
        empty = len(head) - len(head.lstrip(b"\r\n"))
        stream.read(empty)
        if empty < len(head):
            return


def _rows(stream: WholeRows, dialect: Dialect, nulls: Sequence[str]) -> Iterator[Rows | Noted]:
    irregular, paced = _Irregular(dialect), Paced(stream)
    try:
        with paced.awaited():
            reader = _open(paced, dialect, nulls, irregular)
        while (batch := _next(reader, paced)) is not None:
            yield Rows(table="", counted=True, batch=batch, main="cells")
            yield from irregular.drain()
    except pa.ArrowInvalid as error:
        yield from irregular.drain()
        raise _explained(str(error), stream.longest) from None
    finally:
        paced.end()
    yield from irregular.drain()
    if irregular.count:
        yield Noted(
            note=f"{irregular.count} rows have another number of fields than the other rows; "
            "they were read by place"
        )


def _open(
    paced: Paced, dialect: Dialect, nulls: Sequence[str], irregular: _Irregular
) -> pyarrow.csv.CSVStreamingReader:
    is_wide = len(dialect.names) > _WIDE
    return pyarrow.csv.open_csv(
        pa.PythonFile(paced, mode="r"),  # type: ignore[arg-type]
        read_options=pyarrow.csv.ReadOptions(
            block_size=len(dialect.names) * _OF_A_COLUMN if is_wide else _BLOCK,
            use_threads=False,
            column_names=list(dialect.names),
            skip_rows_after_names=int(dialect.has_header),
        ),
        parse_options=pyarrow.csv.ParseOptions(
            delimiter=dialect.delimiter,
            newlines_in_values=True,
            invalid_row_handler=irregular,
        ),
        convert_options=pyarrow.csv.ConvertOptions(
            column_types=dict.fromkeys(dialect.names, pa.string()),
            # The stream gives nothing but UTF-8.
            check_utf8=False,
            strings_can_be_null=True,
            quoted_strings_can_be_null=True,
            null_values=list(nulls),
        ),
        # Arrow asks for a block's size for each column and gives most of it back. From the system's
        # heap that leaves holes that no other column fits into, gigabytes of a wide table.
        memory_pool=pa.mimalloc_memory_pool() if is_wide else None,
    )


def _next(reader: pyarrow.csv.CSVStreamingReader, paced: Paced) -> pa.RecordBatch | None:
    try:
        with paced.awaited():
            batch = reader.read_next_batch()
    except StopIteration:
        return None
    paced.taken()
    return batch


def _cells(text: str, dialect: Dialect) -> list[str]:
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=dialect.delimiter))
    except csv.Error:
        return text.split(dialect.delimiter)
    return [cell for row in rows for cell in row]


def _explained(message: str, longest: int) -> FileRefusedError:
    """Arrow's complaint without the row that it may quote."""
    if "straddling" in message or "too large" in message:
        return FileRefusedError(
            Reason.CELL_TOO_LARGE,
            f"a row is longer than {longest >> 20} MB, or a quote is never closed",
        )
    if "Empty CSV" in message:
        return FileRefusedError(Reason.EMPTY, "it holds no row")
    return FileRefusedError(Reason.MALFORMED, "quotes and delimiters do not make rows")
