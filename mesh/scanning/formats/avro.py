"""Avro, block by block."""

import io
import json
import struct
import zlib
from collections.abc import Collection, Iterator
from typing import BinaryIO

import fastavro
import fastavro.read
import pyarrow as pa
from fastavro.schema import SchemaParseException, UnknownType

from mesh.scanning.formats.avro_columns import plain_batches, plain_schema
from mesh.scanning.formats.metadata import notes
from mesh.scanning.frames import Opaque, Rows
from mesh.scanning.reasons import FileRefusedError, Reason
from mesh.scanning.records import Records
from mesh.scanning.sources import Source

_SNAPPY = pa.Codec("snappy")
_SNAPPY_SUM = 4
_LARGEST_BLOCK = 256 << 20
_BROKEN = (
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    SchemaParseException,
    StopIteration,
    TypeError,
    UnknownType,
    ValueError,
    json.JSONDecodeError,
    struct.error,
    zlib.error,
)


def read_avro(source: Source) -> Iterator[Rows | Opaque]:
    """Give an Avro file's records.

    Raises:
        FileRefusedError: if it is corrupt, breaks off or is packed in a way that is not read.
    """
    expected = source.budget.expected
    records = Records(main=True, kept=expected.binary)
    row = 0
    try:
        reader = fastavro.reader(source.stream)
        yield from notes(reader.metadata)
        plain = plain_schema(reader.writer_schema)
        for batch in plain_batches(reader, plain) if plain else ():
            row += batch.num_rows
            yield Rows(table="", counted=True, batch=batch, main="records")
        if not row:
            records.know("", _fields(reader.writer_schema, expected.names))
        for record in reader:
            records.add(record)
            row += 1
            if records.full():
                yield from records.drain()
    except _BROKEN as error:
        yield from records.drain()
        raise _refused(error, row) from None
    yield from records.drain()


def _fields(schema: object, wanted: Collection[str]) -> list[str]:
    """Names of a record's fields that are wanted."""
    fields = schema.get("fields", ()) if isinstance(schema, dict) else ()
    return [field["name"] for field in fields if field["name"] in wanted]


def _snappy_block(stream: BinaryIO) -> io.BytesIO:
    """Unpack a block; fastavro would want another library for it."""
    size = _number(stream)
    # Avro's numbers are signed: their last bit is the sign.
    packed = stream.read(size >> 1)[:-_SNAPPY_SUM]
    unpacked = _number(io.BytesIO(packed))
    if unpacked > _LARGEST_BLOCK:
        raise FileRefusedError(Reason.RATIO_LIMIT, "a block unpacks to more than 256 MB")
    return io.BytesIO(_SNAPPY.decompress(packed, decompressed_size=unpacked, asbytes=True))


def _zstd_block(stream: BinaryIO) -> io.BytesIO:
    """Unpack a block; fastavro would want another library for it."""
    packed = stream.read(_number(stream) >> 1)
    with pa.CompressedInputStream(pa.BufferReader(packed), "zstd") as unpacked:
        content = unpacked.read(_LARGEST_BLOCK + 1)
    if len(content) > _LARGEST_BLOCK:
        raise FileRefusedError(Reason.RATIO_LIMIT, "a block unpacks to more than 256 MB")
    return io.BytesIO(content)


def _number(stream: BinaryIO) -> int:
    """A number of seven bits per byte, the lowest first."""
    number = shift = 0
    while True:
        byte = stream.read(1)
        if not byte:
            raise EOFError
        number |= (byte[0] & 0x7F) << shift
        if byte[0] < 0x80:  # noqa: PLR2004 - the bit that says there is more
            return number
        shift += 7


fastavro.read.BLOCK_READERS["snappy"] = _snappy_block
fastavro.read.BLOCK_READERS["zstandard"] = _zstd_block


def _refused(error: Exception, row: int) -> FileRefusedError:
    told = str(error).lower()
    if "codec" in told:
        return FileRefusedError(Reason.UNSUPPORTED_FORMAT, "its blocks are packed in a rare way")
    if isinstance(error, EOFError) or "eof" in told:
        return FileRefusedError(Reason.TRUNCATED, f"the Avro file breaks off after row {row}")
    return FileRefusedError(Reason.CORRUPT, f"the Avro file is corrupt after row {row}")
