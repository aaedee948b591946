"""Calls of many threads at once lose nothing, and one that waits holds up nobody."""

import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from botocore.exceptions import ClientError

from emulator.cloud import Cloud
from tests.emulator.arrange import make_bucket
from tests.emulator.conftest import PRODUCER, BotoClient, MakeClient

THREADS, EACH = 8, 20


@pytest.fixture
def hurried() -> Iterator[None]:
    """Switch threads so often that a race has its chance."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(before)


def make_table(client: MakeClient) -> BotoClient:
    dynamodb = client("dynamodb", PRODUCER)
    dynamodb.create_table(
        TableName="t",
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    return dynamodb


@pytest.mark.usefixtures("hurried")
def test_no_increment_is_lost(client: MakeClient) -> None:
    dynamodb = make_table(client)

    def count(_: int) -> None:
        dynamodb.update_item(
            TableName="t",
            Key={"pk": {"S": "n"}},
            UpdateExpression="ADD n :one",
            ExpressionAttributeValues={":one": {"N": "1"}},
        )

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(count, range(THREADS * EACH)))

    item = dynamodb.get_item(TableName="t", Key={"pk": {"S": "n"}})["Item"]
    assert item["n"] == {"N": str(THREADS * EACH)}


@pytest.mark.usefixtures("hurried")
def test_a_conditional_put_has_one_winner(client: MakeClient) -> None:
    dynamodb = make_table(client)
    won: list[int] = []

    def race(number: int) -> None:
        try:
            dynamodb.put_item(
                TableName="t",
                Item={"pk": {"S": "once"}},
                ConditionExpression="attribute_not_exists(pk)",
            )
        except ClientError as lost:
            assert lost.response["Error"]["Code"] == "ConditionalCheckFailedException"  # noqa: PT017
        else:
            won.append(number)

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(race, range(THREADS)))

    assert len(won) == 1


@pytest.mark.usefixtures("hurried")
def test_every_version_of_an_object_is_kept(client: MakeClient) -> None:
    s3 = make_bucket(client, PRODUCER, "zone")
    s3.put_bucket_versioning(Bucket="zone", VersioningConfiguration={"Status": "Enabled"})

    with ThreadPoolExecutor(THREADS) as pool:
        list(
            pool.map(
                lambda n: s3.put_object(Bucket="zone", Key="k", Body=str(n).encode()),
                range(THREADS * EACH),
            )
        )

    assert len(s3.list_object_versions(Bucket="zone")["Versions"]) == THREADS * EACH


def test_a_long_poll_holds_up_nobody_and_ends_with_the_message(
    cloud: Cloud, client: MakeClient
) -> None:
    sqs = client("sqs", PRODUCER)
    url = sqs.create_queue(QueueName="q")["QueueUrl"]
    bodies: list[str] = []
    started = time.monotonic()

    def poll() -> None:
        answer = sqs.receive_message(QueueUrl=url, WaitTimeSeconds=20)
        bodies.extend(message["Body"] for message in answer["Messages"])

    waiting = threading.Thread(target=poll)
    waiting.start()
    time.sleep(0.1)
    cloud.moto("sqs", "SendMessage", {"QueueUrl": url, "MessageBody": "m"}, account=PRODUCER)
    waiting.join(timeout=5)

    assert bodies == ["m"]
    assert time.monotonic() - started < 3
