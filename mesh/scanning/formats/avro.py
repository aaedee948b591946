"""Avro, block by block."""

import json
import struct
import zlib
from collections.abc import Iterator

import fastavro
from fastavro.schema import SchemaParseException, UnknownType

from mesh.scanning.frames import Opaque, Rows
from mesh.scanning.reasons import FileRefusedError, Reason
from mesh.scanning.records import Records
from mesh.scanning.sources import Source

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
    records = Records()
    row = 0
    try:
        for record in fastavro.reader(source.stream):
            records.add(record)
            row += 1
            if records.full():
                yield from records.drain()
    except _BROKEN as error:
        yield from records.drain()
        raise _refused(error, row) from None
    yield from records.drain()


def _refused(error: Exception, row: int) -> FileRefusedError:
    told = str(error).lower()
    if "codec" in told:
        return FileRefusedError(Reason.UNSUPPORTED_FORMAT, "its blocks are packed in a rare way")
    if isinstance(error, EOFError) or "eof" in told:
        return FileRefusedError(Reason.TRUNCATED, f"the Avro file breaks off after row {row}")
    return FileRefusedError(Reason.CORRUPT, f"the Avro file is corrupt after row {row}")
