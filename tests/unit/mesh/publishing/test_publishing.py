"""One commit makes all clean files readable; a newer version drops the older and rewrites none."""

# ruff: noqa: D102 - the names say it all.

from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest

from mesh.contracts.model import Column, QualityRule, Table
from mesh.publishing.landing import ObjectVersion
from mesh.publishing.publisher import Publisher
from mesh.publishing.scanning import Scanner
from tests.unit.mesh.publishing.catalogue import LocalTables
from tests.unit.mesh.publishing.fakes import Staged, csv, planes, staged
from tests.unit.mesh.publishing.token_keys import FakeTokenKeys

NO_FEWER_THAN_TWO = QualityRule(
    name="enough planes",
    kind="table",
    metric="rowCount",
    column=None,
    operator="mustBeGreaterOrEqualTo",
    value=2,
)
SEATS_IN_RANGE = QualityRule(
    name="seats are few",
    kind="row",
    metric="range",
    column="seats",
    operator="mustBe",
    value=0,
    parameters={"minimum": 1, "maximum": 900},
)


class Hangar:
    """One product between landing and its table."""

    def __init__(self, folder: Path, at: Staged | None = None) -> None:
        self.at = at or staged()
        self.tables = LocalTables(folder, self.at.faults)
        self.scanner = Scanner(self.at.world)
        self.publisher = Publisher(self.at.world, self.tables, FakeTokenKeys())

    def land(self, key: str, *rows: str) -> ObjectVersion:
        file = self.at.zones.put(f"planes/{key}", csv(*rows))
        self.scanner.scan(file)
        return file

    def publish(self) -> None:
        self.publisher.publish("fleet", "planes")

    def seen(self) -> list[str]:
        return sorted(str(name) for name in self.tables.rows()["tailnum"].to_pylist())

    def state(self, file: ObjectVersion) -> str:
        return self.at.ledger.entries[f"fleet/planes/{file.file_id}"].state

    def snapshots(self) -> list[dict[str, str]]:
        table = self.tables.catalog.load_table(("fleet", "planes_v1"))
        found = sorted(table.snapshots(), key=lambda snapshot: snapshot.sequence_number or 0)
        return [s.summary.additional_properties for s in found if s.summary]


@pytest.fixture
def hangar(tmp_path: Path) -> Hangar:
    return Hangar(tmp_path)


def test_files_that_wait_are_published_in_one_commit(hangar: Hangar) -> None:
    files = [hangar.land("a.csv", "N1,5"), hangar.land("b.csv", "N2,6", "N3,7")]

    hangar.publish()

    (publication,) = hangar.at.ledger.publications("fleet", "planes")
    assert hangar.seen() == ["N1", "N2", "N3"]
    assert [s["mesh.publication"] for s in hangar.snapshots()] == [publication.publication_id]
    assert publication.files == tuple(file.file_id for file in files)
    assert {hangar.state(file) for file in files} == {"published"}
    assert set(hangar.at.zones.tags.values()) == {"published"}


def test_every_row_names_its_source_and_when_it_was_recorded(hangar: Hangar) -> None:
    file = hangar.land("a.csv", "N1,5")

    hangar.publish()

    (row,) = hangar.tables.rows().to_pylist()
    assert row["_mesh_source"] == f"{file.key}?{file.version_id}"
    assert row["_mesh_recorded_at"].year == 2026


def test_a_new_version_drops_whole_files_and_rewrites_none(hangar: Hangar) -> None:
    hangar.land("a.csv", "N1,5")
    hangar.land("b.csv", "N2,6")
    hangar.publish()
    kept = hangar.tables.catalog.load_table(("fleet", "planes_v1")).inspect.files()

    hangar.land("a.csv", "N9,5")
    hangar.publish()

    _, second = hangar.snapshots()
    files = hangar.tables.catalog.load_table(("fleet", "planes_v1")).inspect.files()
    assert hangar.seen() == ["N2", "N9"]
    assert (second["added-data-files"], second["deleted-data-files"]) == ("1", "1")
    assert len(set(files["file_path"].to_pylist()) & set(kept["file_path"].to_pylist())) == 1


