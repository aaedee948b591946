"""Registered locations are listed by what they are, by whom they are read, and since when."""

from typing import Any

import pytest

from tests.emulator.lakeformation.world import BUCKET, LOCATION, Lake, refused

CREWS = f"arn:aws:s3:::{BUCKET}/crews"
BOTH = [CREWS, LOCATION]


def condition(field: str, operator: str, *values: str) -> dict[str, Any]:
    return {"Field": field, "ComparisonOperator": operator, "StringValueList": list(values)}


def listed(lake: Lake, *conditions: dict[str, Any]) -> list[str]:
    found = lake.lf(lake.admin).list_resources(FilterConditionList=list(conditions))
    return [info["ResourceArn"] for info in found["ResourceInfoList"]]


@pytest.fixture
def locations(lake: Lake) -> Lake:
    """Two locations, each with a role of its own."""
    other = lake.role("other-location", service="lakeformation.amazonaws.com")
    lake.lf(lake.admin).register_resource(ResourceArn=CREWS, RoleArn=other)
    return lake


@pytest.mark.parametrize(
    ("operator", "values", "expected"),
    [
        ("EQ", (CREWS,), [CREWS]),
        ("NE", (CREWS,), [LOCATION]),
        ("LT", (LOCATION,), [CREWS]),
        ("LE", (LOCATION,), BOTH),
        ("GT", (CREWS,), [LOCATION]),
        ("GE", (CREWS,), BOTH),
        ("CONTAINS", ("crew",), [CREWS]),
        ("NOT_CONTAINS", ("crew",), [LOCATION]),
        ("BEGINS_WITH", (LOCATION[:-1],), [LOCATION]),
        ("IN", ("elsewhere", CREWS), [CREWS]),
        ("BETWEEN", (CREWS, f"{CREWS}2"), [CREWS]),
    ],
)
def test_a_condition_compares_texts(
    locations: Lake, operator: str, values: tuple[str, ...], expected: list[str]
) -> None:
    assert listed(locations, condition("RESOURCE_ARN", operator, *values)) == expected


def test_every_condition_holds(locations: Lake) -> None:
    by_role = condition("ROLE_ARN", "CONTAINS", "other-location")

    assert listed(locations, by_role) == [CREWS]
    assert listed(locations, by_role, condition("RESOURCE_ARN", "EQ", LOCATION)) == []


def test_moments_are_compared_as_such(locations: Lake) -> None:
    assert listed(locations, condition("LAST_MODIFIED", "GT", "2020-01-01")) == BOTH
    assert listed(locations, condition("LAST_MODIFIED", "LT", "2020-01-01T00:00:00+01:00")) == []


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (condition("SIZE", "EQ", "1"), "No such condition"),
        (condition("ROLE_ARN", "LIKE", "x"), "No such condition"),
        (condition("ROLE_ARN", "EQ"), "takes 1 values"),
        (condition("ROLE_ARN", "IN"), "takes 1 values"),
        (condition("ROLE_ARN", "BETWEEN", "a"), "takes 2 values"),
        (condition("LAST_MODIFIED", "EQ", "yesterday"), "no moment"),
        (condition("LAST_MODIFIED", "CONTAINS", "2020"), "compares texts"),
    ],
)
def test_a_condition_that_says_nothing_is_refused(
    lake: Lake, wrong: dict[str, Any], words: str
) -> None:
    with refused("InvalidInputException", words):
        listed(lake, wrong)
