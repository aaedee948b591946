"""Fits one small file of each kind, so that whatever is loaded late is loaded now."""

import io

import pyarrow as pa
import pyarrow.parquet

from mesh.naming.limits import ScanLimits
from mesh.publishing.mapping.fitting import fitted
from mesh.publishing.mapping.schema import FileSchema
from mesh.scanning import rehearsal
from mesh.scanning.frames import write
from mesh.scanning.reading import read

_KINDS = ("string", "int", "bigint", "double", "boolean", "date", "timestamp", "decimal(9,2)")
_ROW = ("x", "1", "1", "1.5", "true", "2013-01-01", "2013-01-01T00:00:00Z", "1.50")


def rehearse() -> None:
    """Go once through every reader and every type, with good rows and with bad ones."""
    rehearsal.rehearse()
    schema = FileSchema(
        columns=tuple((kind, kind) for kind in _KINDS), required=("int",), null_values=("",)
    )
    header = ",".join(f'"{kind}"' for kind in _KINDS)
    row = ",".join(_ROW)
    for content in (
        f"{header}\n{row}\n".encode(),
        f"{header}\n{row}\n{row},\n".encode(),
        f"{header}\n{row.replace('1.5,', 'one,')}\n".encode(),
        b'{"int": 1, "decimal(9,2)": 1.5}',
        b'{"int": 1.5, "x": NaN}',
        _parquet(),
    ):
        frames = read(io.BytesIO(content), len(content), ScanLimits(), schema.expected())
        for frame in fitted(frames, schema):
            write(frame, io.BytesIO())


def _parquet() -> bytes:
    sink = io.BytesIO()
    columns = {kind: pa.array([text], pa.string()) for kind, text in zip(_KINDS, _ROW, strict=True)}
    pyarrow.parquet.write_table(pa.table(columns), sink)
    return sink.getvalue()
