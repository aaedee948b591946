"""The workers of every function: which are idle, and how many run."""

import threading
import time

from emulator.functions.description import Function
from emulator.functions.worker import Worker


class Workers:
    """Idle workers of every function, and how many run."""

    def __init__(self) -> None:
        self._lock = threading.Condition()
        self._idle: dict[str, list[Worker]] = {}
        self._all: set[Worker] = set()
        self._running: dict[str, int] = {}
        self._closed = False

    def enter(self, function: Function, *, wait: bool) -> bool:
        """Take one of a function's concurrent executions; False if there is none (left).

        With ``wait`` it comes back only with one, or when everything ends.
        """
        arn = function.place.arn
        with self._lock:
            while not self._closed and self._full(arn, function.reserved):
                if not wait:
                    return False
                self._lock.wait()
            if self._closed:
                return False
            self._running[arn] = self._running.get(arn, 0) + 1
            return True

    def leave(self, function: Function) -> None:
        """Give it back."""
        with self._lock:
            self._running[function.place.arn] -= 1
            self._lock.notify_all()

    def take_idle(self, function: Function) -> Worker | None:
        """A warm worker that still is this function; others of its name are ended."""
        with self._lock:
            idle = self._idle.get(function.place.arn, [])
            while idle:
                worker = idle.pop()
                if worker.fits(function):
                    return worker
                worker.kill()
            return None

    def started(self, worker: Worker) -> None:
        """Know a worker, to end it at the end."""
        with self._lock:
            self._all = {known for known in self._all if not known.gone.is_set()} | {worker}
            closed = self._closed
        if closed:
            worker.kill()

    def put_back(self, worker: Worker) -> None:
        """Keep a worker warm, unless it is dead."""
        with self._lock:
            if not worker.dead and not self._closed:
                self._idle.setdefault(worker.function.place.arn, []).append(worker)

    def reap(self, idle_seconds: float) -> None:
        """End the workers that nobody needed for a while."""
        limit = time.monotonic() - idle_seconds
        with self._lock:
            for arn, workers in self._idle.items():
                for worker in [worker for worker in workers if worker.used_at < limit]:
                    worker.kill()
                self._idle[arn] = [worker for worker in workers if not worker.dead]

    def forget(self, arn: str) -> None:
        """End the idle workers of a function that is gone."""
        with self._lock:
            for worker in self._idle.pop(arn, []):
                worker.kill()

    def close(self) -> None:
        """End every worker and let nobody in any more."""
        with self._lock:
            self._closed = True
            for worker in self._all:
                worker.kill()
            self._lock.notify_all()

    def wait_gone(self, seconds: float) -> None:
        """Wait until every worker has ended and nobody waits for one."""
        limit = time.monotonic() + seconds
        with self._lock:
            left = list(self._all)
            while any(self._running.values()) and self._lock.wait(limit - time.monotonic()):
                pass
        for worker in left:
            worker.gone.wait(max(0.0, limit - time.monotonic()))

    def _full(self, arn: str, reserved: int | None) -> bool:
        return reserved is not None and self._running.get(arn, 0) >= reserved
