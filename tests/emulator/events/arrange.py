"""Rules, queues that take their events, and what arrived in them."""

import json
from collections.abc import Mapping
from typing import Any, TypeAlias

from tests.emulator.arrange import allow, policy
from tests.emulator.conftest import MakeClient
from tests.emulator.functions.arrange import bodies, eventually, queue_url

REGION = "eu-central-1"
Json: TypeAlias = Any


def queue_arn(account: str, name: str) -> str:
    return f"arn:aws:sqs:{REGION}:{account}:{name}"


def open_queue(
    client: MakeClient,
    account: str,
    name: str,
    sender: str = "events.amazonaws.com",
    **attributes: str,
) -> str:
    """A queue to which a service may send; gives its URL."""
    statement = allow("sqs:SendMessage", queue_arn(account, name), Principal={"Service": sender})
    return queue_url(client, account, name, Policy=policy(statement), **attributes)


def make_rule(
    client: MakeClient, account: str, target: Mapping[str, Json], bus: str = "default"
) -> str:
    """A rule `all` for events of source `test`, with one target; gives its ARN."""
    events = client("events", account)
    made = events.put_rule(Name="all", EventBusName=bus, EventPattern='{"source": ["test"]}')
    events.put_targets(Rule="all", EventBusName=bus, Targets=[{"Id": "one", **target}])
    return str(made["RuleArn"])


def put(client: MakeClient, account: str, detail: Json, bus: str = "default") -> Json:
    entry = {
        "Source": "test",
        "DetailType": "Tried",
        "Detail": json.dumps(detail),
        "EventBusName": bus,
        "Resources": ["arn:aws:thing"],
    }
    return client("events", account).put_events(Entries=[entry])


def arrived(client: MakeClient, account: str, url: str) -> Json:
    """The one message that arrives in a queue, parsed."""
    return json.loads(eventually(lambda: bodies(client, account, url))[0])
