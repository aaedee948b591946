"""Unmodified clients work: pyiceberg loses no commit, awswrangler finds tables."""

import threading
from typing import Any

import awswrangler as wr
import boto3
import pyarrow as pa
import pytest
from pyiceberg.catalog.glue import GlueCatalog
from pyiceberg.exceptions import CommitFailedException, NoSuchTableError

from emulator.credentials import Credentials
from tests.emulator.conftest import GOVERNANCE
from tests.emulator.lakeformation.world import Lake, columns, database

LOCATION = "s3://iceberg-warehouse/numbers"
WRITERS = 4


@pytest.fixture
def catalog(lake: Lake) -> GlueCatalog:
    """A catalogue as a publisher uses it, with rights of its own."""
    publisher = lake.role("publisher")
    lake.grant(publisher, database(), "CREATE_TABLE", "DESCRIBE")
    lake.client("s3", GOVERNANCE).create_bucket(
        Bucket="iceberg-warehouse",
        CreateBucketConfiguration={"LocationConstraint": lake.cloud.region},
    )
    return catalog_of(lake, lake.cloud.session(publisher, "test"))


def catalog_of(lake: Lake, credentials: Credentials) -> GlueCatalog:
    keys = {
        "access-key-id": credentials.access_key,
        "secret-access-key": credentials.secret_key,
        "session-token": str(credentials.session_token),
        "region": lake.cloud.region,
        "endpoint": lake.cloud.endpoint,
    }
    properties: dict[str, Any] = {
        f"{service}.{key}": value for service in ("glue", "s3") for key, value in keys.items()
    }
    return GlueCatalog("glue", **properties)


def numbers(*values: int) -> pa.Table:
    return pa.table({"number": pa.array(values, pa.int64())})


def test_a_table_that_does_not_exist_is_told_to_its_publisher(catalog: GlueCatalog) -> None:
    with pytest.raises(NoSuchTableError):
        catalog.load_table("fleet.numbers")


def test_writers_at_the_same_time_lose_no_row(catalog: GlueCatalog) -> None:
    catalog.create_table("fleet.numbers", numbers().schema, location=LOCATION)
    published: list[int] = []

    def write(number: int) -> None:
        try:
            catalog.load_table("fleet.numbers").append(numbers(number))
        except CommitFailedException:
            return
        published.append(number)

    writers = [threading.Thread(target=write, args=(n,)) for n in range(WRITERS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    rows = catalog.load_table("fleet.numbers").scan().to_arrow()
    read: list[Any] = rows["number"].to_pylist()
    assert published
    assert sorted(read) == sorted(published)


def test_awswrangler_sees_the_columns_that_are_granted(lake: Lake) -> None:
    engineer = lake.role("engineer")
    lake.grant(engineer, columns("year"), "SELECT")
    credentials = lake.cloud.session(engineer, "test")
    session = boto3.Session(
        credentials.access_key,
        credentials.secret_key,
        credentials.session_token,
        region_name=lake.cloud.region,
    )
    wr.config.glue_endpoint_url = lake.cloud.endpoint
    try:
        found = wr.catalog.get_table_types("fleet", "planes", boto3_session=session)
        listed = [t["Name"] for t in wr.catalog.get_tables(database="fleet", boto3_session=session)]
    finally:
        wr.config.reset("glue_endpoint_url")

    assert found == {"year": "int"}
    assert listed == ["planes"]
