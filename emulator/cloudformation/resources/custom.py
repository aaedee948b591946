"""Custom resources: the template names a function, and the function answers by a PUT to a URL."""

import json
import queue
import secrets
import threading
import time
import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from moto.core.request import Request
from werkzeug.wrappers import Response

from emulator.cloudformation.core.errors import ResourceError
from emulator.cloudformation.core.template import Json
from emulator.cloudformation.resources.kind import Made, Order

if TYPE_CHECKING:
    from emulator.cloud import Cloud

ROUTE = "/_cfn/"
_LONGEST_ANSWER = 4096
_LONGEST_WAIT = 3600
_POLL_SECONDS = 0.25


class Answers:
    """Where functions put what became of their resource; each URL takes one answer."""

    def __init__(self, cloud: "Cloud") -> None:
        self._endpoint = cloud.endpoint
        self._waiting: dict[str, queue.Queue[Mapping[str, Any]]] = {}
        self._stop = threading.Event()
        cloud.background("custom-resources", self._until_stopped)

    def _until_stopped(self, stop: threading.Event) -> None:
        stop.wait()
        self._stop.set()

    @property
    def stopped(self) -> bool:
        """Whether the embedded AWS ends, and nobody answers any more."""
        return self._stop.is_set()

    def expect(self) -> tuple[str, "queue.Queue[Mapping[str, Any]]"]:
        """Make a URL, and the queue in which its answer will be."""
        token = secrets.token_urlsafe(24)
        answers: queue.Queue[Mapping[str, Any]] = queue.Queue()
        self._waiting[token] = answers
        return f"{self._endpoint}{ROUTE}{token}", answers

    def forget(self, url: str) -> None:
        """Take no answer at this URL any more."""
        self._waiting.pop(url.rsplit("/", 1)[-1], None)

    def take(self, request: Request) -> Response:
        """Receive an answer."""
        waiting = self._waiting.get(request.path.removeprefix(ROUTE))
        if request.method != "PUT" or waiting is None:
            return Response("nobody waits for an answer here", 403)
        body = request.get_data()
        if len(body) > _LONGEST_ANSWER:
            waiting.put({"Status": "FAILED", "Reason": "Response object is too long."})
        else:
            waiting.put(_parsed(body))
        return Response("", 200)


def create(order: Order) -> Made:
    """Ask the function to create."""
    return _ask(order, "Create")


def update(order: Order) -> Made:
    """Ask the function to update; another physical id means that it made a new resource."""
    return _ask(order, "Update", OldResourceProperties=_texts(order.before))


def delete(order: Order) -> None:
    """Ask the function to delete."""
    _ask(order, "Delete")


def _ask(order: Order, request_type: str, **more: Json) -> Made:
    from emulator.cloudformation.engine.store import Stacks  # noqa: PLC0415 - it holds the answers

    answers = order.cloud.store(Stacks).answers
    url, waiting = answers.expect()
    event = {**_event(order, request_type, url), **more}
    call = _Invocation(order, event)
    try:
        answer = _wait(order, call, waiting, answers)
    finally:
        answers.forget(url)
    if answer.get("Status") != "SUCCESS":
        raise ResourceError(_failure(order, request_type, answer))
    identifier = str(answer.get("PhysicalResourceId") or order.physical_id or event["RequestId"])
    return Made(physical_id=identifier, attributes=answer.get("Data") or {})


def _event(order: Order, request_type: str, url: str) -> dict[str, Json]:
    event = {
        "RequestType": request_type,
        "ServiceToken": order.properties["ServiceToken"],
        "ResponseURL": url,
        "StackId": order.stack_id,
        "RequestId": str(uuid.uuid4()),
        "LogicalResourceId": order.logical_id,
        "ResourceType": order.type,
        "ResourceProperties": _texts(order.properties),
    }
    if order.physical_id:
        event["PhysicalResourceId"] = order.physical_id
    return event


class _Invocation:
    """A function at work for a custom resource, in a thread of its own."""

    def __init__(self, order: Order, event: Mapping[str, Json]) -> None:
        self.function: str = order.properties["ServiceToken"]
        if ":lambda:" not in self.function:
            message = f"ServiceToken {self.function} is no function; topics are not supported"
            raise ResourceError(message)
        self.error: str | None = None
        self._order, self._payload = order, json.dumps(event).encode()
        self.ended = threading.Event()
        self._order.cloud.background(f"custom-{order.logical_id}", self._run)

    def _run(self, _stop: threading.Event) -> None:
        from emulator.functions.invoke import invoke  # noqa: PLC0415 - functions load moto's

        try:
            outcome = invoke(self._order.cloud, self.function, self._payload, queue=True)
            self.error = outcome.error and _crash(self.function, outcome.payload)
        except Exception as error:  # noqa: BLE001 - the thread's edge: its resource must hear of it
            self.error = f"{self.function} could not be invoked: {error}"
        finally:
            self.ended.set()


def _wait(
    order: Order,
    call: _Invocation,
    waiting: "queue.Queue[Mapping[str, Any]]",
    answers: Answers,
) -> Mapping[str, Any]:
    seconds = min(float(order.properties.get("ServiceTimeout", _LONGEST_WAIT)), _LONGEST_WAIT)
    limit = time.monotonic() + seconds
    while time.monotonic() < limit and not answers.stopped:
        ended = call.ended.is_set()
        try:
            return waiting.get(timeout=_POLL_SECONDS if not ended else 0.02)
        except queue.Empty:
            # Only an end seen before the wait is an end without an answer.
            if ended and call.error:
                raise ResourceError(call.error) from None
    message = f"CloudFormation did not receive a response from {call.function} within {seconds:g} s"
    raise ResourceError(message)


def _crash(function: str, payload: bytes) -> str:
    name, said = function.split(":")[6], _parsed(payload).get("errorMessage", "no message")
    return f"function {name} failed without an answer: {said}; see log group /aws/lambda/{name}"


def _failure(order: Order, request_type: str, answer: Mapping[str, Any]) -> str:
    reason = answer.get("Reason") or "the function gave no Reason"
    return (
        f"Received response status [FAILED] from custom resource {order.logical_id} "
        f"({request_type}). Message returned: {reason}"
    )


def _parsed(body: bytes) -> Mapping[str, Any]:
    try:
        answer = json.loads(body)
    except ValueError:
        answer = None
    if not isinstance(answer, dict):
        return {"Status": "FAILED", "Reason": "Invalid response: the body is no JSON object"}
    return answer


def _texts(value: Json) -> Json:
    """Scalars as texts: that is how functions get them."""
    if isinstance(value, dict):
        return {key: _texts(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_texts(item) for item in value]
    return str(value).lower() if isinstance(value, bool) else str(value)
