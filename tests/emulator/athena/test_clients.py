"""Unmodified clients run queries and get typed results."""

import datetime as dt
from typing import Any

import awswrangler as wr
import boto3
import pytest
from pyathena import connect

from tests.emulator.athena.world import SHARED, Warehouse

TYPED = (
    "SELECT tail, year, CAST(year AS double) / 2 AS half, date '2024-02-29' AS day,"
    " timestamp '2024-02-29 10:00:00' AS moment, CAST(1.50 AS decimal(5,2)) AS price"
    " FROM planes WHERE tail = 'a'"
)


@pytest.fixture
def analyst(house: Warehouse, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    house.open_to_analyst(columns=["tail", "year"])
    credentials = house.cloud.session(house.analyst, "client")
    monkeypatch.setenv("AWS_ENDPOINT_URL", house.cloud.endpoint)
    return {
        "aws_access_key_id": credentials.access_key,
        "aws_secret_access_key": credentials.secret_key,
        "aws_session_token": credentials.session_token,
        "region_name": house.cloud.region,
    }


def test_pyathena_gets_python_values(analyst: dict[str, Any]) -> None:
    cursor = connect(
        work_group="planning", schema_name=SHARED, poll_interval=0.01, **analyst
    ).cursor()

    row = cursor.execute(TYPED).fetchone()

    assert row[:4] == ("a", 1980, 990.0, dt.date(2024, 2, 29))
    assert row[4] == dt.datetime(2024, 2, 29, 10)  # noqa: DTZ001 - a timestamp without zone
    assert str(row[5]) == "1.50"
    assert [d[1] for d in cursor.description][:4] == ["varchar", "integer", "double", "date"]


@pytest.mark.filterwarnings(
    "ignore:The copy keyword is deprecated"
)  # of pandas, by awswrangler itself
def test_awswrangler_gets_a_typed_frame(analyst: dict[str, Any]) -> None:
    session = boto3.Session(**analyst)

    frame = wr.athena.read_sql_query(
        TYPED,
        database=SHARED,
        workgroup="planning",
        ctas_approach=False,
        unload_approach=False,
        boto3_session=session,
    )

    assert frame.to_dict("records")[0]["tail"] == "a"
    assert str(frame.dtypes["year"]) == "Int32"
    assert frame["half"].tolist() == [990.0]
    assert frame["day"].tolist() == [dt.date(2024, 2, 29)]


def test_boto3_reads_pages_without_loss(house: Warehouse, analyst: dict[str, Any]) -> None:
    del analyst
    ended = house.ask("SELECT x FROM UNNEST(sequence(1, 2500)) AS t(x) ORDER BY x")
    pages = house.athena().get_paginator("get_query_results")

    rows = [
        row["Data"][0]["VarCharValue"]
        for page in pages.paginate(QueryExecutionId=ended["QueryExecutionId"])
        for row in page["ResultSet"]["Rows"]
    ]

    assert rows == ["x", *map(str, range(1, 2501))]


def test_text_survives_the_way_through_csv(house: Warehouse) -> None:
    rows = house.rows("""SELECT 'a"b,c
d', '', NULL, ' '""")

    assert rows == [['a"b,c\nd', "", None, " "]]
