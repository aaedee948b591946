"""Every SQL cursor of PyAthena, unmodified, over the endpoint."""

import asyncio
import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from pyarrow import fs
from pyathena import aio_connect, connect
from pyathena.aio.arrow.cursor import AioArrowCursor
from pyathena.aio.cursor import AioCursor, AioDictCursor
from pyathena.aio.pandas.cursor import AioPandasCursor
from pyathena.aio.s3fs.cursor import AioS3FSCursor
from pyathena.arrow.async_cursor import AsyncArrowCursor
from pyathena.arrow.cursor import ArrowCursor
from pyathena.async_cursor import AsyncCursor, AsyncDictCursor
from pyathena.cursor import Cursor, DictCursor
from pyathena.error import DatabaseError, OperationalError
from pyathena.pandas.async_cursor import AsyncPandasCursor
from pyathena.pandas.cursor import PandasCursor
from pyathena.s3fs.async_cursor import AsyncS3FSCursor
from pyathena.s3fs.cursor import S3FSCursor

from tests.emulator.athena.world import RESULTS

# Of pandas, by PyAthena itself.
pytestmark = pytest.mark.filterwarnings("ignore:engine='auto' is deprecated")
ROWS = "SELECT tail, year FROM planes ORDER BY tail"
UNLOADED = "SELECT tail, year, 1.5E0 AS half FROM planes WHERE year > 0 ORDER BY tail"
_STAGING = {"s3_staging_dir": f"s3://{RESULTS}/results/"}
TYPED = (
    "SELECT 1 AS whole, 1.5E0 AS half, CAST(1.50 AS decimal(5, 2)) AS price, true AS yes,"
    " date '2024-02-29' AS day, timestamp '2024-02-29 10:00:00.123' AS moment, 'é\"\n' AS text,"
    " CAST(NULL AS integer) AS nothing"
)


@pytest.mark.parametrize("cursor", [Cursor, S3FSCursor, ArrowCursor])
def test_a_cursor_gives_rows(options: dict[str, Any], cursor: type) -> None:
    with connect(**options, cursor_class=cursor) as connection:
        rows = connection.cursor().execute(ROWS).fetchall()

    assert rows == [("a", 1980), ("b", 2010), ("c", None)]


def test_a_dict_cursor_gives_rows_by_name(options: dict[str, Any]) -> None:
    cursor = connect(**options, cursor_class=DictCursor).cursor()

    assert cursor.execute(ROWS).fetchone() == {"tail": "a", "year": 1980}


@pytest.mark.parametrize("cursor", [Cursor, S3FSCursor, ArrowCursor])
def test_values_have_pythons_types(options: dict[str, Any], cursor: type) -> None:
    running: Any = connect(**options, cursor_class=cursor).cursor()
    row = running.execute(TYPED).fetchone()

    assert row == (
        *(1, 1.5, Decimal("1.50"), True, dt.date(2024, 2, 29)),
        dt.datetime(2024, 2, 29, 10, 0, 0, 123000),  # noqa: DTZ001 - a timestamp without zone
        *('é"\n', None),
    )


def test_a_pandas_cursor_gives_a_typed_frame(options: dict[str, Any]) -> None:
    frame: Any = connect(**options, cursor_class=PandasCursor).cursor().execute(ROWS).as_pandas()

    assert frame["tail"].tolist() == ["a", "b", "c"]
    assert str(frame["year"].dtype) == "Int64"
    assert frame["year"].isna().tolist() == [False, False, True]


def test_an_arrow_cursor_gives_a_typed_table(options: dict[str, Any]) -> None:
    table = connect(**options, cursor_class=ArrowCursor).cursor().execute(ROWS).as_arrow()

    assert table.to_pylist()[0] == {"tail": "a", "year": 1980}
    assert str(table.schema.field("year").type) == "int32"


def test_a_pandas_cursor_reads_what_it_unloads(options: dict[str, Any]) -> None:
    with connect(**options, **_STAGING, cursor_class=PandasCursor) as connection:
        running: Any = connection.cursor(unload=True).execute(UNLOADED)
        frame = running.as_pandas()

    assert frame.values.tolist() == [["a", 1980, 1.5], ["b", 2010, 1.5]]
    assert running.query.startswith("UNLOAD (")


def test_an_arrow_cursor_reads_what_it_unloads(options: dict[str, Any]) -> None:
    with connect(**options, **_STAGING, cursor_class=ArrowCursor) as connection:
        table = connection.cursor(unload=True).execute(UNLOADED).as_arrow()

    assert table.to_pylist()[1] == {"tail": "b", "year": 2010, "half": 1.5}
    assert [str(kind) for kind in table.schema.types] == ["string", "int32", "double"]


@pytest.mark.parametrize("cursor", [AsyncPandasCursor, AsyncArrowCursor])
def test_a_cursor_in_threads_reads_what_it_unloads(options: dict[str, Any], cursor: type) -> None:
    connection: Any = connect(**options, **_STAGING, cursor_class=cursor)
    with connection.cursor(unload=True) as running:
        _, future = running.execute(UNLOADED)

        assert [row[0] for row in future.result().fetchall()] == ["a", "b"]


@pytest.mark.parametrize("cursor", [AioPandasCursor, AioArrowCursor])
def test_a_cursor_in_a_loop_reads_what_it_unloads(options: dict[str, Any], cursor: type) -> None:
    async def ask() -> list[Any]:
        connection = await aio_connect(**options, **_STAGING, cursor_class=cursor)
        running = await connection.cursor(unload=True).execute(UNLOADED)
        found = running.fetchall()
        return list(await found if asyncio.iscoroutine(found) else found)

    assert [row[0] for row in asyncio.run(ask())] == ["a", "b"]


