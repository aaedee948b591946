"""Runs functions: the one way in for the API, for event sources and for other engines."""

import json
import time
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from emulator.api import AwsError
from emulator.functions import logs
from emulator.functions.asynchronous import AsynchronousCalls
from emulator.functions.description import Function, place_of, read_function
from emulator.functions.folders import CodeFolders
from emulator.functions.logs import FunctionLogs
from emulator.functions.session import Ended
from emulator.functions.worker import Worker
from emulator.functions.world import Functions

if TYPE_CHECKING:
    from emulator.cloud import Cloud


@dataclass(frozen=True, kw_only=True)
class Invocation:
    """How a call of a function ended.

    Attributes:
        payload: what the handler gave, or the error as AWS writes it; empty for a queued call.
        error: ``Unhandled`` if the function failed.
        log: what it logged, platform lines included.
    """

    payload: bytes
    error: str | None
    log: str
    request_id: str


def invoke(
    cloud: "Cloud", function_arn: str, payload: bytes, *, wait: bool = True, queue: bool = False
) -> Invocation:
    """Run a function, or with ``wait=False`` queue the call as AWS does for events.

    Args:
        queue: wait for one of the reserved executions instead of refusing.

    Raises:
        AwsError: ResourceNotFoundException; TooManyRequestsException if none of its reserved
            executions is free.
    """
    place = place_of(function_arn, account="", region=cloud.region)
    function = read_function(cloud, place)
    if not wait:
        request_id = cloud.store(AsynchronousCalls).add(function, payload)
        return Invocation(payload=b"", error=None, log="", request_id=request_id)
    return run(cloud, function, payload, queue=queue)


def run(
    cloud: "Cloud",
    function: Function,
    payload: bytes,
    *,
    queue: bool,
    request_id: str | None = None,
) -> Invocation:
    """Run one invocation in a warm worker, or a new one.

    Raises:
        AwsError: TooManyRequestsException.
    """
    workers = cloud.store(Functions).workers
    if not workers.enter(function, wait=queue):
        raise AwsError("TooManyRequestsException", "Rate Exceeded.", 429)
    try:
        worker = workers.take_idle(function) or _start(cloud, function)
        try:
            return _run(cloud, worker, payload, request_id or str(uuid.uuid4()))
        finally:
            workers.put_back(worker)
    finally:
        workers.leave(function)


def _start(cloud: "Cloud", function: Function) -> Worker:
    world = cloud.store(Functions)
    folder = cloud.store(CodeFolders).of(function)
    worker = Worker(cloud, world.api, function, folder)
    world.workers.started(worker)
    return worker


def _run(cloud: "Cloud", worker: Worker, payload: bytes, request_id: str) -> Invocation:
    as_json = worker.function.json_log
    began = time.monotonic()
    lines = [logs.start_line(request_id, as_json=as_json)]
    ended = worker.get_ready() or worker.run(request_id, payload)
    milliseconds = (time.monotonic() - began) * 1000
    lines += logs.lines_of(worker.output())
    failure = _failure(worker, ended, request_id)
    if failure and ended is None:
        lines.append(f"{failure['errorMessage']}")
    elif failure and ended and ended.how == "exit":
        lines.append(f"RequestId: {request_id} {failure['errorMessage']}")
    status = "success" if ended and ended.how == "answer" else "timeout" if not ended else "error"
    lines += logs.end_lines(
        request_id, milliseconds=milliseconds, worker=worker, status=status, as_json=as_json
    )
    cloud.store(FunctionLogs).write(worker, lines)
    answer = json.dumps(failure).encode() if failure else ended.payload if ended else b""
    return Invocation(
        payload=answer,
        error=None if status == "success" else "Unhandled",
        log="\n".join(lines),
        request_id=request_id,
    )


def _failure(worker: Worker, ended: Ended | None, request_id: str) -> dict[str, str] | None:
    """The error that the platform writes where the handler could not."""
    if ended is None:
        seconds = worker.function.timeout_seconds
        now = time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime())
        message = f"{now} {request_id} Task timed out after {seconds:.2f} seconds"
        return {"errorType": "Sandbox.Timedout", "errorMessage": message}
    if ended.how != "exit":
        return None
    if worker.over_memory:
        return {
            "errorType": "Runtime.OutOfMemory",
            "errorMessage": f"RequestId: {request_id} Error: Runtime exited with error: "
            f"signal: killed (used {worker.peak_mb} MB of {worker.function.memory_mb} MB)",
        }
    how = f"signal: {-ended.status}" if ended.status < 0 else f"exit status {ended.status}"
    how = (
        "Runtime exited without providing a reason"
        if ended.status == 0
        else (f"Runtime exited with error: {how}")
    )
    message = f"RequestId: {request_id} Error: {how}"
    return {"errorType": "Runtime.ExitError", "errorMessage": message}
