"""A queue's messages reach its function in batches, soon, in order, and never get lost."""

import json
import os
import time
from itertools import pairwise

from tests.emulator.conftest import PRODUCER, BotoClient, MakeClient
from tests.emulator.functions.arrange import (
    bodies,
    eventually,
    make_function,
    queue_url,
)

REGION = "eu-central-1"
# Tells the queue `seen` what it got.
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


def send(client: MakeClient, url: str, body: str, **options: str) -> None:
    client("sqs", PRODUCER).send_message(QueueUrl=url, MessageBody=body, **options)


def seen(client: MakeClient, count: int = 1) -> list[BotoClient]:
    url = client("sqs", PRODUCER).get_queue_url(QueueName="seen")["QueueUrl"]
    found: list[BotoClient] = []

    def enough() -> bool:
        found.extend(json.loads(body) for body in bodies(client, PRODUCER, url))
        return len(found) >= count

    eventually(enough, 15)
    return found


def left_in(client: MakeClient, url: str) -> int:
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    found = client("sqs", PRODUCER).get_queue_attributes(QueueUrl=url, AttributeNames=names)
    return sum(int(value) for value in found["Attributes"].values())


def test_a_message_reaches_the_function_as_aws_writes_it_and_leaves_the_queue(
    client: MakeClient,
) -> None:
    url = queue_url(client, PRODUCER, "jobs")
    joined(client, "    def handle(e, _): tell(e['Records'])")
    before = time.time() * 1000

    send(client, url, "hello")

    [[record]] = seen(client)
    assert record["body"] == "hello"
    assert record["eventSourceARN"] == arn_of("jobs")
    assert record["attributes"]["ApproximateReceiveCount"] == "1"
    assert before - 1000 < int(record["attributes"]["SentTimestamp"]) < time.time() * 1000
    eventually(lambda: left_in(client, url) == 0)


def test_a_warm_function_gets_a_message_within_a_fraction_of_a_second(client: MakeClient) -> None:
    url = queue_url(client, PRODUCER, "jobs")
    code = "    import time\n    def handle(e, _): tell(time.time())"
    joined(client, code)
    send(client, url, "warm up")
    seen(client)

    sent = time.time()
    send(client, url, "now")

    assert seen(client)[0] - sent < 0.3


def test_waiting_messages_come_in_one_batch(client: MakeClient) -> None:
    url = queue_url(client, PRODUCER, "jobs")
    for number in range(4):
        send(client, url, str(number))

    joined(client, "    def handle(e, _): tell([r['body'] for r in e['Records']])")

    assert seen(client) == [["0", "1", "2", "3"]]


def test_a_batching_window_collects_messages(client: MakeClient) -> None:
    url = queue_url(client, PRODUCER, "jobs")
    code = "    def handle(e, _): tell(sorted(r['body'] for r in e['Records']))"
    joined(client, code, MaximumBatchingWindowInSeconds=1)

    for number in range(3):
        send(client, url, str(number))

    assert seen(client) == [["0", "1", "2"]]


def test_only_the_messages_that_the_function_reports_come_again(client: MakeClient) -> None:
    url = queue_url(client, PRODUCER, "jobs", VisibilityTimeout="10")
    for body in ("good", "bad", "good too"):
        send(client, url, body)
    code = """
    def handle(e, _):
        tell([r['body'] for r in e['Records']])
        bad = [r['messageId'] for r in e['Records'] if r['body'] == 'bad']
        return {'batchItemFailures': [{'itemIdentifier': m} for m in bad]}
    """

    joined(client, code, FunctionResponseTypes=["ReportBatchItemFailures"])

    assert seen(client) == [["good", "bad", "good too"]]
    eventually(lambda: left_in(client, url) == 1)


