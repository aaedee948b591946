"""Reads one small file of each format, so that whatever is loaded late is loaded now."""

import contextlib
import gzip
import io

import pyarrow as pa
import pyarrow.parquet

from mesh.publishing.readers.reading import read
from mesh.publishing.readers.refusal import UnreadableError
from mesh.publishing.readers.schema import FileSchema

_KINDS = ("string", "int", "bigint", "double", "boolean", "date", "timestamp", "decimal(9,2)")
_ROW = ("x", "1", "1", "1.5", "true", "2013-01-01", "2013-01-01T00:00:00Z", "1.50")


def rehearse() -> None:
    """Go once through every reader, with good rows and with a bad one."""
    schema = FileSchema(
        columns=tuple((kind, kind) for kind in _KINDS), required=("int",), null_values=("",)
    )
    header = ",".join(f'"{kind}"' for kind in _KINDS)
    row = ",".join(_ROW)
    for content in (
        f"{header}\n{row}\n".encode(),
        gzip.compress(f"{header}\n{row}\n".encode()),
        f"{header}\n{row}\n{row},\n".encode(),
        f"{header}\n{row.replace('1.5,', 'one,')}\n".encode(),
        b"\xef\xbb\xbf" + header.encode(),
        b'{"int": 1}',
        b'{"int": 1.5, "x": NaN}',
        _parquet(),
        _parquet()[:-9],
    ):
        with contextlib.suppress(UnreadableError):
            list(read(io.BytesIO(content), len(content), schema))


def _parquet() -> bytes:
    sink = io.BytesIO()
    table = pa.table(
        {kind: pa.array([text], pa.string()) for kind, text in zip(_KINDS, _ROW, strict=True)}
    )
    pyarrow.parquet.write_table(table, sink)
    return sink.getvalue()
