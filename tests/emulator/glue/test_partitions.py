"""Partitions of Hive tables: found by expression, made and removed by who may alter the table."""

from typing import Any

import pytest

from tests.emulator.arrange import deny, policy
from tests.emulator.conftest import GOVERNANCE
from tests.emulator.lakeformation.world import BUCKET, Lake, refused, table, table_input

_KEYS = [
    {"Name": "year", "Type": "int"},
    {"Name": "day", "Type": "date"},
    {"Name": "base", "Type": "string"},
]
_VALUES = [
    ["1980", "2024-01-05", "hel"],
    ["2010", "2024-02-05", "osl"],
    ["__HIVE_DEFAULT_PARTITION__", "2024-03-05", "hel"],
]
FLIGHTS = {"CatalogId": GOVERNANCE, "DatabaseName": "fleet", "TableName": "flights"}


@pytest.fixture
def flights(lake: Lake) -> Lake:
    glue = lake.glue(lake.admin)
    glue.create_table(
        DatabaseName="fleet", TableInput={**table_input("flights"), "PartitionKeys": _KEYS}
    )
    listed = [_input(values) for values in _VALUES]
    assert not glue.batch_create_partition(**FLIGHTS, PartitionInputList=listed).get("Errors")
    lake.grant(lake.analyst, table("flights"), "SELECT")
    return lake


def _input(values: list[str]) -> dict[str, Any]:
    location = f"s3://{BUCKET}/fleet/flights/{'/'.join(values)}"
    return {"Values": values, "StorageDescriptor": {"Location": location}}


def _years(lake: Lake, expression: str = "") -> list[str]:
    found = lake.glue(lake.analyst).get_partitions(**FLIGHTS, Expression=expression)
    return [partition["Values"][0][:4] for partition in found["Partitions"]]


@pytest.mark.parametrize(
    ("expression", "years"),
    [
        ("", ["1980", "2010", "__HI"]),
        ("year = 2010", ["2010"]),
        ("year <> 2010", ["1980"]),
        ("year > 1000 AND day < '2024-02-01'", ["1980"]),
        ("year IS NULL", ["__HI"]),
        ("(year = 1980) or (year is null and base = 'hel')", ["1980", "__HI"]),
        ("year IS NOT NULL", ["1980", "2010"]),
        ("NOT (year IN (1980, 1981))", ["2010"]),
        ("base LIKE 'h_%'", ["1980", "__HI"]),
        ("day BETWEEN '2024-01-06' AND '2024-12-31'", ["2010", "__HI"]),
    ],
)
def test_partitions_are_found_by_expression_and_null_equals_nothing(
    flights: Lake, expression: str, years: list[str]
) -> None:
    assert _years(flights, expression) == years


@pytest.mark.parametrize("expression", ["year = ", "length(base) = 3", "tail = 'a'", "year = 'x'"])
def test_an_expression_that_is_none_is_refused(flights: Lake, expression: str) -> None:
    with refused("InvalidInputException"):
        _years(flights, expression)


def test_who_may_not_alter_a_table_makes_and_removes_no_partitions(flights: Lake) -> None:
    glue, values = flights.glue(flights.analyst), _VALUES[0]

    with refused("AccessDeniedException", "Required Alter on flights"):
        glue.batch_delete_partition(**FLIGHTS, PartitionsToDelete=[{"Values": values}])
    with refused("AccessDeniedException", "Required Alter on flights"):
        glue.delete_partition(**FLIGHTS, PartitionValues=values)
    with refused("AccessDeniedException", "Required Alter on flights"):
        glue.create_partition(**FLIGHTS, PartitionInput=_input(["1", "2024-01-01", "x"]))
    with refused("AccessDeniedException", "Required Alter on flights"):
        glue.batch_create_partition(**FLIGHTS, PartitionInputList=[])
    assert len(_years(flights)) == 3


def test_a_policy_of_iam_can_deny_what_the_grant_allows(flights: Lake) -> None:
    flights.client("iam", GOVERNANCE).put_role_policy(
        RoleName=flights.admin.rpartition("/")[2],
        PolicyName="less",
        PolicyDocument=policy(deny("glue:BatchDeletePartition")),
    )

    with refused("AccessDeniedException", "glue:BatchDeletePartition"):
        flights.glue(flights.admin).batch_delete_partition(**FLIGHTS, PartitionsToDelete=[])


def test_removed_partitions_are_gone_and_those_that_were_not_are_listed(flights: Lake) -> None:
    glue = flights.glue(flights.admin)
    asked = [{"Values": _VALUES[0]}, {"Values": ["1", "2024-01-01", "x"]}]

    errors = glue.batch_delete_partition(**FLIGHTS, PartitionsToDelete=asked)["Errors"]
    glue.delete_partition(**FLIGHTS, PartitionValues=_VALUES[1])

    assert [error["ErrorDetail"]["ErrorCode"] for error in errors] == ["EntityNotFoundException"]
    assert _years(flights) == ["__HI"]


def test_one_partition_is_shown_to_who_sees_the_table(flights: Lake) -> None:
    asked = {**FLIGHTS, "PartitionValues": _VALUES[1]}

    found = flights.glue(flights.analyst).get_partition(**asked)["Partition"]

    assert found["Values"] == _VALUES[1]
    with refused("AccessDeniedException"):
        flights.glue(flights.role("stranger")).get_partition(**asked)
