"""Reads one small file of each format, so that whatever is loaded late is loaded now."""

import bz2
import codecs
import contextlib
import gzip
import io
import lzma
import sqlite3
import tarfile
import zipfile
from collections.abc import Mapping

import fastavro

# Arrow loads it with the first array that it makes of numbers: once here, else in every fork.
import numpy.ma  # noqa: F401
import pyarrow as pa
import pyarrow.orc
import pyarrow.parquet

from mesh.naming.limits import ScanLimits
from mesh.scanning.frames import write
from mesh.scanning.reading import read

_CSV = b"name,seats\nN1,5\nN2\n"
_WORKBOOK = {
    "xl/workbook.xml": b"<workbook><sheets><sheet name='S'/></sheets></workbook>",
    "xl/worksheets/sheet1.xml": b"<worksheet><row><c t='s'><v>0</v></c></row></worksheet>",
    "xl/sharedStrings.xml": b"<sst><si><t>x</t></si></sst>",
}
_LATE = ("cp437", "cp1252", "latin-1", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32")


def rehearse() -> None:
    """Go once through every reader, with good files and with bad ones."""
    for encoding in _LATE:
        codecs.lookup(encoding)
    for content in files():
        sink = io.BytesIO()
        for frame in read(io.BytesIO(content), len(content), ScanLimits()):
            write(frame, sink)


def files() -> list[bytes]:
    """Small files of every format, and some that break its rules."""
    table = pa.table({"name": ["N1"], "seats": [5], "of": [[{"a": b"\xff"}]]})
    columnar = io.BytesIO(), io.BytesIO(), io.BytesIO()
    pyarrow.parquet.write_table(table, columnar[0])
    pyarrow.orc.write_table(table, columnar[1])
    with pa.ipc.new_file(columnar[2], table.schema) as writer:
        writer.write_table(table)
    plain = [
        _CSV,
        b'{"a": [1, "x"], "b": "2013-01-01"}\n',
        b'{"a": 1}\n{"a": "x"}\n',
        b"[1, 2]",
        b"[1",
        b"some words\nin lines",
        "a;b\n\xe9;1\n".encode("latin-1"),
    ]
    plain += [b"<a><b c='d'>e</b></a>", b"<a>", b"a: 1\nb: [x]\n", b"a: 1\nb: c: d\n"]
    plain += [_avro(), _sqlite()]
    packed = [
        gzip.compress(_CSV),
        gzip.compress(_CSV)[:-9],
        bz2.compress(_CSV),
        lzma.compress(_CSV, preset=0),
    ]
    packed += [pa.Codec(kind).compress(_CSV, asbytes=True) for kind in ("zstd", "lz4")]
    return [
        *plain,
        *packed,
        *(each.getvalue() for each in columnar),
        _zip({"a.csv": _CSV}),
        _zip(_WORKBOOK),
        _tar(),
    ]


def _avro() -> bytes:
    sink = io.BytesIO()
    schema = {"type": "record", "name": "r", "fields": [{"name": "a", "type": "string"}]}
    fastavro.writer(sink, schema, [{"a": "x"}], codec="deflate")
    return sink.getvalue()


def _sqlite() -> bytes:
    with contextlib.closing(sqlite3.connect(":memory:")) as database:
        database.execute("CREATE TABLE t (a)")
        database.execute("INSERT INTO t VALUES ('x')")
        database.commit()
        return database.serialize()


def _zip(members: Mapping[str, bytes]) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return sink.getvalue()


def _tar() -> bytes:
    sink = io.BytesIO()
    with tarfile.open(fileobj=sink, mode="w") as archive:
        info = tarfile.TarInfo("a.csv")
        info.size = len(_CSV)
        archive.addfile(info, io.BytesIO(_CSV))
    return sink.getvalue()
