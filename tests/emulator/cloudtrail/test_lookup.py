"""The history of an account in a region, with no trail at all."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.emulator.arrange import allow, make_role
from tests.emulator.conftest import CONSUMER, PRODUCER, MakeClient
from tests.emulator.lakeformation.world import refused


@pytest.fixture
def reader(client: MakeClient) -> str:
    """A role that made two looks and a change."""
    role = make_role(client, PRODUCER, "reader", allow("*"))
    glue = client("glue", role)
    glue.get_databases()
    glue.create_database(DatabaseInput={"Name": "own"})
    client("athena", role).list_work_groups()
    return role


def seen(client: MakeClient, key: str = "", value: str = "", **more: Any) -> list[str]:  # noqa: ANN401 - as boto3 types it
    attributes = [{"AttributeKey": key, "AttributeValue": value}] if key else []
    found = client("cloudtrail", PRODUCER).lookup_events(LookupAttributes=attributes, **more)
    return [event["EventName"] for event in found["Events"]]


def test_the_latest_comes_first(client: MakeClient, reader: str) -> None:
    assert reader
    assert seen(client) == ["ListWorkGroups", "CreateDatabase", "GetDatabases"]


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("EventName", "CreateDatabase", ["CreateDatabase"]),
        ("ReadOnly", "false", ["CreateDatabase"]),
        ("EventSource", "athena.amazonaws.com", ["ListWorkGroups"]),
        ("Username", "test", ["ListWorkGroups", "CreateDatabase", "GetDatabases"]),
        ("Username", "somebody", []),
        ("ResourceName", "own", []),
    ],
)
def test_one_attribute_chooses(
    client: MakeClient, reader: str, key: str, value: str, expected: list[str]
) -> None:
    assert reader
    assert seen(client, key, value) == expected


def test_an_event_is_found_by_its_id_and_its_key(client: MakeClient, reader: str) -> None:
    trail = client("cloudtrail", PRODUCER)
    (event,) = trail.lookup_events(MaxResults=1)["Events"]
    record = json.loads(event["CloudTrailEvent"])

    assert reader
    assert event["EventId"] == record["eventID"]
    assert event["AccessKeyId"] == record["userIdentity"]["accessKeyId"]
    assert seen(client, "EventId", event["EventId"]) == ["ListWorkGroups"]
    assert "ListWorkGroups" in seen(client, "AccessKeyId", event["AccessKeyId"])


def test_times_bound_what_is_shown(client: MakeClient, reader: str) -> None:
    now = datetime.now(UTC)

    assert reader
    assert len(seen(client, StartTime=now - timedelta(hours=1), EndTime=now)) == 3
    assert seen(client, StartTime=now + timedelta(hours=1)) == []
    assert seen(client, EndTime=now - timedelta(hours=1)) == []
    with refused("InvalidTimeRangeException"):
        seen(client, StartTime=now, EndTime=now - timedelta(hours=1))


def test_pages_lose_nothing(client: MakeClient, reader: str) -> None:
    pages = client("cloudtrail", PRODUCER).get_paginator("lookup_events")

    found = [page["Events"] for page in pages.paginate(PaginationConfig={"PageSize": 2})]

    assert reader
    assert [len(page) for page in found] == [2, 1]
    assert len({event["EventId"] for page in found for event in page}) == 3


def test_more_than_one_attribute_is_refused(client: MakeClient) -> None:
    two = [{"AttributeKey": "EventName", "AttributeValue": name} for name in "ab"]

    with refused("InvalidLookupAttributesException"):
        client("cloudtrail", PRODUCER).lookup_events(LookupAttributes=two)


def test_nobody_sees_another_accounts_or_regions_history(client: MakeClient, reader: str) -> None:
    elsewhere = client("cloudtrail", PRODUCER, region="eu-west-1")

    assert reader
    assert client("cloudtrail", CONSUMER).lookup_events()["Events"] == []
    assert elsewhere.lookup_events()["Events"] == []
