"""``ReceiveMessage`` that waits outside of the lock; moto would wait inside of it.

And attributes that stay what they are when a call sets others.
"""

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from moto.sqs.models import Queue, sqs_backends

from emulator.api import AwsError, Call
from emulator.iam.borders import owner_of

if TYPE_CHECKING:
    from emulator.cloud import Cloud

_MAX_WAIT_SECONDS = 20
# Messages also appear by themselves, when a delay or a visibility timeout ends.
_LOOK_AGAIN_SECONDS = 1.0
_set_by_moto = Queue._set_attributes  # noqa: SLF001


def install(cloud: "Cloud") -> None:
    """Serve the one operation of SQS that waits."""
    cloud.operations["sqs"] = {"ReceiveMessage": receive_message}
    Queue._set_attributes = _set_attributes  # type: ignore[method-assign, assignment]  # noqa: SLF001


def _set_attributes(queue: Queue, attributes: dict[str, Any], now: float | None = None) -> None:
    # moto takes the policy away where a call sets something else.
    kept = {"Policy": getattr(queue, "policy", None)}
    _set_by_moto(queue, kept | attributes, now)


def receive_message(call: Call) -> Mapping[str, Any]:
    """Give messages, as soon as there are some or when the wait is over."""
    owner = owner_of(call)
    seconds = call.parameters.get("WaitTimeSeconds")
    if seconds is None:
        seconds = _wait_of_queue(call, owner)
    if not 0 <= seconds <= _MAX_WAIT_SECONDS:
        message = f"Value {seconds} for parameter WaitTimeSeconds is invalid. Must be 0 to 20."
        raise AwsError("InvalidParameterValue", message)
    at_once = {**call.parameters, "WaitTimeSeconds": 0}
    end = time.monotonic() + seconds
    while True:
        seen = call.cloud.arrivals.count
        found = call.cloud.moto("sqs", "ReceiveMessage", at_once, account=owner, region=call.region)
        left = end - time.monotonic()
        if found.get("Messages") or left <= 0:
            return found
        call.cloud.arrivals.wait(seen, min(left, _LOOK_AGAIN_SECONDS))


def _wait_of_queue(call: Call, owner: str) -> int:
    name = call.parameters["QueueUrl"].rsplit("/", 1)[-1]
    queue = sqs_backends[owner][call.region].queues.get(name)
    # moto sets a queue's attributes by name at run time.
    return int(getattr(queue, "receive_message_wait_time_seconds", 0) or 0)
