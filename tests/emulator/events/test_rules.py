"""An event reaches the targets of every enabled rule that matches it, if they let it."""

import json
import time

import pytest
from botocore.exceptions import ClientError

from tests.emulator.arrange import allow, make_role, policy, trust
from tests.emulator.conftest import CONSUMER, GOVERNANCE, PRODUCER, MakeClient
from tests.emulator.events.arrange import (
    REGION,
    Json,
    arrived,
    make_rule,
    open_queue,
    put,
    queue_arn,
)
from tests.emulator.functions.arrange import bodies, eventually, make_function, queue_url

TRUST = trust({"Service": "events.amazonaws.com"})


def test_a_queue_gets_the_event_as_it_was_put(client: MakeClient) -> None:
    url = open_queue(client, PRODUCER, "q")
    make_rule(client, PRODUCER, {"Arn": queue_arn(PRODUCER, "q")})

    identifier = put(client, PRODUCER, {"n": 1})["Entries"][0]["EventId"]

    event = arrived(client, PRODUCER, url)
    assert event["detail"] == {"n": 1}
    assert (event["id"], event["account"]) == (identifier, PRODUCER)
    assert event["resources"] == ["arn:aws:thing"]
    assert event["detail-type"] == "Tried"


def test_a_rule_that_does_not_match_or_is_disabled_sends_nothing(client: MakeClient) -> None:
    url = open_queue(client, PRODUCER, "q")
    make_rule(client, PRODUCER, {"Arn": queue_arn(PRODUCER, "q")})
    events = client("events", PRODUCER)
    events.put_events(Entries=[{"Source": "other", "DetailType": "x", "Detail": "{}"}])
    events.disable_rule(Name="all")
    put(client, PRODUCER, {"n": "while disabled"})
    time.sleep(0.3)

    events.enable_rule(Name="all")
    put(client, PRODUCER, {"n": "enabled again"})

    assert arrived(client, PRODUCER, url)["detail"] == {"n": "enabled again"}
    assert bodies(client, PRODUCER, url) == []


def test_a_queue_of_another_account_takes_it_from_the_rules_role(client: MakeClient) -> None:
    arn = queue_arn(GOVERNANCE, "scanner")
    role = make_role(
        client, PRODUCER, "landing-events", allow("sqs:SendMessage", arn), trusts=TRUST
    )
    statement = allow("sqs:SendMessage", arn, Principal={"AWS": role})
    url = queue_url(client, GOVERNANCE, "scanner", Policy=policy(statement))
    group = {"MessageGroupId": "fleet"}
    make_rule(client, PRODUCER, {"Arn": arn, "RoleArn": role, "SqsParameters": group})

    put(client, PRODUCER, {"n": 1})

    sqs = client("sqs", GOVERNANCE)
    found: list[Json] = []

    def received() -> bool:
        answer = sqs.receive_message(QueueUrl=url, MessageSystemAttributeNames=["All"])
        found.extend(answer.get("Messages", []))
        return bool(found)

    eventually(received)
    assert json.loads(found[0]["Body"])["account"] == PRODUCER
    assert found[0]["Attributes"]["MessageGroupId"] == "fleet"


def test_what_a_queue_refuses_is_a_dead_letter_with_the_reason(client: MakeClient) -> None:
    queue_url(client, PRODUCER, "closed")
    dead = open_queue(client, PRODUCER, "dead")
    target = {
        "Arn": queue_arn(PRODUCER, "closed"),
        "DeadLetterConfig": {"Arn": queue_arn(PRODUCER, "dead")},
    }
    rule = make_rule(client, PRODUCER, target)

    put(client, PRODUCER, {"n": 1})

    sqs = client("sqs", PRODUCER)
    [message] = eventually(
        lambda: sqs.receive_message(QueueUrl=dead, MessageAttributeNames=["All"]).get("Messages")
    )
    why = {name: value["StringValue"] for name, value in message["MessageAttributes"].items()}
    assert json.loads(message["Body"])["detail"] == {"n": 1}
    assert (why["RULE_ARN"], why["ERROR_CODE"]) == (rule, "AccessDenied")
    assert why["RETRY_ATTEMPTS"] == "0"


def test_a_role_that_does_not_trust_the_service_delivers_nothing(client: MakeClient) -> None:
    arn = queue_arn(PRODUCER, "q")
    url = open_queue(client, PRODUCER, "q")
    role = make_role(client, PRODUCER, "others", allow("sqs:SendMessage", arn))
    make_rule(client, PRODUCER, {"Arn": arn, "RoleArn": role})

    put(client, PRODUCER, {"n": 1})

    time.sleep(0.3)
    assert bodies(client, PRODUCER, url) == []


def test_a_fifo_queue_keeps_the_group(client: MakeClient) -> None:
    url = open_queue(client, PRODUCER, "q.fifo", FifoQueue="true", ContentBasedDeduplication="true")
    group = {"MessageGroupId": "one"}
    make_rule(client, PRODUCER, {"Arn": queue_arn(PRODUCER, "q.fifo"), "SqsParameters": group})

    put(client, PRODUCER, {"n": 1})

    assert arrived(client, PRODUCER, url)["detail"] == {"n": 1}


