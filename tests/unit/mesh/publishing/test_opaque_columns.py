"""Bytes that nobody can look into pass only where the contract says so; text among them is read."""

import io
import os
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet
import pytest

from mesh.contracts.model import Column, Contract, Deidentification, Table
from mesh.naming.limits import ScanLimits
from mesh.publishing.ledger import LedgerEntry
from mesh.publishing.mapping.schema import FileSchema
from mesh.scanning.frames import Rows
from mesh.scanning.opaque import looked_into
from mesh.scanning.reading import read
from tests.unit.mesh.publishing.binary_files import WRITERS, arrow, parquet, sqlite
from tests.unit.mesh.publishing.fakes import planes, staged
from tests.unit.mesh.publishing.test_publishing import Hangar

PHOTO = bytes.fromhex("89504e470d0a1a0a0000000d49484452ff00fe")
MAIL = b"write to ada@example.org"
WHY = "photographs of the outside of the aircraft"
NOTE = (
    "column photo holds bytes that nobody looked into, as the contract declares: "
    "photographs of the outside of the aircraft"
)


def contract(opaque: str = WHY, **fields: Any) -> Contract:  # noqa: ANN401
    columns = (
        Column(name="tailnum", type="string", required=True),
        Column(name="photo", type="binary", opaque=opaque, **fields),
    )
    return planes(tables=(Table(name=None, columns=columns),))


def landed(at: Hangar, content: bytes) -> LedgerEntry:
    entry = at.scanner.scan(at.at.zones.put("planes/file", content))
    assert entry is not None
    return entry


def photos(at: Hangar) -> list[object]:
    rows = at.tables.rows().sort_by("tailnum")
    return list(rows["photo"].to_pylist())


@pytest.mark.parametrize("kind", WRITERS)
def test_declared_bytes_are_published_as_they_are_and_the_verdict_says_that_nobody_looked(
    kind: str, tmp_path: Path
) -> None:
    at = Hangar(tmp_path, staged(contract()))

    entry = landed(at, WRITERS[kind]([PHOTO, None, b"", b"plain words"]))
    at.publish()

    verdict = entry.verdict
    assert (entry.state, verdict.status, verdict.reason) == ("clean", "COMPLETE", "")
    assert (verdict.rows, verdict.notes) == (4, (NOTE,))
    assert photos(at) == [PHOTO, None, b"", b"plain words"]


@pytest.mark.parametrize("kind", WRITERS)
def test_undeclared_bytes_are_refused(kind: str, tmp_path: Path) -> None:
    entry = landed(Hangar(tmp_path, staged(contract(opaque=""))), WRITERS[kind]([PHOTO]))

    verdict = entry.verdict
    assert (entry.state, verdict.status) == ("quarantined", "PARTIAL")
    assert any("BINARY_CONTENT" in reason for reason in verdict.reasons)
    assert verdict.notes == ()


@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize("beside", [(), (PHOTO,)])
def test_text_in_a_declared_column_is_looked_into_all_the_same(
    kind: str, beside: tuple[bytes, ...], tmp_path: Path
) -> None:
    entry = landed(Hangar(tmp_path, staged(contract())), WRITERS[kind]([*beside, MAIL]))

    assert (entry.state, entry.verdict.status) == ("quarantined", "COMPLETE")
    (found,) = [one for one in entry.verdict.findings if one.entity == "EMAIL_ADDRESS"]
    assert (found.column, found.count, found.rows) == ("photo", 1, (len(beside) + 1,))
    assert b"ada" not in entry.verdict.to_json().encode()


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16"])
def test_text_that_is_no_utf_8_is_bytes_and_looked_into(encoding: str, tmp_path: Path) -> None:
    at = Hangar(tmp_path, staged(contract()))

    entry = landed(at, parquet(["an Zoë, zoe.lang@example.org".encode(encoding)]))
    harmless = landed(at, parquet(["Zoë".encode(encoding), os.urandom(256)]))

    assert entry.state == "quarantined"
    assert [one.entity for one in entry.verdict.findings] == ["EMAIL_ADDRESS"]
    assert (harmless.state, harmless.verdict.notes) == ("clean", (NOTE,))


def test_bytes_that_are_all_text_need_no_declaration_and_no_note(tmp_path: Path) -> None:
    at = Hangar(tmp_path, staged(contract(opaque="")))

    entry = landed(at, parquet([b"plain", b"words"]))
    at.publish()

    assert (entry.state, entry.verdict.notes) == ("clean", ())
    assert photos(at) == [b"plain", b"words"]


