"""Definitions go into the catalogue as their caller's, and fail in the words of Hive."""
# ruff: noqa: S608 - queries are put together from names of this file

import io
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.emulator.athena.scratch import SCRATCH, SCRATCH_BUCKET, make_scratch
from tests.emulator.athena.world import Warehouse
from tests.emulator.conftest import CONSUMER, GOVERNANCE
from tests.emulator.lakeformation.world import BUCKET, LOCATION, database, principal

_HIVE_FAILED = (
    "FAILED: Execution Error, return code 1 from org.apache.hadoop.hive.ql.exec.DDLTask. "
)


@pytest.fixture(scope="module", autouse=True)
def _scratch(house: Warehouse) -> None:
    make_scratch(house)


def _put(house: Warehouse, key: str, body: bytes) -> None:
    house.client("s3", CONSUMER).put_object(Bucket=SCRATCH_BUCKET, Key=key, Body=body)


def test_files_that_are_there_become_a_table(house: Warehouse) -> None:
    body = io.BytesIO()
    pq.write_table(pa.table({"id": pa.array([1, 2], pa.int32()), "tags": [["x"], []]}), body)
    _put(house, "files/day=2024-02-29/part.parquet", body.getvalue())

    made = house.ask(
        f"CREATE EXTERNAL TABLE IF NOT EXISTS `{SCRATCH}`.`files` (`id` int COMMENT 'number',"
        " tags array<string>) PARTITIONED BY (day date) STORED AS PARQUET"
        f" LOCATION 's3://{SCRATCH_BUCKET}/files/' TBLPROPERTIES ('owner' = 'planning')"
    )

    assert made["Status"]["State"] == "SUCCEEDED", made["Status"]
    assert (made["StatementType"], made["SubstatementType"]) == ("DDL", "CREATE_TABLE")
    assert house.rows(f"SELECT id, cardinality(tags), day FROM {SCRATCH}.files ORDER BY id") == [
        ["1", "1", "2024-02-29"],
        ["2", "0", "2024-02-29"],
    ]
    table = house.glue(house.analyst).get_table(DatabaseName=SCRATCH, Name="files")["Table"]
    assert table["StorageDescriptor"]["Columns"][0]["Comment"] == "number"
    assert table["Parameters"]["owner"] == "planning"


def test_a_table_that_is_there_is_made_again_only_if_allowed(house: Warehouse) -> None:
    define = f"`{SCRATCH}`.`twice` (a int) STORED AS PARQUET LOCATION 's3://{SCRATCH_BUCKET}/t/'"
    house.ask(f"CREATE EXTERNAL TABLE {define}")

    reason = house.fault(f"CREATE EXTERNAL TABLE {define}")
    again = house.ask(f"CREATE EXTERNAL TABLE IF NOT EXISTS {define}")

    assert reason == f"{_HIVE_FAILED}AlreadyExistsException(message:Table twice already exists.)"
    assert again["Status"]["State"] == "SUCCEEDED"


def test_a_table_without_rights_on_the_database_is_refused(house: Warehouse) -> None:
    stranger = house.role("defining", CONSUMER)

    reason = house.fault(
        f"CREATE EXTERNAL TABLE {SCRATCH}.theirs (a int) STORED AS PARQUET"
        f" LOCATION 's3://{SCRATCH_BUCKET}/theirs/'",
        stranger,
    )

    assert f"Required Create Table on {SCRATCH}" in reason


def test_a_dropped_external_table_leaves_its_files(house: Warehouse) -> None:
    _put(house, "left/part.parquet", b"x")
    house.ask(
        f"CREATE EXTERNAL TABLE {SCRATCH}.left_over (a int) STORED AS PARQUET"
        f" LOCATION 's3://{SCRATCH_BUCKET}/left/'"
    )

    dropped = house.ask(f"DROP TABLE {SCRATCH}.left_over")

    assert dropped["Status"]["State"] == "SUCCEEDED"
    assert house.client("s3", CONSUMER).head_object(Bucket=SCRATCH_BUCKET, Key="left/part.parquet")
    assert house.ask(f"DROP TABLE IF EXISTS {SCRATCH}.left_over")["Status"]["State"] == "SUCCEEDED"


def test_a_database_is_made_and_dropped_by_who_may(house: Warehouse) -> None:
    house.lf(house.keeper).revoke_permissions(
        Principal=principal("IAM_ALLOWED_PRINCIPALS"),
        Resource={"Catalog": {}},
        Permissions=["CREATE_DATABASE"],
    )

    refused = house.fault("CREATE DATABASE planning_more")
    made = house.ask("CREATE SCHEMA IF NOT EXISTS planning_more", house.keeper)
    dropped = house.ask("DROP DATABASE planning_more", house.keeper)

    assert "Required Create Database" in refused
    assert (made["SubstatementType"], dropped["SubstatementType"]) == (
        "CREATE_DATABASE",
        "DROP_DATABASE",
    )
    assert ["planning_more"] not in house.rows("SHOW DATABASES", house.keeper)


def test_a_table_of_a_format_that_is_not_read_here_is_refused_by_name(house: Warehouse) -> None:
    reason = house.fault(
        f"CREATE EXTERNAL TABLE {SCRATCH}.o (a int) STORED AS ORC LOCATION 's3://{SCRATCH_BUCKET}/o/'"
    )

    assert reason.startswith("NOT_SUPPORTED: line 1:1: STORED AS ORC")


