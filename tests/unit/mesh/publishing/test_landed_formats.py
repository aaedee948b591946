"""The same table is the same rows and the same digest, whatever kind of file it lands in."""

import io
import json
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet
import pytest

from mesh.contracts.model import Column, Contract, Table
from mesh.naming.limits import ScanLimits
from mesh.publishing.digest import digest_of
from mesh.publishing.ledger import LedgerEntry
from mesh.publishing.publisher import Publisher
from mesh.publishing.scanning import Scanner
from tests.unit.mesh.publishing.catalogue import LocalTables
from tests.unit.mesh.publishing.fakes import Staged, planes, staged
from tests.unit.mesh.publishing.table_files import (
    CSV,
    SCHEMA,
    TABLE,
    files,
    rows_,
    sqlite,
    workbook,
)
from tests.unit.mesh.publishing.token_keys import FakeTokenKeys
from tests.unit.mesh.scanning.scanned import zipped
from tests.unit.mesh.scanning.test_bookkeeping import fork

FILES = files()
DIGEST = digest_of(SCHEMA.arrow(), TABLE.to_batches())
MAIL = "ada@example.org"
TOWNS = (Column(name="name", type="string"), Column(name="seats", type="int"))


def contract(name: str | None = None) -> Contract:
    columns = tuple(
        Column(name=name, type=kind, required=name in SCHEMA.required)
        for name, kind in SCHEMA.columns
    )
    table = Table(name=name, columns=columns, null_values=SCHEMA.null_values)
    return planes(tables=(table,))


def judged(at: Staged, content: bytes) -> LedgerEntry:
    """The entry of a file of that content, which tells nothing by its name."""
    entry = Scanner(at.world).scan(at.zones.put("planes/file", content))
    assert entry is not None
    return entry


@pytest.mark.parametrize("kind", FILES)
def test_every_format_gives_the_same_rows_and_the_same_digest(kind: str) -> None:
    entry = judged(staged(contract()), FILES[kind])

    assert entry.verdict.reasons == ()
    assert (entry.state, entry.verdict.status, entry.verdict.rows) == ("clean", "COMPLETE", 2)
    assert entry.verdict.digest == DIGEST
    assert entry.verdict.format


@pytest.mark.parametrize("kind", ["avro", "xlsx", "orc", "csv in gzip", "json", "sqlite"])
def test_what_was_scanned_is_published_and_nothing_else(kind: str, tmp_path: Path) -> None:
    at = staged(contract())
    judged(at, FILES[kind])
    tables = LocalTables(tmp_path)

    outcome = Publisher(at.world, tables, FakeTokenKeys()).publish("fleet", "planes")

    assert [publication.rows for publication in outcome.publications] == [2]
    published = tables.rows().select(SCHEMA.names).sort_by("name").to_pylist()
    assert published == sorted(rows_(), key=lambda row: str(row["name"]))


@pytest.mark.parametrize("encoding", ["cp1251", "koi8_r"])
def test_names_in_no_utf8_are_published_as_they_were_written(encoding: str, tmp_path: Path) -> None:
    towns = ["Москва", "Казань", "Самара", "Омск", "Тула", "Пермь", "Сочи", "Тверь"]
    text = "name,seats\n" + "".join(f"{town},{seats}\n" for seats, town in enumerate(towns))
    at = staged(planes(tables=(Table(name=None, columns=TOWNS),)))
    assert judged(at, text.encode(encoding)).state == "clean"
    tables = LocalTables(tmp_path)

    Publisher(at.world, tables, FakeTokenKeys()).publish("fleet", "planes")

    assert tables.rows().sort_by("seats")["name"].to_pylist() == towns


@pytest.mark.parametrize("kind", FILES)
def test_a_value_beyond_the_tables_columns_is_found_in_every_format(kind: str) -> None:
    """A file is looked at as a whole, whether or not it holds the table."""
    table = Table(name=None, columns=(Column(name="tailnum", type="string"),))
    entry = judged(staged(planes(tables=(table,))), FILES[kind])

    assert entry.state == "quarantined"
    assert (entry.verdict.status, entry.verdict.reason) == ("COMPLETE", "")
    assert entry.verdict.reasons[0]


def test_the_sheet_of_the_tables_name_is_taken_before_the_first() -> None:
    content = workbook("First", "planes")

    assert judged(staged(contract("planes")), content).verdict.digest == DIGEST
    assert (
        "none of the contract's columns" in judged(staged(contract()), content).verdict.reasons[0]
    )


def test_of_several_tables_of_a_database_the_one_of_the_contracts_name_is_taken() -> None:
    content = sqlite(planes=True, others=2)

    assert judged(staged(contract("planes")), content).verdict.digest == DIGEST
    (reason,) = judged(staged(contract("people")), content).verdict.reasons
    assert reason == "none of its tables is called people"


def test_personal_data_in_another_sheet_refuses_the_workbook() -> None:
    secret = f"<worksheet><row><c t='str'><v>{MAIL}</v></c></row></worksheet>"
    content = workbook("notes", "planes", parts={"xl/worksheets/sheet1.xml": secret})

    entry = judged(staged(contract("planes")), content)

    assert entry.state == "quarantined"
    assert "notes.column 1 holds EMAIL_ADDRESS" in entry.verdict.reasons[0]


@pytest.mark.parametrize("key", [MAIL, "GB33BUKB20201555555555", "Zebulon Quistgaard, 5"])
def test_a_name_that_may_be_a_value_is_never_told(key: str) -> None:
    """Keys of objects come from the file as values do."""
    at = staged(contract())
    rows = json.dumps([{"name": "x", "seats": {key: f"{MAIL} {key}"}}, {key: MAIL}])

    entry = judged(at, rows.encode())

    told = entry.verdict.to_json() + json.dumps(at.alerts.told)
    assert "EMAIL_ADDRESS" in told
    assert [word for word in ("ada@", "example", "GB33", "uist") if word in told] == []


