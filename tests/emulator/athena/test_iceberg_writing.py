"""Iceberg tables are made and changed as the caller, who needs rights where their files lie."""
# ruff: noqa: S608 - queries are put together from names of this file

from typing import Any

import pytest

from tests.emulator.arrange import allow, policy
from tests.emulator.athena.scratch import (
    SCRATCH,
    SCRATCH_BUCKET,
    allow_scratch,
    below,
    link_to_planes,
    make_scratch,
)
from tests.emulator.athena.world import RESULTS, Warehouse
from tests.emulator.conftest import CONSUMER


@pytest.fixture(scope="module", autouse=True)
def _scratch(house: Warehouse) -> None:
    make_scratch(house)
    house.open_to_analyst(columns=["tail", "year"])


def _copy(name: str, more: str = "") -> str:
    return (
        f"CREATE TABLE {SCRATCH}.{name} WITH (table_type = 'ICEBERG', is_external = false,"
        f" location = 's3://{SCRATCH_BUCKET}/{name}/'{more}) AS SELECT tail, year FROM planes"
    )


def test_a_query_becomes_an_iceberg_table(house: Warehouse) -> None:
    ended = house.ask(_copy("copied"))

    assert ended["Status"]["State"] == "SUCCEEDED", ended["Status"]
    assert house.rows(f"SELECT count(*) FROM {SCRATCH}.copied WHERE year = 1980") == [["1"]]
    assert house.rows(f'SELECT record_count FROM "{SCRATCH}"."copied$files"') == [["3"]]


def test_a_partitioned_iceberg_table_has_files_by_partition(house: Warehouse) -> None:
    ended = house.ask(_copy("parted", ", partitioning = ARRAY['year', 'bucket(2, tail)']"))

    assert ended["Status"]["State"] == "SUCCEEDED", ended["Status"]
    folders = {key.split("/")[2] for key in below(house, "parted/data/")}
    assert {"year=1980", "year=2010"} <= folders
    assert house.rows(f"SELECT count(*) FROM {SCRATCH}.parted") == [["3"]]


def test_an_empty_iceberg_table_takes_rows(house: Warehouse) -> None:
    made = house.ask(
        f"CREATE TABLE {SCRATCH}.empty (id bigint, name string, at timestamp, price decimal(5,2))"
        f" PARTITIONED BY (day(at)) LOCATION 's3://{SCRATCH_BUCKET}/empty/'"
        " TBLPROPERTIES ('table_type' = 'ICEBERG', 'format' = 'parquet')"
    )
    before = house.rows(f"SELECT count(*) FROM {SCRATCH}.empty")

    house.ask(
        f"INSERT INTO {SCRATCH}.empty VALUES (1, 'x', timestamp '2024-02-29 10:00:00', 1.5),"
        " (2, NULL, NULL, 2)"
    )

    assert (made["StatementType"], made["SubstatementType"]) == ("DDL", "CREATE_TABLE")
    assert before == [["0"]]
    rows = house.rows(f"SELECT * FROM {SCRATCH}.empty ORDER BY id")
    assert rows == [["1", "x", "2024-02-29 10:00:00.000", "1.50"], ["2", None, None, "2.00"]]


def test_every_insert_is_a_snapshot(house: Warehouse) -> None:
    house.ask(_copy("grows"))
    ended = house.ask(f"INSERT INTO {SCRATCH}.grows (tail) VALUES ('z')")

    assert ended["Status"]["State"] == "SUCCEEDED", ended["Status"]
    first = house.rows(
        f'SELECT snapshot_id FROM "{SCRATCH}"."grows$history" ORDER BY made_current_at'
    )[0][0]

    assert house.rows(f"SELECT count(*) FROM {SCRATCH}.grows") == [["4"]]
    assert house.rows(f"SELECT count(*) FROM {SCRATCH}.grows FOR VERSION AS OF {first}") == [["3"]]


def test_a_dropped_iceberg_table_takes_its_files_with_it(house: Warehouse) -> None:
    house.ask(_copy("dropped"))
    before = below(house, "dropped/")

    ended = house.ask(f"DROP TABLE `{SCRATCH}`.`dropped`")

    assert before
    assert ended["SubstatementType"] == "DROP_TABLE"
    assert below(house, "dropped/") == []
    assert house.fault(f"SELECT * FROM {SCRATCH}.dropped").startswith("TABLE_NOT_FOUND")