@pytest.mark.parametrize("permitted", [True, False])
def test_a_function_runs_if_its_policy_names_the_rule(client: MakeClient, permitted: bool) -> None:  # noqa: FBT001 - a case
    seen = queue_url(client, PRODUCER, "seen")
    code = """
        import boto3, json
        def handle(event, _):
            sqs = boto3.client('sqs')
            url = sqs.get_queue_url(QueueName='seen')['QueueUrl']
            sqs.send_message(QueueUrl=url, MessageBody=json.dumps(event))
    """
    arn = make_function(client, PRODUCER, "f", code)
    rule = make_rule(client, PRODUCER, {"Arn": arn, "Input": '{"reason": "expiry"}'})
    if permitted:
        client("lambda", PRODUCER).add_permission(
            FunctionName="f",
            StatementId="rule",
            Action="lambda:InvokeFunction",
            Principal="events.amazonaws.com",
            SourceArn=rule,
        )

    put(client, PRODUCER, {})

    if permitted:
        assert arrived(client, PRODUCER, seen) == {"reason": "expiry"}
    else:
        time.sleep(0.5)
        assert bodies(client, PRODUCER, seen) == []


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        ({"InputPath": "$.detail.object"}, {"key": "a.csv"}),
        ({"Input": '{"fixed": 1}'}, {"fixed": 1}),
        (
            {
                "InputTransformer": {
                    "InputPathsMap": {"key": "$.detail.object.key", "from": "$.account"},
                    "InputTemplate": '{"file": <key>, "text": "<key> of <from>"}',
                }
            },
            {"file": "a.csv", "text": f"a.csv of {PRODUCER}"},
        ),
    ],
)
def test_a_target_gets_the_part_that_it_asks_for(
    client: MakeClient, shape: Json, expected: Json
) -> None:
    url = open_queue(client, PRODUCER, "q")
    make_rule(client, PRODUCER, {"Arn": queue_arn(PRODUCER, "q"), **shape})

    put(client, PRODUCER, {"object": {"key": "a.csv"}})

    assert arrived(client, PRODUCER, url) == expected


def test_events_of_the_wrong_form_are_told_one_by_one(client: MakeClient) -> None:
    entries = [
        {"Source": "test", "DetailType": "x", "Detail": "no json"},
        {"Source": "test", "DetailType": "x", "Detail": "{}"},
    ]

    answer = client("events", PRODUCER).put_events(Entries=entries)

    assert answer["FailedEntryCount"] == 1
    assert answer["Entries"][0]["ErrorCode"] == "MalformedDetail"
    assert "EventId" in answer["Entries"][1]


def test_a_target_that_would_never_be_served_is_refused(client: MakeClient) -> None:
    with pytest.raises(ClientError, match="NotImplemented"):
        make_rule(client, PRODUCER, {"Arn": f"arn:aws:kinesis:{REGION}:{PRODUCER}:stream/s"})


def test_a_pattern_with_an_unknown_operator_is_refused(client: MakeClient) -> None:
    with pytest.raises(ClientError, match="Unrecognized match type"):
        client("events", PRODUCER).put_rule(Name="r", EventPattern='{"source": [{"like": "x"}]}')


def test_rules_and_buses_are_shown_and_deleted(client: MakeClient) -> None:
    open_queue(client, PRODUCER, "q")
    arn = make_rule(client, PRODUCER, {"Arn": queue_arn(PRODUCER, "q")})
    events = client("events", PRODUCER)
    events.tag_resource(ResourceARN=arn, Tags=[{"Key": "a", "Value": "b"}])

    assert events.describe_rule(Name="all")["Arn"] == arn
    assert events.list_rules()["Rules"][0]["Name"] == "all"
    assert events.list_targets_by_rule(Rule="all")["Targets"][0]["Id"] == "one"
    assert events.list_tags_for_resource(ResourceARN=arn)["Tags"] == [{"Key": "a", "Value": "b"}]
    events.untag_resource(ResourceARN=arn, TagKeys=["a"])
    events.remove_targets(Rule="all", Ids=["one"])
    events.delete_rule(Name="all")
    assert events.list_rules()["Rules"] == []
    events.create_event_bus(Name="mesh")
    assert events.describe_event_bus(Name="mesh")["Name"] == "mesh"
    assert len(events.list_event_buses()["EventBuses"]) == 2
    statement = allow(
        "events:PutEvents", "*", Sid="s", Principal={"AWS": f"arn:aws:iam::{CONSUMER}:root"}
    )
    events.put_permission(EventBusName="mesh", Policy=policy(statement))
    events.remove_permission(EventBusName="mesh", StatementId="s")
    events.delete_event_bus(Name="mesh")
    assert len(events.list_event_buses()["EventBuses"]) == 1
