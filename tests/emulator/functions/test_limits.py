"""A function that fails, crashes or wants too much is stopped and told so."""

import json

from botocore.exceptions import ClientError

from tests.emulator.conftest import PRODUCER, BotoClient, MakeClient
from tests.emulator.functions.arrange import eventually, make_function, queue_url


def call(client: MakeClient, name: str, event: object = None, **options: str) -> BotoClient:
    return client("lambda", PRODUCER).invoke(
        FunctionName=name, Payload=json.dumps(event or {}).encode(), **options
    )


def answer(response: BotoClient) -> BotoClient:
    return json.loads(response["Payload"].read())


def test_a_function_that_takes_too_long_is_stopped(client: MakeClient) -> None:
    make_function(
        client, PRODUCER, "slow", "import time\ndef handle(e, _): time.sleep(60)", Timeout=1
    )

    response = call(client, "slow")

    assert response["FunctionError"] == "Unhandled"
    assert "Task timed out after 1.00 seconds" in answer(response)["errorMessage"]


def test_a_crash_is_told_and_the_next_call_gets_a_new_worker(client: MakeClient) -> None:
    code = "import os\ndef handle(e, _): return os._exit(3) if e.get('crash') else 'fine'"
    make_function(client, PRODUCER, "crash", code)

    response = call(client, "crash", {"crash": True})

    assert answer(response)["errorType"] == "Runtime.ExitError"
    assert "exit status 3" in answer(call(client, "crash", {"crash": True}))["errorMessage"]
    assert answer(call(client, "crash", {"n": 1})) == "fine"


def test_a_function_that_uses_more_memory_than_it_has_is_stopped(client: MakeClient) -> None:
    code = "import time\ndef handle(e, _):\n    x = bytearray(300 << 20)\n    time.sleep(5)"
    make_function(client, PRODUCER, "big", code, MemorySize=128)

    assert answer(call(client, "big"))["errorType"] == "Runtime.OutOfMemory"


def test_calls_run_side_by_side(client: MakeClient) -> None:
    code = "import time\ndef handle(e, _): print('x'); time.sleep(0.5); return time.time()"
    make_function(client, PRODUCER, "sleeps", code)
    for _ in range(3):
        call(client, "sleeps", InvocationType="Event")
    logs = client("logs", PRODUCER)

    def streams() -> BotoClient:
        groups = logs.describe_log_groups(logGroupNamePrefix="/aws/lambda/sleeps")["logGroups"]
        if not groups:
            return []
        found = logs.describe_log_streams(logGroupName="/aws/lambda/sleeps")["logStreams"]
        return found if len(found) == 3 else []

    assert eventually(streams)


def test_reserved_concurrency_refuses_one_call_too_many(client: MakeClient) -> None:
    make_function(client, PRODUCER, "one", "import time\ndef handle(e, _): time.sleep(2)")
    functions = client("lambda", PRODUCER)
    functions.put_function_concurrency(FunctionName="one", ReservedConcurrentExecutions=1)
    call(client, "one", InvocationType="Event")

    def refused() -> str:
        try:
            call(client, "one", {"n": 1})
        except ClientError as error:
            return str(error.response["Error"]["Code"])
        return ""

    assert eventually(refused, 8) == "TooManyRequestsException"


def test_an_event_that_fails_three_times_is_a_dead_letter(client: MakeClient) -> None:
    url = queue_url(client, PRODUCER, "dead")
    arn = f"arn:aws:sqs:eu-central-1:{PRODUCER}:dead"
    make_function(
        client,
        PRODUCER,
        "never",
        "def handle(e, _): raise ValueError(str(e))",
        DeadLetterConfig={"TargetArn": arn},
    )

    call(client, "never", {"n": 1}, InvocationType="Event")

    sqs = client("sqs", PRODUCER)
    found = eventually(
        lambda: sqs.receive_message(QueueUrl=url, MessageAttributeNames=["All"]).get("Messages")
    )
    assert json.loads(found[0]["Body"]) == {"n": 1}
    assert "ValueError" in found[0]["MessageAttributes"]["ErrorMessage"]["StringValue"]
