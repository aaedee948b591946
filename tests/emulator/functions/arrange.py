"""Functions for tests, made through boto3 from a few lines of code."""

import io
import textwrap
import time
import zipfile
from collections.abc import Callable
from typing import TypeVar

from tests.emulator.arrange import make_role, trust
from tests.emulator.conftest import MakeClient, Option

T = TypeVar("T")

EVERYTHING = {"Effect": "Allow", "Action": "*", "Resource": "*"}


def packed(code: str) -> bytes:
    """Zip with one module, ``app``."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("app.py", textwrap.dedent(code))
    return buffer.getvalue()


def make_function(client: MakeClient, account: str, name: str, code: str, **options: Option) -> str:
    """A function with a role of its own that may do everything; gives its ARN."""
    role = make_role(
        client, account, name, EVERYTHING, trusts=trust({"Service": "lambda.amazonaws.com"})
    )
    made = client("lambda", account).create_function(
        FunctionName=name,
        Role=role,
        Handler="app.handle",
        Runtime="python3.13",
        Code={"ZipFile": packed(code)},
        **{"Timeout": 10, "MemorySize": 512, **options},
    )
    return str(made["FunctionArn"])


def eventually(look: Callable[[], T], seconds: float = 10.0) -> T:
    """The first truthy thing that ``look`` gives; fails with the last one."""
    limit = time.monotonic() + seconds
    while not (seen := look()):
        if time.monotonic() > limit:
            raise AssertionError(f"not within {seconds} s; last seen: {seen!r}")
        time.sleep(0.02)
    return seen


def queue_url(client: MakeClient, account: str, name: str, **attributes: str) -> str:
    made = client("sqs", account).create_queue(QueueName=name, Attributes=attributes)
    return str(made["QueueUrl"])


def bodies(client: MakeClient, account: str, url: str) -> list[str]:
    """What is in a queue, taken out of it."""
    sqs = client("sqs", account)
    messages = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
    for message in messages:
        sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return [message["Body"] for message in messages]