@pytest.mark.parametrize(
    ("change", "rows"),
    [
        ("DELETE FROM {} WHERE year < 2000", [["b", "2010"], ["c", None]]),
        ("DELETE FROM {}", []),
        (
            "UPDATE {} SET year = 1, tail = tail || '!' WHERE tail = 'a'",
            [["a!", "1"], ["b", "2010"], ["c", None]],
        ),
    ],
)
def test_rows_are_deleted_and_updated(
    house: Warehouse, change: str, rows: list[Any], request: pytest.FixtureRequest
) -> None:
    name = f"changed_{abs(hash(request.node.name))}"
    house.ask(_copy(name))

    ended = house.ask(change.format(f"{SCRATCH}.{name}"))

    assert ended["Status"]["State"] == "SUCCEEDED", ended["Status"]
    assert ended["SubstatementType"] == change.split(maxsplit=1)[0]
    assert house.rows(f"SELECT * FROM {SCRATCH}.{name} ORDER BY tail") == rows


def _merge(name: str, source: str) -> str:
    return (
        f"MERGE INTO {SCRATCH}.{name} AS t USING ({source}) AS s ON (t.tail = s.tail)"
        " WHEN MATCHED AND s.year < 0 THEN DELETE"
        " WHEN MATCHED THEN UPDATE SET year = s.year"
        " WHEN NOT MATCHED THEN INSERT (tail, year) VALUES (s.tail, s.year)"
    )


def test_rows_are_merged(house: Warehouse) -> None:
    house.ask(_copy("merged"))

    ended = house.ask(
        _merge("merged", "VALUES ('a', -1), ('b', 7), ('z', 9)").replace(
            "AS s ON", "AS s (tail, year) ON"
        )
    )
    found = house.athena().get_query_results(QueryExecutionId=ended["QueryExecutionId"])

    assert ended["Status"]["State"] == "SUCCEEDED", ended["Status"]
    assert (ended["SubstatementType"], found["UpdateCount"]) == ("MERGE", 3)
    rows = house.rows(f"SELECT * FROM {SCRATCH}.merged ORDER BY tail")
    assert rows == [["b", "7"], ["c", None], ["z", "9"]]


def test_a_row_that_matches_twice_is_refused(house: Warehouse) -> None:
    house.ask(_copy("doubled"))

    reason = house.fault(_merge("doubled", "SELECT 'b' AS tail, 1 AS year UNION ALL SELECT 'b', 2"))

    assert reason.startswith("MERGE_TARGET_ROW_MULTIPLE_MATCHES")


def test_who_sees_only_some_rows_cannot_write_them_all_anew(house: Warehouse) -> None:
    house.ask(_copy("guarded"))
    named = {"DatabaseName": SCRATCH, "TableName": "guarded", "TableCatalogId": CONSUMER}
    house.lf(house.keeper).create_data_cells_filter(
        TableData={
            **named,
            "Name": "some",
            "ColumnWildcard": {},
            "RowFilter": {"FilterExpression": "year > 2000"},
        }
    )
    reader = house.role("guarded", CONSUMER)
    table = {"Table": {"CatalogId": CONSUMER, "DatabaseName": SCRATCH, "Name": "guarded"}}
    house.grant(reader, table, "DELETE", by=house.keeper)
    house.grant(reader, {"DataCellsFilter": {**named, "Name": "some"}}, "SELECT", by=house.keeper)

    reason = house.fault(f"DELETE FROM {SCRATCH}.guarded WHERE tail = 'b'", reader)

    assert reason.startswith("PERMISSION_DENIED: line 1:1: AccessDeniedException")
    assert house.rows(f"SELECT count(*) FROM {SCRATCH}.guarded") == [["3"]]


def test_lake_formation_alone_lets_nobody_write_iceberg_files(house: Warehouse) -> None:
    poor = house.role("poor", CONSUMER, allow="athena:*")
    rights = policy(
        allow(["glue:*", "lakeformation:*", "athena:*", "kms:*"]),
        allow("s3:*", [f"arn:aws:s3:::{RESULTS}", f"arn:aws:s3:::{RESULTS}/*"]),
    )
    house.client("iam", CONSUMER).put_role_policy(
        RoleName="poor", PolicyName="all", PolicyDocument=rights
    )
    allow_scratch(house, poor)
    link_to_planes(house, poor)
    house.open_to(poor, columns=["tail", "year"])

    reason = house.fault(_copy("poor"), poor)

    assert reason.startswith("PERMISSION_DENIED: Access denied when writing to location")
    assert below(house, "poor/") == []


def test_an_iceberg_table_says_where_it_lies(house: Warehouse) -> None:
    reason = house.fault(
        f"CREATE TABLE {SCRATCH}.nowhere WITH (table_type = 'ICEBERG', is_external = false)"
        " AS SELECT 1 AS x"
    )

    assert reason.startswith("INVALID_TABLE_PROPERTY: The property location is required")