def test_a_key_that_begins_like_another_is_another(hangar: Hangar) -> None:
    hangar.land("a", "N1,5")
    hangar.land("a?v1", "N2,6")
    hangar.publish()

    hangar.land("a", "N3,5")
    hangar.publish()

    assert hangar.seen() == ["N2", "N3"]


def test_an_older_version_told_late_never_wins(hangar: Hangar) -> None:
    old = hangar.at.zones.put("planes/a.csv", csv("OLD,5"))
    hangar.land("a.csv", "NEW,5")
    hangar.publish()

    hangar.scanner.scan(old)
    hangar.publish()

    assert hangar.seen() == ["NEW"]
    assert hangar.state(old) == "superseded"
    assert hangar.at.zones.tags[old.file_id] == "superseded"


def test_append_keeps_every_version(tmp_path: Path) -> None:
    hangar = Hangar(tmp_path, staged(planes(write_mode="append")))
    hangar.land("a.csv", "N1,5")
    hangar.land("a.csv", "N2,5")

    hangar.publish()

    assert hangar.seen() == ["N1", "N2"]


def test_replace_table_keeps_only_what_landed_last(tmp_path: Path) -> None:
    hangar = Hangar(tmp_path, staged(planes(write_mode="replace-table")))
    first = hangar.land("a.csv", "N1,5")
    hangar.publish()
    late = hangar.at.zones.put("planes/late.csv", csv("LATE,1"))
    hangar.land("b.csv", "N2,5")
    hangar.publish()

    hangar.scanner.scan(late)
    hangar.publish()

    assert hangar.seen() == ["N2"]
    assert (hangar.state(first), hangar.state(late)) == ("superseded", "superseded")


def test_a_file_without_rows_replaces_the_rows_of_its_older_version(hangar: Hangar) -> None:
    hangar.land("a.csv", "N1,5")
    hangar.publish()

    hangar.land("a.csv")
    hangar.publish()

    assert hangar.seen() == []


def test_a_rule_on_rows_sends_that_file_to_quarantine_and_lets_the_others_pass(
    tmp_path: Path,
) -> None:
    hangar = Hangar(tmp_path, staged(planes(quality=[SEATS_IN_RANGE])))
    hangar.land("good.csv", "N1,5")
    bad = hangar.land("bad.csv", "N2,5", "N3,100000")

    hangar.publish()

    assert hangar.seen() == ["N1"]
    assert hangar.state(bad) == "quarantined"
    assert "seats are few" in str(hangar.at.alerts.told[0]["reasons"])
    assert hangar.at.zones.copies == [(bad.key, csv("N2,5", "N3,100000"))]


def test_an_older_clean_version_is_published_when_the_newer_breaks_a_rule(tmp_path: Path) -> None:
    hangar = Hangar(tmp_path, staged(planes(quality=[SEATS_IN_RANGE])))
    hangar.land("a.csv", "N1,5")
    hangar.land("a.csv", "N2,100000")

    hangar.publish()

    assert hangar.seen() == ["N1"]


def test_a_rule_on_the_table_refuses_the_commit_and_the_files_wait(tmp_path: Path) -> None:
    hangar = Hangar(tmp_path, staged(planes(quality=[NO_FEWER_THAN_TWO])))
    first = hangar.land("a.csv", "N1,5")

    hangar.publish()

    assert hangar.snapshots() == []
    assert hangar.state(first) == "clean"
    assert hangar.at.alerts.told[0]["kind"] == "publication-refused"
    assert list(tmp_path.rglob("*.parquet")) == []

    hangar.land("b.csv", "N2,5")
    hangar.publish()

    assert hangar.seen() == ["N1", "N2"]


def test_a_rule_on_the_table_sees_kept_rows_and_not_replaced_ones(tmp_path: Path) -> None:
    unique = QualityRule(
        name="one row a plane",
        kind="table",
        metric="duplicateValues",
        column="tailnum",
        operator="mustBe",
        value=0,
    )
    hangar = Hangar(tmp_path, staged(planes(quality=[unique])))
    hangar.land("a.csv", "N1,5")
    hangar.publish()

    hangar.land("a.csv", "N1,6")
    hangar.publish()
    waits = hangar.land("b.csv", "N1,7")
    hangar.publish()

    assert hangar.tables.rows()["seats"].to_pylist() == [6]
    assert hangar.state(waits) == "clean"


