"""awswrangler's regular way to read: a query whose result is read from its file."""

import datetime as dt
from decimal import Decimal
from typing import Any, Literal

import awswrangler as wr
import pytest

from tests.emulator.athena.world import SHARED, Warehouse

# Of pandas, by awswrangler itself.
pytestmark = pytest.mark.filterwarnings("ignore:The copy keyword is deprecated")


@pytest.fixture
def ways(shell: None) -> dict[str, Any]:
    del shell
    return {
        "database": SHARED,
        "workgroup": "planning",
        "ctas_approach": False,
        "unload_approach": False,
        "athena_query_wait_polling_delay": 0.01,
    }


def test_a_query_gives_a_typed_frame(ways: dict[str, Any]) -> None:
    frame = wr.athena.read_sql_query(
        "SELECT tail, year, date '2024-02-29' AS day, CAST(1.50 AS decimal(5, 2)) AS price"
        " FROM planes ORDER BY tail",
        **ways,
    )

    assert frame["tail"].tolist() == ["a", "b", "c"]
    assert str(frame["year"].dtype) == "Int32"
    assert frame["year"].isna().tolist() == [False, False, True]
    assert frame["day"].tolist() == [dt.date(2024, 2, 29)] * 3
    assert frame["price"].tolist() == [Decimal("1.50")] * 3


def test_a_whole_table_is_read(ways: dict[str, Any]) -> None:
    del ways["athena_query_wait_polling_delay"]
    frame = wr.athena.read_sql_table("planes", **ways)

    assert sorted(frame["tail"]) == ["a", "b", "c"]


def test_a_large_result_comes_in_chunks(ways: dict[str, Any]) -> None:
    query = "SELECT x FROM UNNEST(sequence(1, 2500)) AS t(x) ORDER BY x"

    chunks = list(wr.athena.read_sql_query(query, chunksize=1000, **ways))

    assert [len(chunk) for chunk in chunks] == [1000, 1000, 500]
    assert [x for chunk in chunks for x in chunk["x"]] == list(range(1, 2501))


@pytest.mark.parametrize("style", ["qmark", "named"])
def test_parameters_are_bound(ways: dict[str, Any], style: Literal["qmark", "named"]) -> None:
    mark = "?" if style == "qmark" else ":tail"
    values: Any = ["'b'"] if style == "qmark" else {"tail": "b"}
    frame = wr.athena.read_sql_query(
        f"SELECT year FROM planes WHERE tail = {mark}",  # noqa: S608 - a mark of ours
        params=values,
        paramstyle=style,
        **ways,
    )

    assert frame["year"].tolist() == [2010]


def test_a_query_is_started_waited_for_and_read_by_its_id(ways: dict[str, Any]) -> None:
    asked = {"database": ways["database"], "workgroup": ways["workgroup"]}
    number = wr.athena.start_query_execution("SELECT tail FROM planes", **asked)
    ended = wr.athena.wait_query(number)
    frame = wr.athena.get_query_results(number)

    assert ended["Status"]["State"] == "SUCCEEDED"
    assert sorted(frame["tail"]) == ["a", "b", "c"]
    assert wr.athena.get_query_columns_types(number) == {"tail": "varchar"}


def test_the_catalogue_shows_what_the_analyst_sees(ways: dict[str, Any], house: Warehouse) -> None:
    assert ways
    assert SHARED in wr.catalog.databases()["Database"].tolist()
    assert "planes" in [table["Name"] for table in wr.catalog.get_tables(database=SHARED)]
    types = wr.catalog.get_table_types(database=SHARED, table="planes")
    assert types == {"tail": "string", "year": "int", "owner": "string"}
    assert wr.catalog.does_table_exist(database=SHARED, table="planes")
    assert house.cloud


def test_a_failure_tells_athenas_reason(ways: dict[str, Any]) -> None:
    with pytest.raises(wr.exceptions.QueryFailed, match="COLUMN_NOT_FOUND"):
        wr.athena.read_sql_query("SELECT wings FROM planes", **ways)
