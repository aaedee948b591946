"""SQLAlchemy over PyAthena's dialect: queries, expressions, and what it asks of the catalogue."""

from collections.abc import Iterator
from urllib.parse import quote_plus

import pytest
from sqlalchemy import MetaData, Table, bindparam, create_engine, func, inspect, select, text
from sqlalchemy.engine import Engine
from sqlalchemy.exc import NoSuchTableError, OperationalError

from tests.emulator.athena.world import RESULTS, SHARED, Warehouse


@pytest.fixture(params=["rest", "pandas", "arrow", "s3fs"])
def engine(
    request: pytest.FixtureRequest, house: Warehouse, shell: None, arrow_at_endpoint: None
) -> Iterator[Engine]:
    del shell, arrow_at_endpoint
    place = quote_plus(f"s3://{RESULTS}/results/")
    host = f"athena.{house.cloud.region}.amazonaws.com:443"
    made = create_engine(
        f"awsathena+{request.param}://{host}/{SHARED}?work_group=planning&s3_staging_dir={place}"
        "&poll_interval=0.01"
    )
    yield made
    made.dispose()


def test_a_text_gives_rows(engine: Engine) -> None:
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT tail FROM planes ORDER BY tail")).all()

    assert [tuple(row) for row in rows] == [("a",), ("b",), ("c",)]


def test_an_expression_over_a_reflected_table_gives_rows(engine: Engine) -> None:
    planes = Table("planes", MetaData(), autoload_with=engine)
    asked = (
        select(planes.c.tail, func.coalesce(planes.c.year, 0).label("year"))
        .where(planes.c.tail != bindparam("other"))
        .order_by(planes.c.tail.desc())
        .limit(1)
    )
    with engine.connect() as connection:
        row = connection.execute(asked, {"other": "c"}).one()

    assert (row.tail, row.year) == ("b", 2010)


def test_the_inspector_sees_what_the_analyst_sees(engine: Engine) -> None:
    seen = inspect(engine)

    assert SHARED in seen.get_schema_names()
    assert "planes" in seen.get_table_names(schema=SHARED)
    assert [column["name"] for column in seen.get_columns("planes")] == ["tail", "year", "owner"]
    assert seen.has_table("planes")
    assert not seen.has_table("ships")


def test_a_table_that_nobody_shows_does_not_exist(engine: Engine) -> None:
    with pytest.raises(NoSuchTableError, match="ships"):
        Table("ships", MetaData(), autoload_with=engine)


def test_a_failure_is_an_operational_error(engine: Engine) -> None:
    with (
        engine.connect() as connection,
        pytest.raises(OperationalError, match="COLUMN_NOT_FOUND"),
    ):
        connection.execute(text("SELECT wings FROM planes"))
