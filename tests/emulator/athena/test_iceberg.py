"""Old snapshots and metadata of Iceberg tables show no more than the grants of today."""
# ruff: noqa: S608 - queries are put together from numbers and names of this file

import datetime as dt
import time
from typing import Any

import pyarrow as pa
import pytest
from pyiceberg.types import StringType

from tests.emulator.athena.world import SHARED, Warehouse
from tests.emulator.conftest import CONSUMER
from tests.emulator.lakeformation.world import PLANES

TELLING = ("files", "partitions", "manifests", "snapshots")
OLD = pa.table({"id": pa.array([1, 2], pa.int64()), "owner": ["me", "you"]})
NEW = pa.table({"id": pa.array([3], pa.int64()), "owner": ["me"]})


@pytest.fixture(scope="module")
def flights(house: Warehouse) -> dict[str, Any]:
    """A table with two snapshots; the number of the first, and a moment between them."""
    made = house.publish("flights", OLD)
    first = made.current_snapshot().snapshot_id
    time.sleep(0.05)
    between = dt.datetime.now(dt.UTC)
    time.sleep(0.05)
    made.append(NEW)
    house.open_to_analyst("flights")
    return {"first": first, "between": between.strftime("%Y-%m-%d %H:%M:%S.%f UTC")}


def test_a_version_is_the_table_as_it_was(house: Warehouse, flights: dict[str, Any]) -> None:
    rows = house.rows(f"SELECT id FROM flights FOR VERSION AS OF {flights['first']} ORDER BY id")

    assert rows == [["1"], ["2"]]


def test_a_moment_is_the_table_as_it_was_then(house: Warehouse, flights: dict[str, Any]) -> None:
    then = f"FOR TIMESTAMP AS OF TIMESTAMP '{flights['between']}'"

    assert house.rows(f"SELECT count(*) FROM flights {then} AS f") == [["2"]]


def test_a_query_reads_several_versions_at_once(house: Warehouse, flights: dict[str, Any]) -> None:
    rows = house.rows(
        "SELECT n.id FROM flights n LEFT JOIN flights FOR VERSION AS OF"
        f" {flights['first']} o ON n.id = o.id WHERE o.id IS NULL"
    )

    assert rows == [["3"]]


def test_a_moment_can_be_counted_from_now(house: Warehouse, flights: dict[str, Any]) -> None:
    del flights
    now = "FOR TIMESTAMP AS OF (current_timestamp - interval '0' day)"

    assert house.rows(f"SELECT count(*) FROM flights {now}") == [["3"]]


@pytest.mark.parametrize(
    ("version", "reason"),
    [
        ("VERSION AS OF 42", "INVALID_ARGUMENTS: Iceberg snapshot ID does not exists: 42"),
        ("VERSION AS OF 'gone'", "INVALID_ARGUMENTS: Cannot find snapshot with reference name"),
        ("TIMESTAMP AS OF DATE '2001-01-01'", "INVALID_ARGUMENTS: No version history table"),
        ("TIMESTAMP AS OF TIMESTAMP 'soon'", "INVALID_LITERAL: line 1:"),
    ],
)
def test_what_never_was_is_refused(
    house: Warehouse, flights: dict[str, Any], version: str, reason: str
) -> None:
    del flights

    assert house.fault(f"SELECT * FROM flights FOR {version}").startswith(reason)


def test_an_old_version_shows_the_rows_of_the_filter(
    house: Warehouse, flights: dict[str, Any]
) -> None:
    reader = _reader(house, "filtered", ["id"], "owner = 'me'")
    then = f"FOR VERSION AS OF {flights['first']}"

    assert house.rows(f"SELECT * FROM flights {then}", reader) == [["1"]]
    assert "Column 'owner' cannot be resolved" in house.fault(
        f"SELECT owner FROM flights {then}", reader
    )


def test_an_old_version_shows_no_column_under_another_ones_name(house: Warehouse) -> None:
    made = house.publish("people", pa.table({"id": [1], "email": ["ann@example.org"]}))
    first = made.current_snapshot().snapshot_id
    with made.update_schema() as change:
        change.rename_column("email", "raw_email")
    with made.update_schema() as change:
        change.add_column("email", StringType())
    made.append(pa.table({"id": [2], "raw_email": ["bob@example.org"], "email": ["masked"]}))
    house.open_to_analyst("people", ["id", "email"])

    assert house.rows("SELECT * FROM people ORDER BY id") == [["1", None], ["2", "masked"]]
    assert house.rows(f"SELECT * FROM people FOR VERSION AS OF {first}") == [["1"]]