def test_pyarrow_alone_does_not_read_the_endpoint_from_the_environment(shell: None) -> None:
    del shell
    options: dict[str, Any] = {
        "connect_timeout": 1,
        "request_timeout": 1,
        "retry_strategy": fs.AwsStandardS3RetryStrategy(1),
    }

    # The day this reads the bucket, the note in the guide and ``arrow_at_endpoint`` can go.
    with pytest.raises(OSError, match=r"resolve|connect"):
        fs.S3FileSystem(region="eu-west-1", **options).get_file_info(f"{RESULTS}/results")


@pytest.mark.parametrize("cursor", [AsyncCursor, AsyncS3FSCursor, AsyncArrowCursor])
def test_a_cursor_in_threads_gives_rows_later(options: dict[str, Any], cursor: type) -> None:
    connection: Any = connect(**options, cursor_class=cursor)
    with connection.cursor() as running:
        number, future = running.execute(ROWS)

        assert len(number) == 36
        assert next(iter(future.result().fetchall())) == ("a", 1980)


def test_a_dict_cursor_in_threads_gives_rows_by_name(options: dict[str, Any]) -> None:
    with connect(**options, cursor_class=AsyncDictCursor).cursor() as running:
        _, future = running.execute(ROWS)

        assert future.result().fetchone() == {"tail": "a", "year": 1980}


def test_a_pandas_cursor_in_threads_gives_a_frame(options: dict[str, Any]) -> None:
    with connect(**options, cursor_class=AsyncPandasCursor).cursor() as running:
        _, future = running.execute(ROWS)

        assert future.result().as_pandas()["tail"].tolist() == ["a", "b", "c"]


@pytest.mark.parametrize("cursor", [AioCursor, AioS3FSCursor, AioArrowCursor, AioPandasCursor])
def test_a_cursor_in_a_loop_gives_rows(options: dict[str, Any], cursor: type) -> None:
    async def ask() -> list[Any]:
        connection = await aio_connect(**options, cursor_class=cursor)
        running = await connection.cursor().execute("SELECT tail FROM planes ORDER BY tail")
        found = running.fetchall()
        return list(await found if asyncio.iscoroutine(found) else found)

    assert asyncio.run(ask()) == [("a",), ("b",), ("c",)]


def test_a_dict_cursor_in_a_loop_gives_rows_by_name(options: dict[str, Any]) -> None:
    async def ask() -> Any:  # noqa: ANN401 - a row
        connection = await aio_connect(**options, cursor_class=AioDictCursor)
        return await (await connection.cursor().execute(ROWS)).fetchone()

    assert asyncio.run(ask()) == {"tail": "a", "year": 1980}


@pytest.mark.parametrize("style", ["qmark", "pyformat"])
def test_parameters_are_bound_in_both_styles(options: dict[str, Any], style: str) -> None:
    cursor = connect(**options).cursor()
    if style == "qmark":
        cursor.execute("SELECT year FROM planes WHERE tail = ?", ["'b'"], paramstyle="qmark")
    else:
        cursor.execute("SELECT year FROM planes WHERE tail = %(tail)s", {"tail": "b"})

    assert cursor.fetchall() == [(2010,)]


def test_many_rows_come_in_pages(options: dict[str, Any]) -> None:
    cursor = connect(**options).cursor(arraysize=500)
    cursor.execute("SELECT x FROM UNNEST(sequence(1, 2500)) AS t(x) ORDER BY x")

    assert [row[0] for row in cursor] == list(range(1, 2501))


def test_a_failure_tells_athenas_reason(options: dict[str, Any]) -> None:
    with pytest.raises(OperationalError, match=r"COLUMN_NOT_FOUND.*wings"):
        connect(**options).cursor().execute("SELECT wings FROM planes")


def test_a_query_is_cancelled(options: dict[str, Any]) -> None:
    with connect(**options, cursor_class=AsyncCursor).cursor() as running:
        slow = (
            "SELECT count(*) FROM UNNEST(sequence(1, 10000)) a(x), UNNEST(sequence(1, 10000)) b(y)"
        )
        number, future = running.execute(f"{slow} WHERE x * y % 7 = 3")
        running.cancel(number).result()

        assert future.result().state == "CANCELLED"


def test_a_cursor_looks_into_the_catalogue(options: dict[str, Any]) -> None:
    cursor = connect(**options).cursor()

    assert ("planes",) in cursor.execute("SHOW TABLES").fetchall()
    metadata = cursor.get_table_metadata("planes")
    assert [column.name for column in metadata.columns] == ["tail", "year", "owner"]
    assert "planes" in [one.name for one in cursor.list_table_metadata()]


def test_who_may_not_read_is_told(options: dict[str, Any], house: Any) -> None:  # noqa: ANN401 - a warehouse
    stranger = house.role("stranger", "200000000005")
    credentials = house.cloud.session(stranger, "client")
    keys = {
        "aws_access_key_id": credentials.access_key,
        "aws_secret_access_key": credentials.secret_key,
        "aws_session_token": credentials.session_token,
    }

    with pytest.raises(
        (OperationalError, DatabaseError), match=r"TABLE_NOT_FOUND|SCHEMA_NOT_FOUND|nsufficient"
    ):
        connect(**options, **keys).cursor().execute(ROWS)
