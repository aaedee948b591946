"""A view shows what its caller may read of the tables below it, and no more."""
# ruff: noqa: S608 - queries are put together from names of this file

import pytest

from tests.emulator.athena.scratch import SCRATCH, link_to_planes, make_scratch
from tests.emulator.athena.world import SHARED, Warehouse
from tests.emulator.conftest import CONSUMER


@pytest.fixture(scope="module", autouse=True)
def _scratch(house: Warehouse) -> None:
    make_scratch(house)
    house.open_to_analyst(columns=["tail", "year"])


def test_a_view_is_read_like_a_table(house: Warehouse) -> None:
    ended = house.ask(f"CREATE VIEW {SCRATCH}.aged AS SELECT tail, 2020 - year AS age FROM planes")

    rows = house.rows(f"SELECT a.tail FROM {SCRATCH}.aged a WHERE age > 20")

    assert (ended["StatementType"], ended["SubstatementType"]) == ("DDL", "CREATE_VIEW")
    assert ended["ResultConfiguration"]["OutputLocation"].endswith(".txt")
    assert rows == [["a"]]


def test_unqualified_names_are_of_the_database_where_it_was_made(house: Warehouse) -> None:
    house.ask(f"CREATE VIEW {SCRATCH}.here AS WITH p AS (SELECT * FROM planes) SELECT tail FROM p")

    rows = house.rows("SELECT count(*) FROM here", QueryExecutionContext={"Database": SCRATCH})

    assert rows == [["3"]]


def test_a_view_is_listed_as_one(house: Warehouse) -> None:
    house.ask(f"CREATE VIEW {SCRATCH}.listed AS SELECT 1 AS x")
    house.ask(f"CREATE TABLE {SCRATCH}.table_beside AS SELECT 1 AS x")

    rows = house.rows(
        "SELECT table_name, table_type FROM information_schema.tables"
        f" WHERE table_schema = '{SCRATCH}' AND table_name IN ('listed', 'table_beside') ORDER BY 1"
    )

    assert rows == [["listed", "VIEW"], ["table_beside", "BASE TABLE"]]


def test_a_view_of_a_view_is_read(house: Warehouse) -> None:
    house.ask(f"CREATE VIEW {SCRATCH}.inner_one AS SELECT tail AS name FROM planes")
    house.ask(
        f"CREATE VIEW {SCRATCH}.outer_one AS SELECT upper(name) AS n FROM {SCRATCH}.inner_one"
    )

    assert house.rows(f"SELECT n FROM {SCRATCH}.outer_one ORDER BY n LIMIT 1") == [["A"]]


def test_a_view_of_itself_is_refused(house: Warehouse) -> None:
    house.ask(f"CREATE VIEW {SCRATCH}.loop AS SELECT tail FROM planes")
    house.ask(f"CREATE VIEW {SCRATCH}.through AS SELECT tail FROM {SCRATCH}.loop")

    house.ask(f"CREATE OR REPLACE VIEW {SCRATCH}.loop AS SELECT tail FROM {SCRATCH}.through")

    assert house.fault(f"SELECT * FROM {SCRATCH}.loop").startswith("VIEW_IS_RECURSIVE")


def test_the_tables_below_a_view_are_checked_for_who_asks(house: Warehouse) -> None:
    house.ask(f"CREATE VIEW {SCRATCH}.tails AS SELECT tail FROM planes")
    reader = house.role("viewing", CONSUMER)
    named = {"CatalogId": CONSUMER, "DatabaseName": SCRATCH, "Name": "tails"}
    house.grant(reader, {"Table": named}, "SELECT", "DESCRIBE", by=house.analyst)
    query = f"SELECT tail FROM {SCRATCH}.tails ORDER BY tail"

    before = house.fault(query, reader)
    link_to_planes(house, reader)
    house.grant(reader, house.add_filter("seen", ["tail"], "year > 2000"), "SELECT")

    assert "Insufficient" in before
    assert house.rows(query, reader) == [["b"]]


def test_a_view_itself_needs_a_grant(house: Warehouse) -> None:
    house.ask(f"CREATE VIEW {SCRATCH}.private AS SELECT 1 AS x")
    reader = house.role("curious", CONSUMER)

    assert "Insufficient" in house.fault(f"SELECT x FROM {SCRATCH}.private", reader)


def test_who_may_not_read_the_tables_makes_no_view_of_them(house: Warehouse) -> None:
    reason = house.fault(f"CREATE VIEW {SCRATCH}.owners AS SELECT owner FROM planes")

    assert "Column 'owner' cannot be resolved" in reason


def test_a_view_is_replaced_only_on_purpose(house: Warehouse) -> None:
    house.ask(f"CREATE VIEW {SCRATCH}.kept AS SELECT 1 AS x")

    reason = house.fault(f"CREATE VIEW {SCRATCH}.kept AS SELECT 2 AS x")
    house.ask(f"CREATE OR REPLACE VIEW {SCRATCH}.kept AS SELECT 3 AS x")

    assert reason.startswith("TABLE_ALREADY_EXISTS: line 1:1: View already exists")
    assert house.rows(f"SELECT x FROM {SCRATCH}.kept") == [["3"]]


def test_a_dropped_view_is_gone_and_its_table_is_not(house: Warehouse) -> None:
    house.ask(f"CREATE VIEW {SCRATCH}.passing AS SELECT tail FROM planes")

    dropped = house.ask(f"DROP VIEW {SCRATCH}.passing")
    again = house.ask(f"DROP VIEW IF EXISTS {SCRATCH}.passing")

    assert dropped["Status"]["State"] == again["Status"]["State"] == "SUCCEEDED"
    assert house.fault(f"SELECT * FROM {SCRATCH}.passing").startswith("TABLE_NOT_FOUND")
    assert house.rows("SELECT count(*) FROM planes") == [["3"]]


def test_a_link_is_no_view(house: Warehouse) -> None:
    assert house.fault(f"DROP VIEW {SHARED}.planes").startswith("TABLE_NOT_FOUND")


def test_what_somebody_else_made_is_not_dropped(house: Warehouse) -> None:
    house.ask(f"CREATE VIEW {SCRATCH}.others AS SELECT 1 AS x")
    stranger = house.role("dropping", CONSUMER)

    reason = house.fault(f"DROP VIEW {SCRATCH}.others", stranger)

    assert "Required Drop" in reason
    assert house.rows(f"SELECT x FROM {SCRATCH}.others") == [["1"]]
