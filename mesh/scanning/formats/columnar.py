"""Parquet, ORC and Arrow files, streamed by row groups, stripes and batches."""

import struct
from collections.abc import Generator, Iterator
from typing import BinaryIO

import pyarrow as pa
import pyarrow.orc
import pyarrow.parquet

from mesh.scanning.flattening import flattened
from mesh.scanning.formats.metadata import notes, schema_notes
from mesh.scanning.formats.orc_footer import is_encrypted
from mesh.scanning.formats.parquet_footer import footers
from mesh.scanning.formats.parquet_pages import check_pages
from mesh.scanning.frames import Opaque, Rows
from mesh.scanning.reasons import FileRefusedError, Reason
from mesh.scanning.records import check_width
from mesh.scanning.sources import Source
from mesh.scanning.validating import validate

# Larger ones are no faster, and both processes hold each more than once; where there are numbers
# alone, which take little, half as many take a quarter longer.
_ROWS, _ROWS_OF_NUMBERS = 10_000, 16_384
# Fewer where rows are large, as images are; a footer that lies gets no more batches than these.
_BATCH_BYTES = 8 << 20
_FEWEST_ROWS = 4
# Of each column, and of all columns of a wide table together.
_BUFFER, _BUFFERS, _LEAST_BUFFER = 128 << 10, 32 << 20, 4 << 10
_PARQUET_TAIL = 8
_BROKEN = (
    pa.ArrowException,
    OSError,
    EOFError,
    OverflowError,
    ValueError,
    KeyError,
    IndexError,
    TypeError,
)


def read_parquet(source: Source) -> Iterator[Rows | Opaque]:
    """Give a Parquet file's values, small batch by small batch."""
    file = source.seekable()
    _check_parquet_tail(file)
    row = 0
    try:
        for number, part in enumerate(footers(file)):
            check_width(part.num_columns)
            row_bytes, unpacked = check_pages(file, part, source.budget.limits.page_mb)
            source.budget.spend(unpacked)
            parquet = pyarrow.parquet.ParquetFile(
                file, metadata=part, pre_buffer=False, buffer_size=_buffer(part.num_columns)
            )
            if not number:
                yield from schema_notes(parquet.schema_arrow)
            for batch in parquet.iter_batches(
                _fewest(part, parquet.schema_arrow, row_bytes), use_threads=False
            ):
                yield from _checked(batch, source)
                row += batch.num_rows
            promised = part.num_rows
    except _BROKEN as error:
        raise _corrupt("Parquet", row, error) from None
    if row != promised:
        raise FileRefusedError(Reason.CORRUPT, f"it promises {promised} rows and holds {row}")
    yield from _names_only(parquet.schema_arrow.names, row)


def read_orc(source: Source) -> Iterator[Rows | Opaque]:
    """Give an ORC file's values, stripe by stripe."""
    row = 0
    file = source.seekable()
    if is_encrypted(file):
        raise FileRefusedError(Reason.ENCRYPTED, "columns of the ORC file are encrypted")
    try:
        orc = pyarrow.orc.ORCFile(file)
        check_width(len(orc.schema))
        yield from notes(orc.metadata or {})
        for stripe in range(orc.nstripes):
            row += yield from _stripe(orc, stripe, source)
        promised = orc.nrows
    except _BROKEN as error:
        raise _corrupt("ORC", row, error) from None
    if row != promised:
        raise FileRefusedError(Reason.CORRUPT, f"it promises {promised} rows and holds {row}")
    yield from _names_only(orc.schema.names, row)


def _stripe(
    orc: pyarrow.orc.ORCFile, place: int, source: Source
) -> Generator[Rows | Opaque, None, int]:
    """Give the values of a stripe and its number of rows; nothing holds it when it is over."""
    batch = orc.read_stripe(place)
    for start in range(0, batch.num_rows, _ROWS):
        yield from _checked(batch.slice(start, _ROWS), source)
    return int(batch.num_rows)


def read_arrow(source: Source) -> Iterator[Rows | Opaque]:
    """Give the values of an Arrow file (Feather), batch by batch."""
    file = source.seekable()
    row = 0
    try:
        with pa.ipc.open_file(pa.PythonFile(file, mode="r")) as arrow:
            check_width(len(arrow.schema))
            yield from schema_notes(arrow.schema)
            for place in range(arrow.num_record_batches):
                batch = arrow.get_batch(place)
                yield from _checked(batch, source)
                row += batch.num_rows
    except _BROKEN as error:
        raise _corrupt("Arrow", row, error) from None
    yield from _names_only(arrow.schema.names, row)


