"""Reads one small file of each format, so that whatever is loaded late is loaded now."""

import bz2
import codecs
import gzip
import io
import lzma
import tarfile
import zipfile

import pyarrow as pa
import pyarrow.orc
import pyarrow.parquet

from mesh.scanning.frames import write
from mesh.scanning.reading import read

_CSV = b"name,seats\nN1,5\nN2\n"
_LATE = ("cp437", "cp1252", "latin-1", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32")


def rehearse() -> None:
    """Go once through every reader, with good files and with bad ones."""
    for encoding in _LATE:
        codecs.lookup(encoding)
    for content in _files():
        sink = io.BytesIO()
        for frame in read(io.BytesIO(content), len(content)):
            write(frame, sink)


def _files() -> list[bytes]:
    table = pa.table({"name": ["N1"], "seats": [5], "of": [[{"a": b"\xff"}]]})
    columnar = io.BytesIO(), io.BytesIO(), io.BytesIO()
    pyarrow.parquet.write_table(table, columnar[0])
    pyarrow.orc.write_table(table, columnar[1])
    with pa.ipc.new_file(columnar[2], table.schema) as writer:
        writer.write_table(table)
    plain = [
        _CSV,
        b'{"a": [1, "x"]}',
        b"[1",
        b"some words\nin lines",
        "a;b\n\xe9;1\n".encode("latin-1"),
    ]
    packed = [
        gzip.compress(_CSV),
        gzip.compress(_CSV)[:-9],
        bz2.compress(_CSV),
        lzma.compress(_CSV),
    ]
    packed += [pa.Codec(kind).compress(_CSV, asbytes=True) for kind in ("zstd", "lz4")]
    return [*plain, *packed, *(each.getvalue() for each in columnar), _zip(), _tar()]


def _zip() -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", _CSV)
    return sink.getvalue()


def _tar() -> bytes:
    sink = io.BytesIO()
    with tarfile.open(fileobj=sink, mode="w") as archive:
        info = tarfile.TarInfo("a.csv")
        info.size = len(_CSV)
        archive.addfile(info, io.BytesIO(_CSV))
    return sink.getvalue()
