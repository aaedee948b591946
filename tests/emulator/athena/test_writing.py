"""What a statement writes is checked on both sides: what it reads, and where it writes."""
# ruff: noqa: S608 - queries are put together from names of this file

import numpy as np
import pyarrow as pa
import pytest

from tests.emulator.arrange import allow, deny, policy
from tests.emulator.athena.scratch import (
    FREE,
    SCRATCH,
    SCRATCH_BUCKET,
    allow_scratch,
    below,
    link_to_planes,
    make_scratch,
)
from tests.emulator.athena.world import RESULTS, Warehouse
from tests.emulator.conftest import CONSUMER

COPY = f"CREATE TABLE {SCRATCH}.{{name}} AS SELECT tail, year FROM planes"


@pytest.fixture(scope="module", autouse=True)
def _scratch(house: Warehouse) -> None:
    make_scratch(house)
    house.open_to_analyst(columns=["tail", "year"])


def test_a_table_is_made_of_a_query(house: Warehouse) -> None:
    ended = house.ask(COPY.format(name="copied"))

    assert ended["Status"]["State"] == "SUCCEEDED", ended["Status"]
    assert (ended["StatementType"], ended["SubstatementType"]) == ("DDL", "CREATE_TABLE_AS_SELECT")
    assert house.rows(f"SELECT * FROM {SCRATCH}.copied ORDER BY tail") == [
        ["a", "1980"],
        ["b", "2010"],
        ["c", None],
    ]


def test_a_new_table_is_below_the_results_and_counted(house: Warehouse) -> None:
    ended = house.ask(COPY.format(name="counted"))
    number = ended["QueryExecutionId"]

    place = f"s3://{RESULTS}/results/tables/{number}"
    found = house.athena().get_query_results(QueryExecutionId=number)
    table = house.glue(house.analyst).get_table(DatabaseName=SCRATCH, Name="counted")["Table"]

    assert ended["ResultConfiguration"]["OutputLocation"] == place
    assert ended["Statistics"]["DataManifestLocation"] == f"{place}-manifest.csv"
    assert found["UpdateCount"] == 3
    assert found["ResultSet"]["Rows"] == []
    assert table["StorageDescriptor"]["Location"] == f"{place}/"
    assert [c["Type"] for c in table["StorageDescriptor"]["Columns"]] == ["string", "int"]


def test_a_hidden_column_is_not_copied(house: Warehouse) -> None:
    reason = house.fault(f"CREATE TABLE {SCRATCH}.stolen AS SELECT owner FROM planes")

    assert reason.startswith("COLUMN_NOT_FOUND: line 1:")
    assert "'owner' cannot be resolved or requester is not authorized" in reason


def test_only_visible_rows_are_copied(house: Warehouse) -> None:
    reader = house.role("copying", CONSUMER)
    link_to_planes(house, reader)
    allow_scratch(house, reader)
    house.grant(reader, house.add_filter("recent", ["tail", "year"], "year > 2000"), "SELECT")

    assert house.ask(COPY.format(name="recent"), reader)["Status"]["State"] == "SUCCEEDED"

    assert house.rows(f"SELECT * FROM {SCRATCH}.recent", reader) == [["b", "2010"]]


def test_who_may_not_create_tables_makes_none(house: Warehouse) -> None:
    reader = house.role("reading", CONSUMER)
    link_to_planes(house, reader)
    house.open_to(reader, columns=["tail", "year"])

    reason = house.fault(COPY.format(name="refused"), reader)

    assert reason == (
        "Insufficient permissions to execute the query. Insufficient Lake Formation"
        f" permission(s): Required Create Table on {SCRATCH}"
    )


def test_who_may_not_write_to_the_bucket_makes_no_table(house: Warehouse) -> None:
    s3 = house.client("s3", CONSUMER)
    closed = deny("s3:PutObject", f"arn:aws:s3:::{SCRATCH_BUCKET}/closed/*", Principal="*")
    s3.put_bucket_policy(Bucket=SCRATCH_BUCKET, Policy=policy(closed))

    reason = house.fault(_into("closed"), WorkGroup=FREE)

    s3.delete_bucket_policy(Bucket=SCRATCH_BUCKET)
    place = f"s3://{SCRATCH_BUCKET}/closed/"
    assert reason.startswith(f"PERMISSION_DENIED: Access denied when writing to location: {place}")
    tables = house.glue(house.keeper).get_tables(DatabaseName=SCRATCH)["TableList"]
    assert "closed" not in [table["Name"] for table in tables]


def test_a_table_goes_where_it_is_told(house: Warehouse) -> None:
    ended = house.ask(_into("told"), WorkGroup=FREE)

    assert ended["Status"]["State"] == "SUCCEEDED", ended["Status"]
    assert len(below(house, "told/")) == 1


def test_a_work_group_with_a_place_of_its_own_lets_no_table_go_elsewhere(house: Warehouse) -> None:
    reason = house.fault(_into("elsewhere"))

    assert "enforces a centralized output location" in reason


