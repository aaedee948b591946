"""Work that is due now or later, done in a few threads of its own."""

import heapq
import itertools
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from emulator.cloud import Cloud

_THREADS = 2


@dataclass(frozen=True, order=True)
class _Due:
    at: float
    number: int
    work: Callable[[], None] = field(compare=False)


class Deliveries:
    """Does work outside of every request and of every lock."""

    def __init__(self, cloud: "Cloud") -> None:
        self._changed = threading.Condition()
        self._due: list[_Due] = []
        self._numbers = itertools.count()
        self._cloud = cloud
        for number in range(_THREADS):
            cloud.background(f"deliveries-{number}", self._serve)
        cloud.at_stop(self._wake)

    def add(self, work: Callable[[], None], *, after: float = 0.0) -> None:
        """Do this once, soon or after some seconds."""
        with self._changed:
            due = _Due(time.monotonic() + after, next(self._numbers), work)
            heapq.heappush(self._due, due)
            self._changed.notify()

    def _wake(self) -> None:
        with self._changed:
            self._changed.notify_all()

    def _serve(self, stop: threading.Event) -> None:
        while work := self._next(stop):
            work()

    def _next(self, stop: threading.Event) -> Callable[[], None] | None:
        with self._changed:
            while not stop.is_set():
                wait = self._due[0].at - time.monotonic() if self._due else None
                if wait is not None and wait <= 0:
                    return heapq.heappop(self._due).work
                self._changed.wait(wait)
        return None
