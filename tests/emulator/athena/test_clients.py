"""Unmodified clients run queries and get typed results."""

import datetime as dt
from typing import Any

import awswrangler as wr
import boto3
import pytest
from pyathena import connect
from pyathena.pandas.cursor import PandasCursor

from tests.emulator.athena.scratch import SCRATCH, make_scratch
from tests.emulator.athena.world import RESULTS, SHARED, Warehouse

TYPED = (
    "SELECT tail, year, CAST(year AS double) / 2 AS half, date '2024-02-29' AS day,"
    " timestamp '2024-02-29 10:00:00' AS moment, CAST(1.50 AS decimal(5,2)) AS price"
    " FROM planes WHERE tail = 'a'"
)


@pytest.fixture(scope="module", autouse=True)
def _scratch(house: Warehouse) -> None:
    make_scratch(house)


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


@pytest.mark.filterwarnings(
    "ignore:The copy keyword is deprecated"
)  # of pandas, by awswrangler itself
def test_awswrangler_reads_through_a_table_of_its_own(
    house: Warehouse, analyst: dict[str, Any]
) -> None:
    frame = wr.athena.read_sql_query(
        TYPED,
        database=SHARED,
        workgroup="planning",
        ctas_approach=True,
        ctas_parameters={"database": SCRATCH},
        boto3_session=boto3.Session(**analyst),
    )

    assert frame["half"].tolist() == [990.0]
    assert frame["day"].tolist() == [dt.date(2024, 2, 29)]
    assert [str(price) for price in frame["price"]] == ["1.50"]
    tables = house.glue(house.keeper).get_tables(DatabaseName=SCRATCH)["TableList"]
    assert [table["Name"] for table in tables] == []


@pytest.mark.filterwarnings(
    "ignore:The copy keyword is deprecated"
)  # of pandas, by awswrangler itself
def test_awswrangler_reads_what_it_unloaded(analyst: dict[str, Any]) -> None:
    frame = wr.athena.read_sql_query(
        TYPED,
        database=SHARED,
        workgroup="planning",
        ctas_approach=False,
        unload_approach=True,
        s3_output=f"s3://{RESULTS}/unloaded/",
        boto3_session=boto3.Session(**analyst),
    )

    assert frame["tail"].tolist() == ["a"]
    assert str(frame.dtypes["year"]) == "Int32"
    assert frame["moment"].tolist() == [dt.datetime(2024, 2, 29, 10)]  # noqa: DTZ001 - it has none


def test_awswrangler_gets_an_empty_frame_of_an_empty_table(
    house: Warehouse, analyst: dict[str, Any]
) -> None:
    del house
    frame = wr.athena.read_sql_query(
        "SELECT tail, year FROM planes WHERE year = 1",
        database=SHARED,
        workgroup="planning",
        ctas_approach=True,
        ctas_parameters={"database": SCRATCH},
        boto3_session=boto3.Session(**analyst),
    )

    assert list(frame.columns) == ["tail", "year"]
    assert len(frame) == 0


def test_pyathena_counts_what_it_inserted(house: Warehouse, analyst: dict[str, Any]) -> None:
    house.rows(f"CREATE TABLE {SCRATCH}.counted AS SELECT tail FROM planes")  # noqa: S608 - a name
    cursor = connect(
        work_group="planning", schema_name=SCRATCH, poll_interval=0.01, **analyst
    ).cursor()

    cursor.execute("INSERT INTO counted VALUES ('x'), ('y')")

    assert cursor.rowcount == 2


@pytest.mark.filterwarnings("ignore:engine='auto' is deprecated")  # of pandas, by pyathena
def test_pyathena_reads_a_frame_that_it_unloaded(analyst: dict[str, Any]) -> None:
    cursor = connect(
        work_group="planning",
        schema_name=SHARED,
        poll_interval=0.01,
        cursor_class=PandasCursor,
        cursor_kwargs={"unload": True},
        s3_staging_dir=f"s3://{RESULTS}/pandas/",
        **analyst,
    ).cursor()

    frame: Any = cursor.execute("SELECT tail FROM planes WHERE year = 1980").as_pandas()

    assert frame.to_dict("records") == [{"tail": "a"}]
