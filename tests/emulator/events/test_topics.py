"""What is published to a topic reaches its queues and functions, in whichever account."""

import json
import time

import pytest
from botocore.exceptions import ClientError

from tests.emulator.arrange import allow, policy
from tests.emulator.conftest import CONSUMER, PRODUCER, MakeClient
from tests.emulator.events.arrange import arrived, make_rule, open_queue, put, queue_arn
from tests.emulator.functions.arrange import bodies, make_function, queue_url


def make_topic(client: MakeClient) -> str:
    return str(client("sns", PRODUCER).create_topic(Name="alerts")["TopicArn"])


def subscribe(client: MakeClient, topic: str, account: str, name: str, **attributes: str) -> str:
    url = open_queue(client, account, name, sender="sns.amazonaws.com")
    client("sns", PRODUCER).subscribe(
        TopicArn=topic, Protocol="sqs", Endpoint=queue_arn(account, name), Attributes=attributes
    )
    return url


def test_queues_of_both_accounts_get_the_message(client: MakeClient) -> None:
    topic = make_topic(client)
    own = subscribe(client, topic, PRODUCER, "own")
    foreign = subscribe(client, topic, CONSUMER, "foreign")

    client("sns", PRODUCER).publish(TopicArn=topic, Message="refused", Subject="a file")

    for account, url in ((PRODUCER, own), (CONSUMER, foreign)):
        notification = arrived(client, account, url)
        assert (notification["Message"], notification["Subject"]) == ("refused", "a file")
        assert notification["TopicArn"] == topic


def test_a_raw_subscription_gets_the_text_alone(client: MakeClient) -> None:
    topic = make_topic(client)
    url = subscribe(client, topic, PRODUCER, "q", RawMessageDelivery="true")

    client("sns", PRODUCER).publish(TopicArn=topic, Message='{"n": 1}')

    assert arrived(client, PRODUCER, url) == {"n": 1}


def test_a_filter_keeps_other_messages_out(client: MakeClient) -> None:
    topic = make_topic(client)
    url = subscribe(client, topic, PRODUCER, "q", FilterPolicy='{"kind": ["alert"]}')
    sns = client("sns", PRODUCER)

    for kind in ("note", "alert"):
        attributes = {"kind": {"DataType": "String", "StringValue": kind}}
        sns.publish(TopicArn=topic, Message=kind, MessageAttributes=attributes)

    assert arrived(client, PRODUCER, url)["Message"] == "alert"
    assert bodies(client, PRODUCER, url) == []


def test_a_queue_that_does_not_name_the_service_gets_nothing(client: MakeClient) -> None:
    topic = make_topic(client)
    url = queue_url(client, PRODUCER, "closed")
    sns = client("sns", PRODUCER)
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue_arn(PRODUCER, "closed"))

    sns.publish(TopicArn=topic, Message="x")

    time.sleep(0.3)
    assert bodies(client, PRODUCER, url) == []


def test_a_function_gets_a_record(client: MakeClient) -> None:
    topic = make_topic(client)
    seen = queue_url(client, PRODUCER, "seen")
    code = """
        import boto3, json
        def handle(event, _):
            sqs = boto3.client('sqs')
            url = sqs.get_queue_url(QueueName='seen')['QueueUrl']
            sqs.send_message(QueueUrl=url, MessageBody=json.dumps(event))
    """
    arn = make_function(client, PRODUCER, "f", code)
    client("lambda", PRODUCER).add_permission(
        FunctionName="f",
        StatementId="topic",
        Action="lambda:InvokeFunction",
        Principal="sns.amazonaws.com",
        SourceArn=topic,
    )
    client("sns", PRODUCER).subscribe(TopicArn=topic, Protocol="lambda", Endpoint=arn)

    client("sns", PRODUCER).publish(TopicArn=topic, Message="hello")

    [record] = arrived(client, PRODUCER, seen)["Records"]
    assert (record["EventSource"], record["Sns"]["Message"]) == ("aws:sns", "hello")


def test_a_rule_publishes_where_the_topics_policy_lets_it(client: MakeClient) -> None:
    topic = make_topic(client)
    url = subscribe(client, topic, PRODUCER, "q")
    statement = allow("sns:Publish", topic, Principal={"Service": "events.amazonaws.com"})
    client("sns", PRODUCER).set_topic_attributes(
        TopicArn=topic, AttributeName="Policy", AttributeValue=policy(statement)
    )
    make_rule(client, PRODUCER, {"Arn": topic})

    put(client, PRODUCER, {"n": 1})

    assert json.loads(arrived(client, PRODUCER, url)["Message"])["detail"] == {"n": 1}


def test_an_email_subscription_is_stored(client: MakeClient) -> None:
    topic = make_topic(client)
    sns = client("sns", PRODUCER)

    sns.subscribe(TopicArn=topic, Protocol="email", Endpoint="owner@example.org")
    sns.publish(TopicArn=topic, Message="x")

    [stored] = sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]
    assert stored["Endpoint"] == "owner@example.org"


def test_another_account_may_not_publish_unless_the_topic_says_so(client: MakeClient) -> None:
    topic = make_topic(client)

    with pytest.raises(ClientError, match="not authorized"):
        client("sns", CONSUMER).publish(TopicArn=topic, Message="x")


def test_a_topic_that_does_not_exist_is_not_found(client: MakeClient) -> None:
    with pytest.raises(ClientError, match="does not exist"):
        client("sns", PRODUCER).publish(
            TopicArn=f"arn:aws:sns:eu-central-1:{PRODUCER}:nothing", Message="x"
        )