def test_a_name_in_which_nothing_is_recognised_is_told_by_its_shape_all_the_same() -> None:
    at = staged(contract())
    rows = json.dumps([{"name": "x", "quist-4711/gaard": MAIL}])

    told = judged(at, rows.encode()).verdict.to_json() + json.dumps(at.alerts.told)

    assert "EMAIL_ADDRESS" in told
    assert "4711" not in told


def test_bytes_and_time_zones_tell_no_name_either() -> None:
    secret = "Zebulon Quistgaard"
    zoned = pa.array([5], pa.int64()).cast(pa.timestamp("us", secret))
    verdicts = []
    for table in (pa.table({secret: [b"\xff\0"]}), pa.table({"seats": zoned})):
        sink = io.BytesIO()
        pyarrow.parquet.write_table(table, sink)
        verdicts.append(judged(staged(contract()), sink.getvalue()).verdict)
    narrow = planes(tables=(Table(name=None, columns=(Column(name="seats", type="int"),)),))
    verdicts.append(judged(staged(narrow), sink.getvalue()).verdict)

    assert verdicts[0].reason == "BINARY_CONTENT"
    assert "column seats is timestamp, the contract says int" in verdicts[2].reasons
    assert [verdict for verdict in verdicts if "uist" in verdict.to_json()] == []


def test_who_wrote_a_workbook_is_told_and_refuses_nothing() -> None:
    parts = {"docProps/core.xml": f"<p><creator>{MAIL}</creator></p>"}

    entry = judged(staged(contract()), workbook("Data", parts=parts))

    assert entry.state == "clean"
    assert [finding.entity for finding in entry.verdict.findings] == ["EMAIL_ADDRESS"]


def test_a_picture_beside_the_table_makes_the_scan_partial_and_is_never_clean() -> None:
    parts = {"xl/media/image1.png": "\x89PNG\x00\x01"}

    entry = judged(staged(contract()), workbook("Data", parts=parts))

    assert (entry.state, entry.verdict.status) == ("quarantined", "PARTIAL")
    assert entry.verdict.reason == "BINARY_CONTENT"


def test_the_findings_of_a_file_that_does_not_fit_are_told_with_the_fault() -> None:
    at = staged(contract())
    content = CSV.replace("N2,NA", f"{MAIL},many")

    entry = judged(at, content.encode())

    assert entry.verdict.reasons[0].startswith("row 2, column seats: is not a whole number")
    assert "column name holds EMAIL_ADDRESS" in entry.verdict.reasons[1]


def test_a_file_that_breaks_off_is_refused_by_its_code_and_what_came_before_is_told() -> None:
    at = staged(contract())
    lines = "".join(f'{{"name": "{MAIL}"}}\n' for _ in range(9))

    entry = judged(at, f'{lines}{{"na'.encode())

    assert (entry.verdict.status, entry.verdict.reason) == ("PARTIAL", "TRUNCATED")
    assert entry.verdict.reasons[0].startswith("TRUNCATED (json): ")
    (told,) = at.alerts.told
    assert (told["status"], told["reason"], told["format"]) == ("PARTIAL", "TRUNCATED", "json")
    assert "EMAIL_ADDRESS" in str(told["findings"])


def test_a_file_larger_than_any_may_be_is_refused_before_it_is_fetched() -> None:
    at = staged(contract())
    file = at.zones.put("planes/file", CSV.encode() * 30_000)
    world = replace(at.world, limits=ScanLimits(file_mb=1))
    calls = at.faults.calls

    entry = Scanner(world).scan(file)

    assert entry is not None
    assert (entry.state, entry.verdict.reason) == ("quarantined", "FILE_TOO_LARGE")
    assert "it has 3 MB, and 1 are read" in entry.verdict.reasons[0]
    # What it holds was not fetched: facts, copy, ledger twice, settling are all.
    assert at.faults.calls - calls == 5


def test_each_file_of_an_archive_is_to_land_by_itself() -> None:
    entry = judged(staged(contract()), zipped({"a.csv": CSV, "b.csv": CSV}))

    assert entry.verdict.reasons == ("it holds 2 files; land each by itself",)


@pytest.mark.parametrize("kind", ["sqlite", "parquet", "json"])
def test_what_macos_puts_beside_a_file_in_an_archive_is_no_file_of_its_own(kind: str) -> None:
    members = {
        "planes": FILES[kind],
        "__MACOSX/._planes": fork(b"com.apple.lastuseddate"),
        "e": b"",
    }

    entry = judged(staged(contract()), zipped(members))

    assert entry.verdict.reasons == ()
    assert (entry.state, entry.verdict.digest) == ("clean", DIGEST)


def test_an_address_that_macos_wrote_beside_a_file_refuses_the_archive() -> None:
    entry = judged(staged(contract()), zipped({"a.csv": CSV, "._a.csv": fork(MAIL.encode())}))

    assert entry.state == "quarantined"
    assert "texts holds EMAIL_ADDRESS" in entry.verdict.reasons[0]


@pytest.mark.parametrize(("note", "state"), [("two words", "clean"), (MAIL, "quarantined")])
def test_notes_of_a_file_are_looked_at_and_are_no_column(note: str, state: str) -> None:
    sink = io.BytesIO()
    pyarrow.parquet.write_table(TABLE.replace_schema_metadata({"by": note}), sink)

    assert judged(staged(contract()), sink.getvalue()).state == state