def test_quoted_text_becomes_a_table(house: Warehouse) -> None:
    _put(house, "csv/a.csv", b'id,name\n1,"a ""b"", c"\n2,\n')

    house.ask(
        f"CREATE EXTERNAL TABLE {SCRATCH}.quoted (id int, name string)"
        " ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.OpenCSVSerde'"
        f" LOCATION 's3://{SCRATCH_BUCKET}/csv/' TBLPROPERTIES ('skip.header.line.count' = '1')"
    )

    rows = house.rows(f"SELECT id + 1, name FROM {SCRATCH}.quoted ORDER BY id")
    assert rows == [["2", 'a "b", c'], ["3", ""]]


def test_delimited_text_shows_null_for_what_it_cannot_read(house: Warehouse) -> None:
    _put(house, "tsv/day=2024-02-29/a", b"1\t\\N\t2024-01-01\nx\ty\n")

    house.ask(
        f"CREATE EXTERNAL TABLE {SCRATCH}.delimited (n int, t string, d date)"
        " PARTITIONED BY (day date) ROW FORMAT DELIMITED FIELDS TERMINATED BY '\\t'"
        f" STORED AS TEXTFILE LOCATION 's3://{SCRATCH_BUCKET}/tsv/'"
    )

    rows = house.rows(f"SELECT * FROM {SCRATCH}.delimited ORDER BY n")
    assert rows == [["1", None, "2024-01-01", "2024-02-29"], [None, "y", None, "2024-02-29"]]


def test_properties_and_columns_of_a_table_change(house: Warehouse) -> None:
    house.ask(
        f"CREATE EXTERNAL TABLE {SCRATCH}.changing (a int) STORED AS PARQUET"
        f" LOCATION 's3://{SCRATCH_BUCKET}/changing/'"
    )

    first = house.ask(f"ALTER TABLE `{SCRATCH}`.`changing` SET TBLPROPERTIES ('owner' = 'me')")
    house.ask(f"ALTER TABLE {SCRATCH}.changing ADD COLUMNS (b string)")

    assert (first["StatementType"], first["SubstatementType"]) == ("DDL", "ALTER_TABLE")
    table = house.glue(house.analyst).get_table(DatabaseName=SCRATCH, Name="changing")["Table"]
    assert table["Parameters"]["owner"] == "me"
    assert [c["Name"] for c in table["StorageDescriptor"]["Columns"]] == ["a", "b"]


def test_an_iceberg_table_changes_its_columns_and_its_name(house: Warehouse) -> None:
    house.ask(
        f"CREATE TABLE {SCRATCH}.before (a int, b string)"
        f" LOCATION 's3://{SCRATCH_BUCKET}/before/' TBLPROPERTIES ('table_type' = 'ICEBERG')"
    )
    house.ask(f"INSERT INTO {SCRATCH}.before VALUES (1, 'x')")

    for change in ("ADD COLUMNS (c date)", "DROP COLUMN b", f"RENAME TO {SCRATCH}.after"):
        ended = house.ask(f"ALTER TABLE {SCRATCH}.before {change}")
        assert ended["Status"]["State"] == "SUCCEEDED", ended["Status"]

    assert house.rows(f"SELECT * FROM {SCRATCH}.after") == [["1", None]]
    assert house.fault(f"SELECT * FROM {SCRATCH}.before").startswith("TABLE_NOT_FOUND")


def test_altering_needs_alter(house: Warehouse) -> None:
    house.ask(
        f"CREATE EXTERNAL TABLE {SCRATCH}.fixed (a int) STORED AS PARQUET"
        f" LOCATION 's3://{SCRATCH_BUCKET}/fixed/'"
    )
    stranger = house.role("altering", CONSUMER)

    reason = house.fault(f"ALTER TABLE {SCRATCH}.fixed ADD COLUMNS (b int)", stranger)

    assert "Required Alter on" in reason


def test_a_table_in_a_registered_location_needs_a_right_on_the_location(house: Warehouse) -> None:
    builder = house.role("builder", GOVERNANCE)
    house.grant(builder, database(), "CREATE_TABLE", "DESCRIBE")
    asked: dict[str, Any] = {
        "WorkGroup": "primary",
        "ResultConfiguration": {"OutputLocation": f"s3://{BUCKET}/results/"},
        "QueryExecutionContext": {"Database": "fleet"},
    }
    build = (
        f"CREATE TABLE fleet.built WITH (external_location = 's3://{BUCKET}/fleet/built/')"
        " AS SELECT 1 AS x"
    )

    reason = house.fault(build, builder, **asked)
    house.grant(builder, {"DataLocation": {"ResourceArn": LOCATION}}, "DATA_LOCATION_ACCESS")

    assert reason == (
        "Insufficient permissions to execute the query. Insufficient Lake Formation"
        f" permission(s) on s3://{BUCKET}/fleet/built/"
    )
    assert house.ask(build, builder, **asked)["Status"]["State"] == "SUCCEEDED"
    assert house.rows("SELECT x FROM fleet.built", builder, **asked) == [["1"]]