def test_metadata_is_told_to_who_may_read_everything(
    house: Warehouse, flights: dict[str, Any]
) -> None:
    snapshots = house.rows('SELECT snapshot_id, operation FROM "flights$snapshots" ORDER BY 1')
    files = house.rows('SELECT file_path, record_count, lower_bounds[1] FROM "flights$files"')
    partitions = house.rows(
        'SELECT record_count, file_count, data.id.max FROM "flights$partitions"'
    )

    assert sorted(row[1] or "" for row in snapshots) == ["append", "append"]
    assert str(flights["first"]) in [row[0] for row in snapshots]
    assert sorted((row[1], row[2]) for row in files) == [("1", "3"), ("2", "1")]
    assert partitions == [["3", "2", "3"]]
    assert house.rows('SELECT count(*) FROM "flights$manifests"') == [["2"]]


def test_the_path_of_a_row_is_no_part_of_a_star(house: Warehouse, flights: dict[str, Any]) -> None:
    del flights
    files = house.rows('SELECT file_path FROM "flights$files"')

    paths = house.rows('SELECT DISTINCT "$path" FROM flights')
    rows = house.rows("""SELECT * FROM flights WHERE "$path" LIKE 's3://%' AND id = 3""")

    assert sorted(map(str, paths)) == sorted(map(str, files))
    assert rows == [["3", "me"]]


@pytest.mark.parametrize("kind", TELLING)
@pytest.mark.parametrize("rows", [None, "id > 1"])
def test_metadata_that_tells_of_data_is_closed_under_a_filter_or_to_some_columns(
    house: Warehouse, flights: dict[str, Any], kind: str, rows: str | None
) -> None:
    del flights
    reader = _reader(house, f"{kind}-{bool(rows)}".lower(), None if rows else ["id"], rows)

    reason = house.fault(f'SELECT count(*) FROM "flights${kind}"', reader)

    assert reason.startswith("PERMISSION_DENIED: line 1:22: AccessDeniedException")
    assert f"flights${kind}" in reason


def test_the_path_is_closed_under_a_filter(house: Warehouse, flights: dict[str, Any]) -> None:
    del flights
    reader = _reader(house, "paths", None, "id > 1")

    reason = house.fault('SELECT "$path" FROM flights', reader)

    assert reason.startswith("PERMISSION_DENIED: line 1:21: AccessDeniedException")
    assert house.rows("SELECT count(*) FROM flights", reader) == [["2"]]


def test_history_and_references_stay_open_under_a_filter(
    house: Warehouse, flights: dict[str, Any]
) -> None:
    reader = _reader(house, "history", ["id"], "id > 1")

    history = house.rows('SELECT snapshot_id FROM "flights$history" ORDER BY 1', reader)
    references = house.rows('SELECT name, type FROM "flights$refs"', reader)

    assert str(flights["first"]) in [row[0] for row in history]
    assert references == [["main", "BRANCH"]]


def test_metadata_is_closed_to_who_may_read_nothing(
    house: Warehouse, flights: dict[str, Any]
) -> None:
    del flights
    reader = house.role("outside", CONSUMER)

    assert "Insufficient" in house.fault('SELECT * FROM "flights$history"', reader)


def _reader(house: Warehouse, name: str, columns: list[str] | None, rows: str | None) -> str:
    """A role of the consumer that sees the link and one filter of flights."""
    role = house.role(f"reader-{name}", CONSUMER)
    link = {"CatalogId": CONSUMER, "DatabaseName": SHARED, "Name": "flights"}
    house.grant(role, {"Table": link}, "DESCRIBE", by=house.keeper)
    where = {"TableCatalogId": PLANES["CatalogId"], "DatabaseName": "fleet", "TableName": "flights"}
    chosen: dict[str, Any] = {"ColumnNames": columns} if columns else {"ColumnWildcard": {}}
    shape: dict[str, Any] = {"FilterExpression": rows} if rows else {"AllRowsWildcard": {}}
    house.lf(house.admin).create_data_cells_filter(
        TableData={**where, "Name": name, **chosen, "RowFilter": shape}
    )
    house.grant(role, {"DataCellsFilter": {**where, "Name": name}}, "SELECT")
    return role
