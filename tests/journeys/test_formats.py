"""Files of any format land by the command, are looked at as a whole, and become the same rows."""

import gzip
import io
import json
import sqlite3
import subprocess
import zipfile
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import fastavro
import pyarrow as pa
import pyarrow.orc
import pytest

from cli.demo.world import World
from tests.journeys.test_command import mesh, refused
from tests.journeys.test_files import count

ROW: Mapping[str, object] = {
    "booking_id": 0,
    "passenger_id": 1,
    "carrier": "UA",
    "flight": 1,
    "flight_date": "2013-08-01",
    "origin": "EWR",
    "dest": "ORD",
    "fare": 100.5,
    "remarks": "aisle",
}
_AVRO = {"booking_id": "long", "passenger_id": "long", "flight": "int", "fare": "double"}


def avro(row: Mapping[str, object]) -> bytes:
    sink = io.BytesIO()
    fields = [{"name": name, "type": ["null", _AVRO.get(name, "string")]} for name in row]
    schema = {"type": "record", "name": "booking", "fields": fields}
    fastavro.writer(sink, schema, [dict(row)], codec="deflate")
    return sink.getvalue()


def orc(row: Mapping[str, object]) -> bytes:
    sink = io.BytesIO()
    pyarrow.orc.write_table(pa.Table.from_pylist([dict(row)]), sink, compression="ZSTD")
    return sink.getvalue()


def workbook(row: Mapping[str, object]) -> bytes:
    cells = [[f"<c t='str'><v>{cell}</v></c>" for cell in line] for line in (row, row.values())]
    lines = "".join(f"<row>{''.join(line)}</row>" for line in cells)
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "xl/workbook.xml", "<workbook><sheets><sheet name='S'/></sheets></workbook>"
        )
        archive.writestr("xl/worksheets/sheet1.xml", f"<worksheet>{lines}</worksheet>")
    return sink.getvalue()


def database(row: Mapping[str, object]) -> bytes:
    with closing(sqlite3.connect(":memory:")) as made:
        made.execute(f"CREATE TABLE bookings ({', '.join(row)})")
        made.execute(f"INSERT INTO bookings VALUES ({', '.join('?' * len(row))})", [*row.values()])  # noqa: S608
        made.commit()
        return made.serialize()


def test_every_format_is_published_alike(landed: World, tmp_path: Path) -> None:
    """Their names tell nothing: what a file is, its bytes say."""
    rows = [{**ROW, "booking_id": 970_000 + number} for number in range(5)]
    contents = [
        avro(rows[0]),
        orc(rows[1]),
        workbook(rows[2]),
        gzip.compress(json.dumps([rows[3]], indent=2).encode("utf-8")),
        database(rows[4]),
    ]
    files = [tmp_path / f"booking-{number}" for number in range(len(contents))]
    for file, content in zip(files, contents, strict=True):
        file.write_bytes(content)

    done = put(landed, *files)

    assert done.returncode == 0, done.stdout + done.stderr
    assert count(landed, "booking_id BETWEEN 970000 AND 970004 AND fare = 100.5") == 5
    assert count(landed, "booking_id BETWEEN 970000 AND 970004 AND remarks = 'aisle'") == 5


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("log", b"started\nstopped after a while", "it holds no table"),
        ("tree", b"<bookings><booking><id>1</id></booking></bookings>", "it holds no table"),
        ("cut", gzip.compress(b"booking_id\n" + b"1\n" * 9_000, mtime=0)[:-9], "TRUNCATED"),
        (
            "avro",
            avro({**ROW, "booking_id": 950_001, "seat": "12A"}),
            "seat is not in the contract",
        ),
    ],
)
def test_what_cannot_be_a_table_of_the_contract_waits_in_quarantine_with_the_reason(
    landed: World, tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    (tmp_path / name).write_bytes(content)

    done = put(landed, tmp_path / name)

    assert "mesh quarantine list" in refused(done)
    assert reason in " ".join(done.stdout.split())


def test_an_address_in_a_workbooks_hidden_sheet_refuses_it_and_is_never_shown(
    landed: World, tmp_path: Path
) -> None:
    secret = "waldemar.hidden@example.org"
    content = io.BytesIO(workbook({**ROW, "booking_id": 960_001}))
    with zipfile.ZipFile(content, "a") as archive:
        sheet = f"<worksheet><row><c t='str'><v>{secret}</v></c></row></worksheet>"
        archive.writestr("xl/worksheets/sheet2.xml", sheet)
    (tmp_path / "book.xlsx").write_bytes(content.getvalue())

    done = put(landed, tmp_path / "book.xlsx")

    assert "mesh quarantine list" in refused(done)
    assert "EMAIL_ADDRESS" in done.stdout
    assert "waldemar" not in done.stdout + done.stderr
    assert count(landed, "booking_id = 960001") == 0


def put(world: World, *files: Path) -> subprocess.CompletedProcess[str]:
    return mesh("put", "loyalty/bookings", *map(str, files), "--as", "loyalty/engineer",
                AWS_ENDPOINT_URL=world.aws.endpoint, COLUMNS="300")  # fmt: skip
