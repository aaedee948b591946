"""Another account's resource is reached only if both accounts allow it, and then it is that one."""

import json

import pytest
from botocore.exceptions import ClientError

from tests.emulator.arrange import allow, make_key, make_role, policy
from tests.emulator.conftest import CONSUMER, GOVERNANCE, OUTSIDER, PRODUCER, MakeClient

QUEUE = f"arn:aws:sqs:eu-central-1:{GOVERNANCE}:scanner"
TOPIC = f"arn:aws:sns:eu-central-1:{GOVERNANCE}:alerts"


def make_queue(client: MakeClient, resource_policy: str = "") -> str:
    attributes = {"Policy": resource_policy} if resource_policy else {}
    sqs = client("sqs", GOVERNANCE)
    return str(sqs.create_queue(QueueName="scanner", Attributes=attributes)["QueueUrl"])


def test_a_foreign_queue_is_closed(client: MakeClient) -> None:
    url = make_queue(client)

    with pytest.raises(ClientError, match="AccessDenied"):
        client("sqs", PRODUCER).send_message(QueueUrl=url, MessageBody="x")


def test_a_foreign_queue_that_names_the_account_takes_the_message(client: MakeClient) -> None:
    url = make_queue(client, policy(allow("sqs:SendMessage", QUEUE, Principal={"AWS": PRODUCER})))
    sender = make_role(client, PRODUCER, "sender", allow("sqs:SendMessage", QUEUE))
    silent = make_role(client, PRODUCER, "silent")

    client("sqs", sender).send_message(QueueUrl=url, MessageBody="hello")

    received = client("sqs", GOVERNANCE).receive_message(QueueUrl=url)["Messages"]
    assert [message["Body"] for message in received] == ["hello"]
    with pytest.raises(ClientError, match="no identity-based policy"):
        client("sqs", silent).send_message(QueueUrl=url, MessageBody="x")
    with pytest.raises(ClientError, match="AccessDenied"):
        client("sqs", PRODUCER).receive_message(QueueUrl=url)


def test_a_queue_of_the_same_name_is_never_taken_for_the_foreign_one(client: MakeClient) -> None:
    url = make_queue(client)
    client("sqs", PRODUCER).create_queue(QueueName="scanner")

    with pytest.raises(ClientError, match="AccessDenied"):
        client("sqs", PRODUCER).send_message(QueueUrl=url, MessageBody="x")


def test_a_foreign_topic_asks_its_policy(client: MakeClient) -> None:
    client("sns", GOVERNANCE).create_topic(Name="alerts")

    with pytest.raises(ClientError, match="AuthorizationError"):
        client("sns", PRODUCER).publish(TopicArn=TOPIC, Message="x")

    opened = policy(allow("sns:Publish", TOPIC, Principal={"AWS": PRODUCER}))
    client("sns", GOVERNANCE).set_topic_attributes(
        TopicArn=TOPIC, AttributeName="Policy", AttributeValue=opened
    )
    assert client("sns", PRODUCER).publish(TopicArn=TOPIC, Message="x")["MessageId"]


def test_a_foreign_key_works_by_arn_if_both_sides_allow(client: MakeClient) -> None:
    key = make_key(client, PRODUCER, allow("kms:*", Principal={"AWS": GOVERNANCE}))
    user = make_role(client, GOVERNANCE, "user", allow("kms:Encrypt"))

    sealed = client("kms", user).encrypt(KeyId=key, Plaintext=b"secret")["CiphertextBlob"]

    opened = client("kms", PRODUCER).decrypt(CiphertextBlob=sealed, KeyId=key)
    assert opened["Plaintext"] == b"secret"
    with pytest.raises(ClientError, match="AccessDenied"):
        client("kms", user).decrypt(CiphertextBlob=sealed, KeyId=key)
    with pytest.raises(ClientError, match="AccessDenied"):
        client("kms", CONSUMER).encrypt(KeyId=key, Plaintext=b"secret")


def test_a_key_policy_for_the_organisation_stops_at_its_members(client: MakeClient) -> None:
    ours = {"StringEquals": {"aws:PrincipalOrgID": "o-airmesh0001"}}
    key = make_key(client, PRODUCER, allow("kms:Encrypt", Principal="*", Condition=ours))

    assert client("kms", CONSUMER).encrypt(KeyId=key, Plaintext=b"x")["CiphertextBlob"]
    with pytest.raises(ClientError, match="AccessDenied"):
        client("kms", OUTSIDER).encrypt(KeyId=key, Plaintext=b"x")


def test_nothing_that_a_client_sends_names_its_account(client: MakeClient) -> None:
    make_queue(client)
    sqs = client("sqs", PRODUCER)
    sqs.meta.events.register(
        "before-send.sqs.*",
        lambda request, **_: request.headers.update({"x-moto-account-id": GOVERNANCE}),
    )

    assert "QueueUrls" not in sqs.list_queues()


def test_a_batch_needs_the_single_actions_permission(client: MakeClient) -> None:
    url = make_queue(client, policy(allow("sqs:SendMessage", QUEUE, Principal={"AWS": PRODUCER})))

    answer = client("sqs", PRODUCER).send_message_batch(
        QueueUrl=url, Entries=[{"Id": "1", "MessageBody": json.dumps({})}]
    )

    assert [entry["Id"] for entry in answer["Successful"]] == ["1"]


@pytest.mark.parametrize(
    ("operation", "more"),
    [
        ("set_queue_attributes", {"Attributes": {"VisibilityTimeout": "1"}}),
        ("tag_queue", {"Tags": {"a": "b"}}),
        ("list_queue_tags", {}),
        ("delete_queue", {}),
    ],
)
def test_a_queue_is_kept_by_its_own_account_whatever_its_policy_says(
    client: MakeClient, operation: str, more: dict[str, object]
) -> None:
    url = make_queue(client, policy(allow("sqs:*", QUEUE, Principal={"AWS": PRODUCER})))
    assert client("sqs", PRODUCER).send_message(QueueUrl=url, MessageBody="x")

    with pytest.raises(ClientError, match="AccessDenied"):
        getattr(client("sqs", PRODUCER), operation)(QueueUrl=url, **more)


@pytest.mark.parametrize(
    ("operation", "more"),
    [
        (
            "put_key_policy",
            {"PolicyName": "default", "Policy": policy(allow("kms:*", Principal="*"))},
        ),
        ("get_key_policy", {"PolicyName": "default"}),
        ("disable_key", {}),
        ("schedule_key_deletion", {}),
    ],
)
def test_a_key_is_kept_by_its_own_account_whatever_its_policy_says(
    client: MakeClient, operation: str, more: dict[str, object]
) -> None:
    key = make_key(client, PRODUCER, allow("kms:*", Principal={"AWS": GOVERNANCE}))
    assert client("kms", GOVERNANCE).describe_key(KeyId=key)

    with pytest.raises(ClientError, match="AccessDenied"):
        getattr(client("kms", GOVERNANCE), operation)(KeyId=key, **more)


def test_a_queue_keeps_its_policy_when_something_else_is_set(client: MakeClient) -> None:
    url = make_queue(client, policy(allow("sqs:SendMessage", QUEUE, Principal={"AWS": PRODUCER})))

    client("sqs", GOVERNANCE).set_queue_attributes(
        QueueUrl=url, Attributes={"VisibilityTimeout": "1"}
    )

    assert client("sqs", PRODUCER).send_message(QueueUrl=url, MessageBody="x")["MessageId"]
