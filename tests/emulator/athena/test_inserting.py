"""Rows are inserted where the caller may insert, and unloaded where it may write."""
# ruff: noqa: S608 - queries are put together from names of this file

import pytest

from tests.emulator.arrange import allow, policy
from tests.emulator.athena.scratch import SCRATCH, SCRATCH_BUCKET, below, make_scratch
from tests.emulator.athena.world import RESULTS, Warehouse
from tests.emulator.conftest import CONSUMER

COPY = f"CREATE TABLE {SCRATCH}.{{name}} AS SELECT tail, year FROM planes"


@pytest.fixture(scope="module", autouse=True)
def _scratch(house: Warehouse) -> None:
    make_scratch(house)
    house.open_to_analyst(columns=["tail", "year"])


def test_rows_are_inserted_into_a_table_of_files(house: Warehouse) -> None:
    house.ask(COPY.format(name="grows"))

    ended = house.ask(f"INSERT INTO {SCRATCH}.grows VALUES ('d', 1999), ('e', NULL)")
    count = house.athena().get_query_results(QueryExecutionId=ended["QueryExecutionId"])
    house.ask(f"INSERT INTO {SCRATCH}.grows (tail) SELECT tail FROM planes WHERE year = 1980")

    assert (ended["StatementType"], ended["SubstatementType"]) == ("DML", "INSERT")
    assert count["UpdateCount"] == 2
    rows = house.rows(f"SELECT * FROM {SCRATCH}.grows WHERE tail IN ('a', 'd', 'e') ORDER BY 1, 2")
    assert rows == [["a", "1980"], ["a", None], ["d", "1999"], ["e", None]]


def test_rows_of_other_types_are_refused(house: Warehouse) -> None:
    house.ask(COPY.format(name="typed"))

    reason = house.fault(f"INSERT INTO {SCRATCH}.typed VALUES (1, 'x')")

    assert reason == (
        "TYPE_MISMATCH: line 1:1: Insert query has mismatched column types:"
        " Table: [varchar, integer], Query: [integer, varchar]"
    )


def test_inserting_needs_insert_on_the_table(house: Warehouse) -> None:
    house.ask(COPY.format(name="mine"))
    reader = house.role("inserting", CONSUMER)
    named = {"Table": {"CatalogId": CONSUMER, "DatabaseName": SCRATCH, "Name": "mine"}}
    house.grant(reader, named, "SELECT", "DESCRIBE", by=house.analyst)
    insert = f"INSERT INTO {SCRATCH}.mine VALUES ('z', 1)"

    reason = house.fault(insert, reader)
    house.grant(reader, named, "INSERT", by=house.analyst)

    assert "Required Insert on" in reason
    assert house.ask(insert, reader)["Status"]["State"] == "SUCCEEDED"


def test_a_query_is_unloaded_without_a_table(house: Warehouse) -> None:
    ended = house.ask(
        f"UNLOAD (SELECT tail FROM planes WHERE tail <> ')') TO 's3://{SCRATCH_BUCKET}/unloaded/'"
        " WITH (format = 'PARQUET', compression = 'SNAPPY')"
    )

    assert ended["Status"]["State"] == "SUCCEEDED", ended["Status"]
    assert (ended["StatementType"], ended["SubstatementType"]) == ("DML", "UNLOAD")
    manifest = ended["Statistics"]["DataManifestLocation"].removeprefix(f"s3://{RESULTS}/")
    listed = house.client("s3", CONSUMER).get_object(Bucket=RESULTS, Key=manifest)["Body"].read()
    assert listed.decode().split() == [
        f"s3://{SCRATCH_BUCKET}/{key}" for key in below(house, "unloaded/")
    ]


def test_unloading_what_is_hidden_is_refused_at_its_place(house: Warehouse) -> None:
    reason = house.fault(
        f"UNLOAD (SELECT owner FROM planes) TO 's3://{SCRATCH_BUCKET}/no/' WITH (format='PARQUET')"
    )

    assert reason.startswith("COLUMN_NOT_FOUND: line 1:16: Column 'owner' cannot be resolved")
    assert below(house, "no/") == []


def test_unloading_needs_the_bucket(house: Warehouse) -> None:
    poor = house.role("unloading", CONSUMER, allow="athena:*")
    iam = house.client("iam", CONSUMER)
    rights = policy(
        allow(["glue:*", "lakeformation:*", "athena:*", "kms:*"]),
        allow("s3:*", [f"arn:aws:s3:::{RESULTS}", f"arn:aws:s3:::{RESULTS}/*"]),
    )
    iam.put_role_policy(RoleName="unloading", PolicyName="all", PolicyDocument=rights)

    reason = house.fault(
        f"UNLOAD (SELECT 1 AS x) TO 's3://{SCRATCH_BUCKET}/poor/' WITH (format = 'PARQUET')", poor
    )

    assert reason.startswith("PERMISSION_DENIED: Access denied when writing to location")
