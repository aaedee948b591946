"""What one caller may, sees and asked is nobody else's, in SQL as through the API."""

from typing import Any

import pyarrow as pa
import pytest

from tests.emulator.arrange import deny, policy
from tests.emulator.athena.scratch import SCRATCH, link_to_planes, make_scratch
from tests.emulator.athena.world import SHARED, Warehouse
from tests.emulator.conftest import CONSUMER


def _role_without(house: Warehouse, name: str, action: str) -> str:
    role = house.role(name, CONSUMER)
    house.client("iam", CONSUMER).put_role_policy(
        RoleName=name, PolicyName="less", PolicyDocument=policy(deny(f"athena:{action}"))
    )
    return role


@pytest.mark.parametrize(
    ("action", "query"),
    [
        ("CreatePreparedStatement", "PREPARE fresh FROM SELECT 1"),
        ("UpdatePreparedStatement", "PREPARE kept FROM SELECT 2"),
        ("GetPreparedStatement", "EXECUTE kept"),
        ("DeletePreparedStatement", "DEALLOCATE PREPARE kept"),
    ],
)
def test_a_prepared_statement_in_sql_needs_its_own_right(
    house: Warehouse, action: str, query: str
) -> None:
    house.ask("PREPARE kept FROM SELECT 1", CONSUMER)
    reader = _role_without(house, f"no-{action}", action)

    reason = house.fault(query, reader)

    assert reason.startswith("PERMISSION_DENIED: User: arn:aws:sts::200000000005:assumed-role/no-")
    assert f"is not authorized to perform: athena:{action} on resource" in reason
    assert "workgroup/planning" in reason
    assert house.rows("EXECUTE kept", CONSUMER) == [["1"]]


def test_anothers_token_is_another_query(house: Warehouse) -> None:
    asked = {"QueryString": "SELECT 1", "WorkGroup": "planning", "ClientRequestToken": "s" * 32}
    other = house.role("other", CONSUMER)

    first, second = (
        house.athena(who).start_query_execution(**asked)["QueryExecutionId"]
        for who in (house.analyst, other)
    )

    assert first != second
    assert house.end_of(second)["Status"]["State"] == "SUCCEEDED"


def test_columns_are_told_in_their_order(house: Warehouse) -> None:
    house.open_to_analyst(columns=["tail", "year"])

    rows = house.rows(
        "SELECT column_name, ordinal_position + 0, is_nullable, data_type"
        " FROM information_schema.columns WHERE table_name = 'planes' ORDER BY ordinal_position"
    )

    assert rows == [["tail", "1", "YES", "varchar"], ["year", "2", "YES", "integer"]]


def test_views_and_properties_are_shown_to_who_sees_them(house: Warehouse) -> None:
    make_scratch(house)
    house.open_to_analyst()
    house.ask("CREATE VIEW recent AS SELECT tail FROM fleet_shared.planes", **_in_scratch())
    stranger = house.role("passer-by", CONSUMER)

    shown = house.rows("SHOW VIEWS", **_in_scratch())
    properties = [str(row[0]).split("\t")[0] for row in house.rows("SHOW TBLPROPERTIES planes")]

    assert shown == [["recent"]]

    assert "table_type" in properties
    assert "SCHEMA_NOT_FOUND" in house.fault(f"SHOW VIEWS IN {SCRATCH}", stranger)
    assert "_NOT_FOUND" in house.fault(f"SHOW TBLPROPERTIES {SHARED}.planes", stranger)


def test_a_column_to_join_by_that_is_hidden_does_not_exist(house: Warehouse) -> None:
    house.open_to_analyst(columns=["tail"])
    reader = house.role("joiner", CONSUMER)
    link_to_planes(house, reader)
    house.open_to(reader, columns=["tail"])

    reason = house.fault("SELECT 1 FROM planes JOIN planes q USING (owner)", reader)

    assert reason.startswith("COLUMN_NOT_FOUND")
    assert reason.endswith("Column 'owner' is missing from left side of join")


def test_a_table_that_was_not_yet_is_told_by_its_name(house: Warehouse) -> None:
    house.publish("young", pa.table({"n": [1]}))
    house.open_to_analyst("young")

    reason = house.fault("SELECT n FROM young FOR TIMESTAMP AS OF TIMESTAMP '1999-01-01 00:00 UTC'")

    assert "No version history table young at or before 1999-01-01" in reason
    assert "s3://" not in reason


@pytest.mark.parametrize(
    "query", ["DESCRIBE FORMATTED planes", "SELECT * FROM information_schema.views"]
)
def test_what_only_athena_tells_is_refused_by_name(house: Warehouse, query: str) -> None:
    house.open_to_analyst()

    assert house.fault(query).startswith("NOT_SUPPORTED: line 1:1: ")


def _in_scratch() -> dict[str, Any]:
    return {"QueryExecutionContext": {"Database": SCRATCH}}