def test_bytes_that_read_otherwise_than_when_they_were_scanned_are_refused(hangar: Hangar) -> None:
    file = hangar.land("a.csv", "N1,5")
    _, _, facts = hangar.at.zones.objects[file.file_id]
    hangar.at.zones.objects[file.file_id] = (file, csv("jane@example.org,5"), facts)

    hangar.publish()

    assert hangar.state(file) == "quarantined"
    assert "otherwise than when it was scanned" in str(hangar.at.alerts.told)


def test_a_verdict_under_an_older_contract_publishes_nothing_and_is_scanned_again(
    hangar: Hangar,
) -> None:
    file = hangar.land("a.csv", "N1,5")
    hangar.at.contracts.contracts["fleet", "planes"] = planes(version="1.1.0", digest="d2")

    hangar.publish()

    assert hangar.at.ledger.publications("fleet", "planes") == []
    assert hangar.at.queues.scans == [file]


def test_the_table_is_announced_when_it_is_made_and_when_it_is_widened(hangar: Hangar) -> None:
    hangar.land("a.csv", "N1,5")
    hangar.publish()
    hangar.land("b.csv", "N2,6")
    hangar.publish()
    assert hangar.at.queues.reconciles == ["table-published"]

    (table,) = planes().tables
    wider = replace(table, columns=(*table.columns, Column(name="engines", type="int")))
    hangar.at.contracts.contracts["fleet", "planes"] = planes(
        tables=(wider,), version="1.1.0", digest="d2"
    )
    hangar.scanner.scan(hangar.at.zones.put("planes/c.csv", b"tailnum,seats,engines\nN3,7,2\n"))
    hangar.publish()

    assert hangar.tables.rows().sort_by("tailnum")["engines"].to_pylist() == [None, None, 2]
    assert hangar.at.queues.reconciles == ["table-published"] * 2


@pytest.mark.parametrize(
    ("columns", "fault"),
    [
        ((Column(name="tailnum", type="string"),), "column seats is gone"),
        (
            (Column(name="tailnum", type="string"), Column(name="seats", type="string")),
            "column seats was int and is string",
        ),
    ],
)
def test_any_other_change_of_columns_needs_a_new_major_version(
    hangar: Hangar, columns: tuple[Column, ...], fault: str
) -> None:
    hangar.land("a.csv", "N1,5")
    hangar.publish()
    hangar.at.contracts.contracts["fleet", "planes"] = planes(
        tables=(Table(name=None, columns=columns),), digest="d2"
    )
    header = ",".join(column.name for column in columns)
    row = ",".join("5" for _ in columns)
    file = hangar.at.zones.put("planes/b.csv", f"{header}\n{row}\n".encode())
    hangar.scanner.scan(file)

    hangar.publish()

    assert hangar.seen() == ["N1"]
    assert hangar.state(file) == "clean"
    assert fault in str(hangar.at.alerts.told[-1]["reasons"])


def test_data_files_have_the_catalogues_ids_and_full_bounds_of_their_one_source(
    hangar: Hangar, tmp_path: Path
) -> None:
    key = "a-very-long-folder/" * 10 + "a.csv"
    file = hangar.land(key, *(f"N{n},5" for n in range(1000)))

    hangar.publish()

    table = hangar.tables.catalog.load_table(("fleet", "planes_v1"))
    (readable,) = table.inspect.files()["readable_metrics"].to_pylist()
    (path,) = tmp_path.rglob("*.parquet")
    ids = [(f.metadata or {})[b"PARQUET:field_id"] for f in pa.parquet.read_schema(path)]
    bounds = (readable or {})["_mesh_source"]
    assert bounds["lower_bound"] == bounds["upper_bound"] == f"{file.key}?{file.version_id}"
    assert ids == [b"1", b"2", b"3", b"4"]
