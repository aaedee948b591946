"""A mapping is shown and changed by its owner, and refused where it could not work."""

import pytest
from botocore.exceptions import ClientError

from tests.emulator.arrange import make_role, trust
from tests.emulator.conftest import PRODUCER, MakeClient
from tests.emulator.functions.arrange import (
    make_function,
    packed,
    queue_url,
)

REGION = "eu-central-1"
TELL = """
    import boto3, json
    def tell(what):
        sqs = boto3.client('sqs')
        url = sqs.get_queue_url(QueueName='seen')['QueueUrl']
        sqs.send_message(QueueUrl=url, MessageBody=json.dumps(what))
"""


def arn_of(name: str) -> str:
    return f"arn:aws:sqs:{REGION}:{PRODUCER}:{name}"


def joined(client: MakeClient, code: str, queue: str = "jobs", **options: object) -> str:
    """A function `worker` that takes the messages of a queue; gives the mapping's id."""
    queue_url(client, PRODUCER, "seen")
    make_function(client, PRODUCER, "worker", TELL + code)
    made = client("lambda", PRODUCER).create_event_source_mapping(
        FunctionName="worker", EventSourceArn=arn_of(queue), **options
    )
    return str(made["UUID"])


def test_mappings_are_listed_and_deleted(client: MakeClient) -> None:
    queue_url(client, PRODUCER, "jobs")
    mapping = joined(client, "    def handle(e, _): pass", BatchSize=3)
    functions = client("lambda", PRODUCER)

    listed = functions.list_event_source_mappings(FunctionName="worker")["EventSourceMappings"]
    functions.delete_event_source_mapping(UUID=mapping)

    assert [(entry["UUID"], entry["BatchSize"]) for entry in listed] == [(mapping, 3)]
    assert functions.list_event_source_mappings()["EventSourceMappings"] == []
    with pytest.raises(ClientError, match="does not exist"):
        functions.get_event_source_mapping(UUID=mapping)


def test_a_queue_that_shows_messages_again_too_early_is_refused(client: MakeClient) -> None:
    queue_url(client, PRODUCER, "jobs", VisibilityTimeout="5")

    with pytest.raises(ClientError, match="less than Function timeout: 10"):
        joined(client, "    def handle(e, _): pass")


def test_a_role_that_may_not_read_the_queue_is_refused(client: MakeClient) -> None:
    queue_url(client, PRODUCER, "jobs")
    role = make_role(client, PRODUCER, "weak", trusts=trust({"Service": "lambda.amazonaws.com"}))
    functions = client("lambda", PRODUCER)
    functions.create_function(
        FunctionName="weak",
        Role=role,
        Handler="app.handle",
        Runtime="python3.13",
        Code={"ZipFile": packed("def handle(e, _): pass")},
    )

    with pytest.raises(ClientError, match="permissions to call ReceiveMessage"):
        functions.create_event_source_mapping(FunctionName="weak", EventSourceArn=arn_of("jobs"))