def test_a_message_that_fails_too_often_is_a_dead_letter(client: MakeClient) -> None:
    dead = queue_url(client, PRODUCER, "dead")
    redrive = json.dumps({"deadLetterTargetArn": arn_of("dead"), "maxReceiveCount": "2"})
    url = queue_url(client, PRODUCER, "jobs", VisibilityTimeout="1", RedrivePolicy=redrive)
    make_function(client, PRODUCER, "worker", "def handle(e, _): raise ValueError", Timeout=1)
    client("lambda", PRODUCER).create_event_source_mapping(
        FunctionName="worker", EventSourceArn=arn_of("jobs")
    )

    send(client, url, "poison")

    assert eventually(lambda: bodies(client, PRODUCER, dead)) == ["poison"]


def test_a_group_of_a_fifo_queue_is_in_order_and_never_side_by_side(client: MakeClient) -> None:
    url = queue_url(
        client, PRODUCER, "jobs.fifo", FifoQueue="true", ContentBasedDeduplication="true"
    )
    code = """
    import time
    def handle(e, _):
        began = time.time()
        time.sleep(0.2)
        tell([r['body'] for r in e['Records']] + [began, time.time()])
    """
    joined(client, code, queue="jobs.fifo", BatchSize=1)

    for number in range(3):
        send(client, url, str(number), MessageGroupId="one")

    runs = sorted(seen(client, 3), key=lambda run: float(run[1]))
    assert [run[0] for run in runs] == ["0", "1", "2"]
    assert all(one[2] <= two[1] for one, two in pairwise(runs))


def test_groups_of_a_fifo_queue_run_side_by_side(client: MakeClient) -> None:
    url = queue_url(
        client, PRODUCER, "jobs.fifo", FifoQueue="true", ContentBasedDeduplication="true"
    )
    code = """
    import time
    def handle(e, _):
        began = time.time()
        time.sleep(1)
        tell([began, time.time()])
    """
    joined(client, code, queue="jobs.fifo", BatchSize=1)

    for group in ("a", "b"):
        send(client, url, group, MessageGroupId=group)

    one, two = seen(client, 2)
    assert one[0] < two[1]
    assert two[0] < one[1]


def test_a_disabled_mapping_takes_nothing_until_it_is_enabled(client: MakeClient) -> None:
    url = queue_url(client, PRODUCER, "jobs")
    mapping = joined(client, "    def handle(e, _): tell('got it')", Enabled=False)
    functions = client("lambda", PRODUCER)
    send(client, url, "x")
    time.sleep(0.3)
    waiting = left_in(client, url)

    functions.update_event_source_mapping(UUID=mapping, Enabled=True)

    assert waiting == 1
    assert seen(client) == ["got it"]
    functions.update_event_source_mapping(UUID=mapping, Enabled=False)
    send(client, url, "y")
    time.sleep(0.3)
    assert left_in(client, url) == 1


def test_reserved_concurrency_of_one_serialises_batches(client: MakeClient) -> None:
    url = queue_url(client, PRODUCER, "jobs")
    code = """
    import time
    def handle(e, _):
        began = time.time()
        time.sleep(0.2)
        tell([began, time.time()])
    """
    joined(client, code, Enabled=True, BatchSize=1)
    client("lambda", PRODUCER).put_function_concurrency(
        FunctionName="worker", ReservedConcurrentExecutions=1
    )

    for number in range(3):
        send(client, url, str(number))

    runs = sorted(seen(client, 3))
    assert all(one[1] <= two[0] for one, two in pairwise(runs))


def test_no_more_batches_run_at_once_than_the_machine_has_cores(client: MakeClient) -> None:
    url = queue_url(client, PRODUCER, "jobs")
    code = """
    import time
    def handle(e, _):
        began = time.time()
        time.sleep(0.5)
        tell([began, time.time()])
    """
    joined(client, code, Enabled=True, BatchSize=1)

    for number in range(6):
        send(client, url, str(number))

    runs = seen(client, 6)
    at_once = max(sum(one[0] <= run[0] < one[1] for one in runs) for run in runs)
    assert 2 <= at_once <= max(2, os.cpu_count() or 2)