def test_a_table_is_not_made_among_other_files(house: Warehouse) -> None:
    house.client("s3", CONSUMER).put_object(Bucket=SCRATCH_BUCKET, Key="taken/x", Body=b"x")

    reason = house.fault(_into("taken"), WorkGroup=FREE)

    assert reason.startswith("HIVE_PATH_ALREADY_EXISTS: Target directory for table")


def test_a_table_is_made_once(house: Warehouse) -> None:
    house.ask(COPY.format(name="once"))

    reason = house.fault(COPY.format(name="once"))
    again = house.ask(f"CREATE TABLE IF NOT EXISTS {SCRATCH}.once AS SELECT 1 AS x")

    assert reason == (
        f"TABLE_ALREADY_EXISTS: line 1:1: Destination table 'awsdatacatalog.{SCRATCH}.once'"
        " already exists"
    )
    assert again["Status"]["State"] == "SUCCEEDED"


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("SELECT 1", "MISSING_COLUMN_NAME: line 1:1: Column name not specified at position 1"),
        (
            "SELECT 1 AS a, 2 AS A",
            "DUPLICATE_COLUMN_NAME: line 1:1: Column name 'A' specified more",
        ),
        ("SELECT NULL AS a", "COLUMN_TYPE_UNKNOWN: line 1:1: Column type is unknown at position 1"),
    ],
)
def test_a_column_needs_a_name_of_its_own_and_a_type(
    house: Warehouse, query: str, reason: str
) -> None:
    assert house.fault(f"CREATE TABLE {SCRATCH}.odd AS {query}").startswith(reason)


def test_a_partitioned_table_has_a_folder_for_each_value(house: Warehouse) -> None:
    ended = house.ask(
        f"CREATE TABLE {SCRATCH}.by_year WITH (external_location = 's3://{SCRATCH_BUCKET}/by_year/',"
        " partitioned_by = ARRAY['year'], format = 'PARQUET', write_compression = 'SNAPPY')"
        " AS SELECT tail, year FROM planes",
        WorkGroup=FREE,
    )

    assert ended["Status"]["State"] == "SUCCEEDED", ended["Status"]
    folders = sorted(key.split("/")[1] for key in below(house, "by_year/"))
    assert folders == ["year=1980", "year=2010", "year=__HIVE_DEFAULT_PARTITION__"]
    rows = house.rows(f"SELECT tail FROM {SCRATCH}.by_year WHERE year = 2010 OR year IS NULL")
    assert sorted(map(str, rows)) == ["['b']", "['c']"]
    values = house.glue(house.analyst).get_partitions(DatabaseName=SCRATCH, TableName="by_year")
    assert ["1980"] in [partition["Values"] for partition in values["Partitions"]]


def test_a_scan_over_the_cutoff_writes_nothing(house: Warehouse) -> None:
    noise = np.random.default_rng(1).integers(0, 2**62, 1_500_000)
    house.publish("noise", pa.table({"n": noise}))
    house.open_to_analyst("noise")
    result = {"OutputLocation": f"s3://{RESULTS}/cut/"}
    house.athena(CONSUMER).create_work_group(
        Name="cut",
        Configuration={"ResultConfiguration": result, "BytesScannedCutoffPerQuery": 10_000_000},
    )
    ended = house.ask(f"CREATE TABLE {SCRATCH}.cut AS SELECT * FROM noise", WorkGroup="cut")

    assert ended["Status"]["State"] == "CANCELLED", ended["Status"]
    assert ended["Status"]["StateChangeReason"] == "Bytes scanned limit was exceeded"


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        (f"CREATE TABLE {SCRATCH}.o WITH (format = 'ORC') AS SELECT 1 AS a", "format ORC"),
        (f"CREATE TABLE {SCRATCH}.o WITH (bucket_count = 3) AS SELECT 1 AS a", "bucket_count"),
        ("OPTIMIZE t REWRITE DATA USING BIN_PACK", "OPTIMIZE"),
    ],
)
def test_what_only_athena_writes_is_refused_by_name(
    house: Warehouse, statement: str, named: str
) -> None:
    reason = house.fault(statement)

    assert reason.startswith("NOT_SUPPORTED: line 1:")
    assert named in reason


def _into(name: str) -> str:
    return (
        f"CREATE TABLE {SCRATCH}.{name} WITH (external_location = 's3://{SCRATCH_BUCKET}/{name}/')"
        " AS SELECT tail FROM planes"
    )


def test_writing_with_a_key_needs_the_key(house: Warehouse) -> None:
    keyless = house.role("keyless", CONSUMER)
    allow_scratch(house, keyless)
    denied = policy(allow("*"), deny("kms:*", house.key))
    house.client("iam", CONSUMER).put_role_policy(
        RoleName="keyless", PolicyName="all", PolicyDocument=denied
    )

    reason = house.fault(f"CREATE TABLE {SCRATCH}.sealed AS SELECT 1 AS x", keyless)

    assert reason.startswith("PERMISSION_DENIED: Access denied when writing to location")
    assert "kms:GenerateDataKey" in reason
