"""A file of each format and packing with a few hundred rows, for tests that break them."""

import bz2
import gzip
import io
import json
import lzma
import sqlite3
import tarfile
import zipfile
from collections.abc import Mapping
from contextlib import closing
from typing import Any, Literal

import fastavro
import pyarrow as pa
import pyarrow.feather
import pyarrow.orc
import pyarrow.parquet

_ROWS = 300
_GROUP = 100
_FIELDS = {"id": "int", "name": "string", "mail": "string", "fare": "double"}
_CODECS: tuple[Literal["zstd", "lz4"], ...] = ("zstd", "lz4")


def _rows() -> list[dict[str, Any]]:
    return [
        {"id": n, "name": f"N{n}", "mail": f"ada{n}@example.org", "fare": n / 3}
        for n in range(_ROWS)
    ]


def whole_files() -> Mapping[str, bytes]:
    """Contents by a name for what they are."""
    rows = _rows()
    lines = [f'{each["id"]},{each["name"]},"{each["mail"]}",{each["fare"]!r}\n' for each in rows]
    csv = "".join(("id,name,mail,fare\n", *lines))
    return {
        "csv": csv.encode(),
        "csv of two bytes a sign": csv.encode("utf-16"),
        "json lines": b"".join(json.dumps(each).encode() + b"\n" for each in rows),
        "json": json.dumps(rows).encode(),
        **_trees(rows),
        **_columnar(pa.Table.from_pylist(rows)),
        "avro": _avro(rows),
        "sqlite": _database(rows),
        "xlsx": _workbook(rows),
        **_packed(csv.encode()),
    }


def _trees(rows: list[dict[str, Any]]) -> dict[str, bytes]:
    elements = "".join(f'<i a="{each["id"]}"><b>{each["mail"]}</b></i>' for each in rows)
    items = "".join(f"- id: {each['id']}\n  mail: {each['mail']}\n" for each in rows)
    return {"xml": f'<?xml version="1.0"?><r>{elements}</r>'.encode(), "yaml": items.encode()}


def _columnar(table: pa.Table) -> dict[str, bytes]:
    parquet, orc, feather, stream = (io.BytesIO() for _ in range(4))
    pyarrow.parquet.write_table(table, parquet, row_group_size=_GROUP)
    pyarrow.orc.write_table(table, orc, compression="ZLIB")
    pyarrow.feather.write_feather(table, feather, compression="zstd")
    with pa.ipc.new_stream(stream, table.schema) as writer:
        writer.write_table(table)
    sinks = {"parquet": parquet, "orc": orc, "arrow": feather, "arrow stream": stream}
    return {name: sink.getvalue() for name, sink in sinks.items()}


def _avro(rows: list[dict[str, Any]]) -> bytes:
    sink = io.BytesIO()
    fields = [{"name": name, "type": kind} for name, kind in _FIELDS.items()]
    schema = {"type": "record", "name": "row", "fields": fields}
    fastavro.writer(sink, schema, rows, codec="deflate", sync_interval=500)
    return sink.getvalue()


def _database(rows: list[dict[str, Any]]) -> bytes:
    with closing(sqlite3.connect(":memory:")) as made:
        made.execute("CREATE TABLE people (id, name, mail, fare)")
        made.executemany("INSERT INTO people VALUES (:id, :name, :mail, :fare)", rows)
        made.commit()
        return made.serialize()


def _workbook(rows: list[dict[str, Any]]) -> bytes:
    cells = "".join(
        f"<row><c t='str'><v>{each['mail']}</v></c><c t='s'><v>{each['id'] % 3}</v></c></row>"
        for each in rows
    )
    return _zip(
        {
            "xl/workbook.xml": b"<workbook><sheets><sheet name='S'/></sheets></workbook>",
            "xl/worksheets/sheet1.xml": f"<worksheet>{cells}</worksheet>".encode(),
            "xl/sharedStrings.xml": f"<sst>{'<si><t>x</t></si>' * 3}</sst>".encode(),
        }
    )


def _packed(content: bytes) -> dict[str, bytes]:
    tar = io.BytesIO()
    with tarfile.open(fileobj=tar, mode="w") as archive:
        for name in ("a.csv", "b.csv"):
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return {
        "gzip": gzip.compress(content, mtime=0),
        "bzip2": bz2.compress(content),
        "xz": lzma.compress(content),
        **{kind: bytes(pa.Codec(kind).compress(content, asbytes=True)) for kind in _CODECS},
        "zip": _zip({"a.csv": content, "b.csv": content}),
        "tar": tar.getvalue(),
    }


def _zip(members: Mapping[str, bytes]) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return sink.getvalue()
