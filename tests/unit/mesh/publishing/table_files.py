"""One table of two rows as a file of every format that can hold it."""

import bz2
import csv
import gzip
import io
import json
import lzma
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import fastavro
import pyarrow as pa
import pyarrow.orc
import pyarrow.parquet

from mesh.publishing.mapping.schema import FileSchema
from tests.unit.mesh.scanning.scanned import zipped

SCHEMA = FileSchema(
    columns=(
        ("name", "string"),
        ("seats", "int"),
        ("weight", "double"),
        ("built", "date"),
        ("seen", "timestamp"),
        ("active", "boolean"),
        ("price", "decimal(9,2)"),
    ),
    required=("name",),
    null_values=("", "NA"),
)
TABLE = pa.Table.from_pylist(
    [
        {
            "name": "Né, 1",
            "seats": 5,
            "weight": 1.5,
            "built": date(2013, 1, 2),
            "seen": datetime(2013, 1, 2, 3, 4, 5),  # noqa: DTZ001 - the contract's have no zone
            "active": True,
            "price": Decimal("9.50"),
        },
        {"name": "N2"},
    ],
    SCHEMA.arrow(),
)
CSV = """name,seats,weight,built,seen,active,price
"Né, 1",5,1.5,2013-01-02,2013-01-02T03:04:05Z,true,9.50
N2,NA,NA,NA,NA,NA,NA
"""
OBJECTS: list[dict[str, object]] = [
    {
        "name": "Né, 1",
        "seats": 5,
        "weight": 1.5,
        "built": "2013-01-02",
        "seen": "2013-01-02 03:04:05",
        "active": True,
        "price": 9.5,
    },
    {"name": "N2", "seats": None},
]
_AVRO = {
    "name": "string",
    "seats": "int",
    "weight": "double",
    "built": {"type": "int", "logicalType": "date"},
    "seen": {"type": "long", "logicalType": "timestamp-micros"},
    "active": "boolean",
    "price": {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2},
}
# 41276 and 41276.127835648 are the days from 1899-12-30, as programs keep dates in cells.
_SHEET = """<worksheet><sheetData>
<row/><row><c t="inlineStr"><is><t>name</t></is></c>{header}</row>
<row><c t="s"><v>0</v></c><c><v>5</v></c><c><v>1.5</v></c><c><v>41276</v></c>
<c><v>41276.127835648149</v></c><c t="b"><v>1</v></c><c><v>9.5</v></c></row>
<row><c t="str"><v>N2</v></c><c t="inlineStr"><is><t>NA</t></is></c></row>
</sheetData></worksheet>"""


def files() -> dict[str, bytes]:
    """The same table, by the name of what holds it."""
    return dict([*_texts(), *_columnar(), *_packed()]) | {
        "avro": avro(),
        "sqlite": sqlite(planes=True),
        "xlsx": workbook("Data"),
    }


def avro() -> bytes:
    """The table as Avro has it."""
    return avro_of(rows_())


def avro_of(rows: list[dict[str, Any]]) -> bytes:
    """Rows with Avro's own types of dates, times and decimals."""
    fields = [{"name": name, "type": ["null", kind]} for name, kind in _AVRO.items()]
    sink = io.BytesIO()
    zoned = [row | {"seen": row["seen"] and row["seen"].replace(tzinfo=UTC)} for row in rows]
    fastavro.writer(sink, {"type": "record", "name": "r", "fields": fields}, zoned)
    return sink.getvalue()


def sqlite(*, planes: bool, others: int = 0) -> bytes:
    """The table ``planes`` of a database, and some other tables."""
    with closing(sqlite3.connect(":memory:")) as database:
        for number in range(others):
            database.execute(f"CREATE TABLE other{number} (remark)")
        if planes:
            database.execute(f"CREATE TABLE planes ({', '.join(SCHEMA.names)})")
            rows = [[str(value) if value is not None else None for value in row.values()]
                    for row in rows_()]  # fmt: skip
            database.executemany("INSERT INTO planes VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
        database.commit()
        return database.serialize()


def workbook(*sheets: str, parts: Mapping[str, str] | None = None) -> bytes:
    """A workbook whose last sheet holds the table; the others say hello."""
    header = "".join(f'<c t="inlineStr"><is><t>{name}</t></is></c>' for name in SCHEMA.names[1:])
    hello = "<worksheet><row><c t='inlineStr'><is><t>hello</t></is></c></row></worksheet>"
    names = "".join(f"<sheet name='{name}'/>" for name in sheets)
    members = {
        "xl/workbook.xml": f"<workbook><sheets>{names}</sheets></workbook>",
        "xl/sharedStrings.xml": "<sst><si><t>Né, 1</t></si></sst>",
    }
    for number, _ in enumerate(sheets, start=1):
        content = _SHEET.format(header=header) if number == len(sheets) else hello
        members[f"xl/worksheets/sheet{number}.xml"] = content
    return zipped(members | dict(parts or {}))


def rows_() -> list[dict[str, Any]]:
    """The rows as Python's own values."""
    return TABLE.to_pylist()


def _texts() -> Iterator[tuple[str, bytes]]:
    for delimiter in (";", "\t", "|", "^"):
        yield f"csv {delimiter}", _rewritten(delimiter=delimiter).encode()
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "latin-1", "cp1252"):
        yield f"csv in {encoding}", CSV.encode(encoding)
    yield "csv with other line ends", CSV.replace("\n", "\r\n").encode()
    yield "csv after empty lines", b"\r\n" * 3 + b"\n" + CSV.encode()
    yield "csv without a last line end", CSV.rstrip().encode()
    yield "csv all quoted", _rewritten(quoting=csv.QUOTE_ALL).encode()
    yield "json", json.dumps(OBJECTS, indent=1).encode()
    yield "json lines", "\n".join(map(json.dumps, OBJECTS)).encode()
    escaped = json.dumps(OBJECTS[0]).replace("name", "n\\u0061me")
    yield "json lines in other signs", f"{escaped}\n{json.dumps(OBJECTS[1])}".encode()


def _rewritten(**dialect: Any) -> str:  # noqa: ANN401 - of the csv module
    text = io.StringIO()
    csv.writer(text, **dialect).writerows(csv.reader(io.StringIO(CSV)))
    return text.getvalue()


def _columnar() -> Iterator[tuple[str, bytes]]:
    sinks = {kind: io.BytesIO() for kind in ("parquet", "orc", "arrow", "arrow stream")}
    pyarrow.parquet.write_table(TABLE, sinks["parquet"], row_group_size=1, compression="zstd")
    pyarrow.orc.write_table(TABLE, sinks["orc"], compression="LZ4")
    with pa.ipc.new_file(sinks["arrow"], TABLE.schema) as file:
        file.write_table(TABLE)
    with pa.ipc.new_stream(sinks["arrow stream"], TABLE.schema) as stream:
        stream.write_table(TABLE)
    for kind, sink in sinks.items():
        yield kind, sink.getvalue()


def _packed() -> Iterator[tuple[str, bytes]]:
    text = CSV.encode()
    yield "csv in gzip", gzip.compress(text, mtime=0)
    yield "csv in bzip2", bz2.compress(text)
    yield "csv in xz", lzma.compress(text)
    yield "csv in zstd", pa.Codec("zstd").compress(text, asbytes=True)
    yield "csv in lz4", pa.Codec("lz4").compress(text, asbytes=True)
    yield "csv in zip", zipped({"a.csv": text})
    yield "avro in gzip", gzip.compress(avro(), mtime=0)
    yield "parquet in zip", zipped({"a.parquet": dict(_columnar())["parquet"]})