def read_arrow_stream(source: Source) -> Iterator[Rows | Opaque]:
    """Give the values of an Arrow stream, batch by batch."""
    row = 0
    try:
        with pa.ipc.open_stream(pa.PythonFile(source.stream, mode="r")) as arrow:
            check_width(len(arrow.schema))
            yield from schema_notes(arrow.schema)
            for batch in arrow:
                yield from _checked(batch, source)
                row += batch.num_rows
    except _BROKEN as error:
        raise _corrupt("Arrow", row, error) from None
    yield from _names_only(arrow.schema.names, row)


def _fewest(part: pyarrow.parquet.FileMetaData, schema: pa.Schema, row_bytes: int) -> int:
    """How many rows of any row group are read together, each of so many bytes at least."""
    groups = (part.row_group(place) for place in range(part.num_row_groups))
    sizes = (_together(schema, one.num_rows, one.total_byte_size) for one in groups)
    return min(_together(schema, 1, row_bytes), *sizes)


def _together(schema: pa.Schema, rows: int, size: int) -> int:
    """How many rows are taken at once of so many that have a size in bytes."""
    most = _ROWS_OF_NUMBERS if all(map(pa.types.is_primitive, schema.types)) else _ROWS
    return max(_FEWEST_ROWS, min(most, _BATCH_BYTES * max(1, rows) // max(1, size)))


def _buffer(columns: int) -> int:
    """Bytes of each column that are read at once."""
    return max(_LEAST_BUFFER, min(_BUFFER, _BUFFERS // max(1, columns)))


def _checked(batch: pa.RecordBatch, source: Source) -> Iterator[Rows | Opaque]:
    # Corrupt pages can give arrays that lie about themselves.
    validate(batch)
    yield from _rows_of(batch, source)


def _rows_of(batch: pa.RecordBatch, source: Source) -> Iterator[Rows | Opaque]:
    rows = _together(batch.schema, batch.num_rows, batch.nbytes)
    for start in range(0, batch.num_rows, rows):
        yield from flattened(batch.slice(start, rows), kept=source.budget.expected.binary)


def _names_only(names: list[str], rows: int) -> Iterator[Rows]:
    """The columns of a file without rows."""
    if not rows:
        nothing = [pa.nulls(0)] * len(names)
        batch = pa.RecordBatch.from_arrays(nothing, names=names)
        yield Rows(table="", counted=True, batch=batch, main="typed")


def _check_parquet_tail(file: BinaryIO) -> None:
    end = file.seek(0, 2)
    file.seek(max(0, end - _PARQUET_TAIL))
    tail = file.read(_PARQUET_TAIL)
    file.seek(0)
    if tail[4:] == b"PARE":
        raise FileRefusedError(Reason.ENCRYPTED, "its footer is encrypted")
    if tail[4:] != b"PAR1":
        raise FileRefusedError(Reason.TRUNCATED, "its footer is missing")
    if struct.unpack("<I", tail[:4])[0] > end - _PARQUET_TAIL - 4:
        raise FileRefusedError(Reason.CORRUPT, "its footer is larger than the file")


def _corrupt(kind: str, row: int, error: Exception) -> FileRefusedError:
    """Arrow's complaint in our words: its own may quote values."""
    told = str(error).lower()
    place = f"after row {row}" if row else "before its first row"
    if "encrypt" in told or "decrypt" in told:
        return FileRefusedError(Reason.ENCRYPTED, f"columns of the {kind} file are encrypted")
    if isinstance(error, pa.ArrowNotImplementedError):
        return FileRefusedError(
            Reason.UNSUPPORTED_FORMAT, f"the {kind} file holds what is not read, {place}"
        )
    if isinstance(error, pa.ArrowMemoryError) or "malloc" in told:
        return FileRefusedError(Reason.MEMORY_LIMIT, f"the {kind} file asks for too much, {place}")
    if (
        "eof" in told
        or "truncat" in told
        or "end of stream" in told
        or "expected to be able" in told
    ):
        return FileRefusedError(Reason.TRUNCATED, f"the {kind} file breaks off {place}")
    return FileRefusedError(Reason.CORRUPT, f"the {kind} file is corrupt {place}")
