"""A bus takes events from whom its policy names, and hands them on unchanged."""

import pytest

from tests.emulator.arrange import allow, make_role, policy, trust
from tests.emulator.conftest import CONSUMER, GOVERNANCE, OUTSIDER, PRODUCER, MakeClient
from tests.emulator.events.arrange import (
    REGION,
    arrived,
    make_rule,
    open_queue,
    put,
    queue_arn,
)

TRUST = trust({"Service": "events.amazonaws.com"})


def bus_of_consumer(client: MakeClient) -> str:
    """A bus `mesh` that one role of governance may put to; gives its ARN."""
    arn = f"arn:aws:events:{REGION}:{CONSUMER}:event-bus/mesh"
    role = f"arn:aws:iam::{GOVERNANCE}:role/reconciler"
    statement = allow(
        "events:PutEvents",
        arn,
        Sid="governance",
        Principal={"AWS": f"arn:aws:iam::{GOVERNANCE}:root"},
        Condition={"ArnEquals": {"aws:PrincipalArn": role}},
    )
    events = client("events", CONSUMER)
    events.create_event_bus(Name="mesh")
    events.put_permission(EventBusName="mesh", Policy=policy(statement))
    return arn


def test_a_bus_of_another_account_takes_events_from_whom_its_policy_names(
    client: MakeClient,
) -> None:
    arn = bus_of_consumer(client)
    url = open_queue(client, CONSUMER, "q")
    make_rule(client, CONSUMER, {"Arn": queue_arn(CONSUMER, "q")}, bus="mesh")
    role = make_role(client, GOVERNANCE, "reconciler", allow("events:PutEvents", arn))

    entry = {"Source": "test", "DetailType": "x", "Detail": "{}", "EventBusName": arn}
    answer = client("events", role).put_events(Entries=[entry])

    assert answer["FailedEntryCount"] == 0
    assert arrived(client, CONSUMER, url)["account"] == GOVERNANCE


@pytest.mark.parametrize("account", [GOVERNANCE, OUTSIDER])
def test_a_bus_refuses_everybody_else(client: MakeClient, account: str) -> None:
    arn = bus_of_consumer(client)

    answer = put(client, account, {}, bus=arn)

    assert answer["FailedEntryCount"] == 1
    assert answer["Entries"][0]["ErrorCode"].startswith("AccessDenied")


def test_a_rule_hands_an_event_to_another_accounts_bus_unchanged(client: MakeClient) -> None:
    url = open_queue(client, CONSUMER, "q")
    make_rule(client, CONSUMER, {"Arn": queue_arn(CONSUMER, "q")})
    arn = f"arn:aws:events:{REGION}:{CONSUMER}:event-bus/default"
    statement = allow(
        "events:PutEvents", arn, Sid="x", Principal={"AWS": f"arn:aws:iam::{PRODUCER}:root"}
    )
    client("events", CONSUMER).put_permission(Policy=policy(statement))
    role = make_role(client, PRODUCER, "forward", allow("events:PutEvents", arn), trusts=TRUST)
    make_rule(client, PRODUCER, {"Arn": arn, "RoleArn": role})

    put(client, PRODUCER, {"n": 1})

    event = arrived(client, CONSUMER, url)
    assert (event["account"], event["resources"]) == (PRODUCER, ["arn:aws:thing"])
