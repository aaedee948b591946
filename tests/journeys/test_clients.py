"""Unmodified clients run the analyst's query through the endpoint and get typed results."""

import awswrangler as wr
import pytest
from pyathena import connect

from cli.demo import using
from cli.demo.world import World


@pytest.fixture
def analyst(granted: World, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setenv("AWS_ENDPOINT_URL", granted.aws.endpoint)
    return granted


# awswrangler still passes a keyword that pandas 3 no longer needs.
@pytest.mark.filterwarnings("ignore:The copy keyword")
def test_awswrangler_reads_typed_rows(analyst: World) -> None:
    frame = wr.athena.read_sql_query(
        using.ANSWER,
        database="flight_ops_shared",
        workgroup="network-planning",
        ctas_approach=False,
        boto3_session=analyst.session(using.ANALYST),
    )

    assert {name: str(kind) for name, kind in frame.dtypes.items()} == {
        "low_sight": "boolean",
        "plane_age": "string",
        "departures": "Int64",
        "mean_delay": "float64",
    }
    assert len(frame) == 6


def test_pyathena_reads_typed_rows(analyst: World) -> None:
    session = analyst.session(using.ANALYST)
    with connect(
        session=session, region_name="eu-central-1", work_group="network-planning"
    ) as connection:
        rows = connection.cursor().execute(using.ANSWER).fetchall()

    assert rows
    assert [type(value) for value in rows[0]] == [bool, str, int, float]


def test_a_query_with_a_syntax_error_gets_one_clear_message(analyst: World) -> None:
    failed = analyst.query("test", using.ANALYST, "SELEC 1")

    assert failed.state == "FAILED"
    assert "Traceback" not in str(failed.error)
    assert "line 1" in str(failed.error)
