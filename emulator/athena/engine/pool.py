"""Runs queries in workers: takes one, hands over the job, reads the answer, ends it on time."""

import atexit
import json
import os
import pickle
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from emulator.athena.engine import messages
from emulator.athena.engine.job import Column, Job
from emulator.athena.faults import QueryFault

_NUMBER = struct.Struct("!I")
_making = threading.Lock()


class WorkerFault(Exception):  # noqa: N818 - becomes a failed query
    """DuckDB refused, or the worker is gone.

    Attributes:
        kind: class of DuckDB's exception; empty if the worker is gone.
    """

    def __init__(self, kind: str, message: str) -> None:
        self.kind = kind
        super().__init__(message)


class Run:
    """One query in its worker.

    Attributes:
        cancelled: set by whoever stopped it.
    """

    def __init__(self, pool: "Pool", number: int, door: socket.socket) -> None:
        self._pool, self._number, self._door = pool, number, door
        self.cancelled = False

    def cancel(self) -> None:
        """End the worker now."""
        self.cancelled = True
        self._pool.kill(self._number)

    def finish(
        self,
        job: Job,
        begin: Callable[[list[Column]], object],
        write: Callable[[bytes], object],
    ) -> int:
        """Run the job: columns go to ``begin``, rows to ``write`` as CSV; gives their number.

        Raises:
            WorkerFault: the query failed, was cancelled or took too long.
        """
        timer = threading.Timer(job.limits.seconds, self._pool.kill, [self._number])
        timer.daemon = True
        timer.start()
        try:
            messages.send(self._door, pickle.dumps(job))
            return self._read(begin, write)
        except ConnectionError:
            raise WorkerFault("", "the worker ended") from None
        finally:
            timer.cancel()
            self._door.close()
            self._pool.kill(self._number)

    def _read(
        self, begin: Callable[[list[Column]], object], write: Callable[[bytes], object]
    ) -> int:
        while (content := messages.receive(self._door)) is not None:
            if content[:1] == b"R":
                write(content[1:])
                continue
            part: dict[str, Any] = json.loads(content[1:])
            if "error" in part:
                raise WorkerFault(part["error"], part["message"])
            if "rows" in part:
                return int(part["rows"])
            begin([Column(**found) for found in part["columns"]])
        raise WorkerFault("", "the worker ended")


class Pool:
    """The way to workers; safe for threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        ours, theirs = socket.socketpair()
        with theirs:
            root = Path(__file__).resolve().parents[3]
            self._zygote = subprocess.Popen(
                [sys.executable, "-m", "emulator.athena.engine.zygote", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                cwd=root,
                # Nothing of this process's environment, where keys may be.
                env={"PATH": os.defpath, "PYTHONPATH": str(root), "HOME": "/"},
                stdin=subprocess.DEVNULL,
            )
        self._door = ours

    def start(self) -> Run:
        """Take a worker.

        Raises:
            QueryFault: no worker can be had.
        """
        with self._lock:
            try:
                self._door.sendall(b"W")
                content, fds, _, _ = socket.recv_fds(self._door, _NUMBER.size, 1)
            except OSError:
                content, fds = b"", []
        if not fds:
            raise QueryFault("GENERIC_INTERNAL_ERROR", "the query engine is gone", "system")
        (number,) = _NUMBER.unpack(content)
        return Run(self, number, socket.socket(fileno=fds[0]))

    def kill(self, number: int) -> None:
        """End a worker; one that has ended already is left alone."""
        with self._lock:
            try:
                self._door.sendall(b"K" + _NUMBER.pack(number))
            except OSError:
                return

    def close(self) -> None:
        """End the zygote and every worker."""
        self._door.close()
        self._zygote.wait(timeout=10)


def shared() -> Pool:
    """The pool of this process: made on first use, gone with it."""
    with _making:
        return _shared()


@cache
def _shared() -> Pool:
    pool = Pool()
    atexit.register(pool.close)
    return pool
