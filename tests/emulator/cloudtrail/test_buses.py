"""Where a trail logs, the account's default bus hears of every call that a rule asks for."""

import json
from collections.abc import Mapping
from typing import Any

from tests.emulator.cloudtrail.arrange import looked_up, make_trail
from tests.emulator.conftest import CONSUMER, GOVERNANCE, PRODUCER, MakeClient
from tests.emulator.events.arrange import open_queue, queue_arn
from tests.emulator.functions.arrange import bodies, eventually
from tests.emulator.lakeformation.world import Lake, database

ALL = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"


def listen(
    client: MakeClient, account: str, pattern: Mapping[str, Any], state: str = "ENABLED"
) -> str:
    """A queue that gets what the pattern matches; gives its URL."""
    url, events = open_queue(client, account, "heard"), client("events", account)
    asked = {"detail-type": ["AWS API Call via CloudTrail"], **pattern}
    events.put_rule(Name="calls", EventPattern=json.dumps(asked), State=state)
    target = {"Id": "one", "Arn": queue_arn(account, "heard")}
    events.put_targets(Rule="calls", Targets=[target])
    return url


def heard(client: MakeClient, account: str, url: str) -> list[dict[str, Any]]:
    return [json.loads(body) for body in eventually(lambda: bodies(client, account, url))]


def test_a_grant_is_announced_with_its_record(client: MakeClient, lake: Lake) -> None:
    make_trail(client, GOVERNANCE)
    source = {"source": ["aws.lakeformation"], "detail": {"eventName": ["GrantPermissions"]}}
    url = listen(client, GOVERNANCE, source)

    lake.grant(lake.analyst, database(), "DESCRIBE")

    (event,) = heard(client, GOVERNANCE, url)
    (record,) = looked_up(client, GOVERNANCE, "GrantPermissions")
    assert event["detail"] == record
    assert (event["account"], event["region"]) == (GOVERNANCE, "eu-central-1")
    assert (event["time"], event["resources"]) == (record["eventTime"], [])


def test_a_look_is_announced_only_to_rules_that_ask_for_looks(client: MakeClient) -> None:
    make_trail(client, PRODUCER)
    url = listen(client, PRODUCER, {"source": ["aws.glue"]})
    glue = client("glue", PRODUCER)
    glue.get_databases()
    glue.create_database(DatabaseInput={"Name": "own"})

    assert [one["detail"]["eventName"] for one in heard(client, PRODUCER, url)] == [
        "CreateDatabase"
    ]


def test_a_rule_with_all_management_events_hears_looks(client: MakeClient) -> None:
    make_trail(client, PRODUCER)
    url = listen(client, PRODUCER, {"source": ["aws.glue"]}, ALL)

    client("glue", PRODUCER).get_databases()

    (event,) = heard(client, PRODUCER, url)
    assert (event["detail"]["eventName"], event["detail"]["readOnly"]) == ("GetDatabases", True)


def test_without_a_logging_trail_nothing_is_announced(client: MakeClient) -> None:
    url = listen(client, PRODUCER, {}, ALL)
    glue = client("glue", PRODUCER)
    glue.get_databases()
    trail = make_trail(client, PRODUCER)
    trail.stop_logging(Name="everything")
    glue.get_databases()
    trail.start_logging(Name="everything")
    glue.create_database(DatabaseInput={"Name": "own"})

    assert [one["detail"]["eventName"] for one in heard(client, PRODUCER, url)] == [
        "CreateDatabase"
    ]


def test_the_owner_hears_of_others_on_its_own_bus(client: MakeClient, lake: Lake) -> None:
    make_trail(client, GOVERNANCE)
    lake.grant(lake.analyst, database(), "DESCRIBE")
    url = listen(client, GOVERNANCE, {"detail": {"eventName": ["GetDatabase"]}}, ALL)

    lake.glue(lake.analyst).get_database(CatalogId=GOVERNANCE, Name="fleet")

    (event,) = heard(client, GOVERNANCE, url)
    assert event["account"] == GOVERNANCE
    assert event["detail"]["userIdentity"]["accountId"] == CONSUMER