@pytest.mark.parametrize(
    "table",
    [
        pa.table({"tailnum": ["N1"], "photo": [PHOTO], "x": [PHOTO]}),
        pa.table({"tailnum": ["N1"], "photo": [{"raw": PHOTO}]}),
        pa.table({"tailnum": ["N1"], "photo": [[PHOTO]]}),
    ],
)
def test_the_declaration_is_of_the_column_and_of_nothing_beside_or_inside(
    table: pa.Table, tmp_path: Path
) -> None:
    sink = io.BytesIO()
    pyarrow.parquet.write_table(table, sink)

    entry = landed(Hangar(tmp_path, staged(contract())), sink.getvalue())

    assert (entry.state, entry.verdict.status) == ("quarantined", "PARTIAL")
    assert entry.verdict.reason == "BINARY_CONTENT"


def test_bytes_of_another_table_of_the_file_are_not_declared(tmp_path: Path) -> None:
    columns = contract().tables[0].columns
    named = planes(tables=(Table(name="planes", columns=columns),))
    with closing(sqlite3.connect(":memory:")) as database:
        for table in ("planes", "crews"):
            database.execute(f"CREATE TABLE {table} (tailnum, photo)")
            database.execute(f"INSERT INTO {table} VALUES ('N1', ?)", (PHOTO,))  # noqa: S608
        database.commit()
        content = database.serialize()

    entry = landed(Hangar(tmp_path, staged(named)), content)

    assert (entry.state, entry.verdict.reason) == ("quarantined", "BINARY_CONTENT")


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"tailnum,photo\nN1,iVBORw0KGgo=\n", "column photo is text, the contract says binary"),
        (b'{"tailnum": "N1", "photo": "iVBORw0KGgo="}', "column photo is text"),
        (sqlite([PHOTO, "text"]), "column photo holds bytes and other values"),
    ],
)
def test_bytes_written_as_text_are_no_bytes(content: bytes, fault: str, tmp_path: Path) -> None:
    entry = landed(Hangar(tmp_path, staged(contract())), content)

    assert entry.state == "quarantined"
    assert fault in " ".join(entry.verdict.reasons)


def test_a_file_of_text_may_leave_bytes_out(tmp_path: Path) -> None:
    at = Hangar(tmp_path, staged(contract()))

    entry = landed(at, b"tailnum,photo\nN1,\n")
    at.publish()

    assert entry.state == "clean"
    assert photos(at) == [None]


def test_every_byte_counts_in_the_digest(tmp_path: Path) -> None:
    at = Hangar(tmp_path, staged(contract()))

    digests = {
        landed(at, parquet(values)).verdict.digest
        for values in ([PHOTO, b""], [PHOTO + b"\0", b""], [PHOTO, None], [PHOTO, b"\0"])
    }

    assert len(digests) == 4


@pytest.mark.parametrize("method", ["drop", "nullify"])
def test_what_nobody_looked_into_may_also_stay_out_of_the_table(
    method: Any,  # noqa: ANN401 - a literal
    tmp_path: Path,
) -> None:
    at = Hangar(tmp_path, staged(contract(deidentify=Deidentification(method=method))))

    entry = landed(at, parquet([PHOTO]))
    at.publish()

    assert entry.state == "clean"
    (row,) = at.tables.rows().to_pylist()
    assert row.get("photo") is None
    assert ("photo" in row) == (method == "nullify")
    written = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert not any(PHOTO in content for content in written)


def test_what_is_declared_of_bytes_that_nobody_saw_is_not_called_less_sensitive(
    tmp_path: Path,
) -> None:
    at = Hangar(tmp_path, staged(contract(personal=("PERSON",), classification="restricted")))

    assert landed(at, parquet([PHOTO])).verdict.notes == (NOTE,)


@pytest.mark.parametrize("kind", ["parquet", "arrow"])
def test_large_images_are_read_a_few_at_a_time(kind: str) -> None:
    content = WRITERS[kind]([PHOTO + bytes(1 << 20)] * 40)
    schema = FileSchema.of(contract().tables[0])

    frames = list(read(io.BytesIO(content), len(content), ScanLimits(), schema.expected()))

    rows = [frame.batch.num_rows for frame in frames if isinstance(frame, Rows)]
    assert (sum(rows), max(rows)) == (40, 7)


def test_what_is_kept_of_a_row_keeps_none_of_its_bytes() -> None:
    batch = arrow([PHOTO], pa.binary()).to_batches()[0]

    read_of, opaque = looked_into(batch)

    assert opaque == ("photo",)
    assert read_of["photo"].to_pylist() == [None]
    assert read_of["tailnum"].to_pylist() == ["N0"]
    places = {buffer.address for one in (read_of, batch) if (buffer := one["tailnum"].buffers()[2])}
    assert len(places) == 2


def test_a_file_that_was_refused_is_published_once_its_contract_declares_the_column(
    tmp_path: Path,
) -> None:
    at = Hangar(tmp_path, staged(contract(opaque="")))
    refused = landed(at, parquet([PHOTO]))
    at.at.contracts.contracts["fleet", "planes"] = replace(contract(), version="1.1.0", digest="d2")
    at.at.ledger.write(refused.step("released"))

    at.scanner.scan(refused.file)
    at.publish()

    assert photos(at) == [PHOTO]
