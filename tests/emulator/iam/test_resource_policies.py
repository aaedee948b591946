"""Policies of buses, APIs, topics and queues are read where AWS keeps them."""

import json

import pytest

from emulator.api import AwsError, Principal
from emulator.cloud import Cloud
from tests.emulator.arrange import Json, allow, make_role, policy
from tests.emulator.conftest import CONSUMER, GOVERNANCE, OUTSIDER, PRODUCER, MakeClient

REGION = "eu-central-1"
BUS = f"arn:aws:events:{REGION}:{CONSUMER}:event-bus/mesh"
RECONCILER = f"arn:aws:iam::{GOVERNANCE}:role/mesh-reconciler"
ORGANISATION = {"StringEquals": {"aws:PrincipalOrgID": "o-airmesh0001"}}


def administrator(cloud: Cloud, account: str) -> Principal:
    return cloud.principal_of(cloud.administrator(account).access_key)


def session(cloud: Cloud, role: str) -> Principal:
    return cloud.principal_of(cloud.session(role, "s").access_key)


def make_api(cloud: Cloud, resource_policy: Json) -> str:
    made = cloud.moto(
        "apigateway",
        "CreateRestApi",
        {"name": "registry", "policy": resource_policy},
        account=GOVERNANCE,
    )
    return f"arn:aws:execute-api:{REGION}:{GOVERNANCE}:{made['id']}/v1/GET/products"


def test_an_api_for_the_organisation_is_invoked_by_members_who_may(
    cloud: Cloud, client: MakeClient
) -> None:
    opened = allow("execute-api:Invoke", "execute-api:/*", Principal="*", Condition=ORGANISATION)
    method = make_api(cloud, policy(opened))
    may = make_role(client, PRODUCER, "owner", allow("execute-api:Invoke", method))
    may_not = make_role(client, PRODUCER, "other")

    cloud.authorise(session(cloud, may), "execute-api:Invoke", method)

    for refused in (session(cloud, may_not), administrator(cloud, OUTSIDER)):
        with pytest.raises(AwsError, match="AccessDenied"):
            cloud.authorise(refused, "execute-api:Invoke", method)


def test_an_api_without_policy_serves_its_own_account_only(cloud: Cloud) -> None:
    method = make_api(cloud, "")

    cloud.authorise(administrator(cloud, GOVERNANCE), "execute-api:Invoke", method)

    with pytest.raises(AwsError, match="AccessDenied"):
        cloud.authorise(administrator(cloud, PRODUCER), "execute-api:Invoke", method)


def test_a_bus_takes_events_from_the_role_that_it_names(cloud: Cloud, client: MakeClient) -> None:
    cloud.moto("events", "CreateEventBus", {"Name": "mesh"}, account=CONSUMER)
    only = {"ArnEquals": {"aws:PrincipalArn": RECONCILER}}
    opened = allow(
        "events:PutEvents", BUS, Sid="Wake", Principal={"AWS": GOVERNANCE}, Condition=only
    )
    cloud.moto(
        "events",
        "PutPermission",
        {"EventBusName": "mesh", "Policy": policy(opened)},
        account=CONSUMER,
    )
    for name in ("mesh-reconciler", "mesh-api"):
        make_role(client, GOVERNANCE, name, allow("events:PutEvents", BUS))

    cloud.authorise(session(cloud, RECONCILER), "events:PutEvents", BUS)

    other = f"arn:aws:iam::{GOVERNANCE}:role/mesh-api"
    with pytest.raises(AwsError, match="AccessDenied"):
        cloud.authorise(session(cloud, other), "events:PutEvents", BUS)


@pytest.mark.parametrize(("source", "passes"), [("rule/mesh-landing", True), ("rule/x", False)])
def test_a_service_is_let_in_for_the_source_that_is_named(
    cloud: Cloud, client: MakeClient, source: str, *, passes: bool
) -> None:
    queue = f"arn:aws:sqs:{REGION}:{GOVERNANCE}:q"
    rule = f"arn:aws:events:{REGION}:{GOVERNANCE}:{{}}"
    only = {"ArnEquals": {"aws:SourceArn": rule.format("rule/mesh-landing")}}
    opened = allow(
        "sqs:SendMessage", queue, Principal={"Service": "events.amazonaws.com"}, Condition=only
    )
    client("sqs", GOVERNANCE).create_queue(
        QueueName="q", Attributes={"Policy": json.dumps({"Statement": [opened]})}
    )
    events = Principal(account=GOVERNANCE, arn="events.amazonaws.com", kind="service")
    context = {"aws:SourceArn": rule.format(source)}

    if passes:
        cloud.authorise(events, "sqs:SendMessage", queue, context)
    else:
        with pytest.raises(AwsError, match="AccessDenied"):
            cloud.authorise(events, "sqs:SendMessage", queue, context)


def test_an_own_service_adds_where_its_policies_are(cloud: Cloud) -> None:
    opened = policy(allow("glue:GetTable", Principal={"AWS": CONSUMER}))
    cloud.authority.resource_policies["glue"] = lambda _arn: opened
    table = f"arn:aws:glue:{REGION}:{GOVERNANCE}:table/d/t"

    cloud.authorise(administrator(cloud, CONSUMER), "glue:GetTable", table)

    with pytest.raises(AwsError, match="AccessDenied"):
        cloud.authorise(administrator(cloud, PRODUCER), "glue:GetTable", table)
