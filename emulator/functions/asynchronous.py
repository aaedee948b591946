"""Calls that nobody waits for: queued, tried three times, then handed to the dead letters."""

import heapq
import itertools
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from emulator.api import AwsError
from emulator.functions.description import Function, read_function

if TYPE_CHECKING:
    from emulator.cloud import Cloud
    from emulator.functions.invoke import Invocation

RETRIES = 2
# AWS waits one and two minutes; a laptop's day is shorter.
RETRY_SECONDS = (1.0, 2.0)
_AT_ONCE = 8


@dataclass(frozen=True, order=True)
class Queued:
    """One call and how often it failed."""

    due: float
    number: int
    function: Function = field(compare=False)
    payload: bytes = field(compare=False)
    request_id: str = field(compare=False)
    failures: int = field(compare=False, default=0)


class AsynchronousCalls:
    """Runs queued calls in threads of its own."""

    def __init__(self, cloud: "Cloud") -> None:
        self._cloud = cloud
        self._numbers = itertools.count()
        self._calls: list[Queued] = []
        self._changed = threading.Condition()
        self._threads = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="asynchronous")
        cloud.background("asynchronous-calls", self._serve)
        cloud.at_stop(self._wake)

    def add(self, function: Function, payload: bytes) -> str:
        """Queue a call; gives its request id."""
        request_id = str(uuid.uuid4())
        self._push(Queued(time.monotonic(), next(self._numbers), function, payload, request_id))
        return request_id

    def _push(self, call: Queued) -> None:
        with self._changed:
            heapq.heappush(self._calls, call)
            self._changed.notify_all()

    def _wake(self) -> None:
        with self._changed:
            self._changed.notify_all()

    def _serve(self, stop: threading.Event) -> None:
        with self._changed:
            while not stop.is_set():
                wait = self._calls[0].due - time.monotonic() if self._calls else None
                if wait is None or wait > 0:
                    self._changed.wait(wait)
                else:
                    self._threads.submit(self._run, heapq.heappop(self._calls), stop)
        self._threads.shutdown(cancel_futures=True)

    def _run(self, call: Queued, stop: threading.Event) -> None:
        from emulator.functions.dead_letters import hand_over  # noqa: PLC0415 - they invoke too
        from emulator.functions.invoke import run  # noqa: PLC0415 - each needs the other

        try:
            function = read_function(self._cloud, call.function.place)
            ended: Invocation = run(
                self._cloud, function, call.payload, queue=True, request_id=call.request_id
            )
        except AwsError as error:
            if not stop.is_set():
                hand_over(self._cloud, call, error=f"{error.code}: {error.message}")
            return
        if ended.error is None or stop.is_set():
            return
        if call.failures < RETRIES:
            due = time.monotonic() + RETRY_SECONDS[call.failures]
            self._push(
                Queued(
                    due,
                    next(self._numbers),
                    function,
                    call.payload,
                    call.request_id,
                    call.failures + 1,
                )
            )
        else:
            hand_over(self._cloud, call, error=ended.payload.decode("utf-8", "replace"))
