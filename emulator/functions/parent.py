"""The emulator's end of the warm parent that forks workers."""

import atexit
import itertools
import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from pathlib import Path

_START_SECONDS = 30.0
_MAX_ANSWER = 1 << 16
# OpenBLAS would start threads when numpy is imported, and a fork loses threads.
_SETTINGS = {"LANG": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1"}


class WarmParentError(RuntimeError):
    """The process that forks workers has ended."""


class WarmParent:
    """A process with warm imports; restarted never, since it runs no function's code itself."""

    def __init__(self, script: Path, modules: Sequence[str] = ()) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._control = ours
        self._lock = threading.Lock()
        self._ids = itertools.count()
        self._started: dict[int, Future[int]] = {}
        self._exited: dict[int, Callable[[int], None]] = {}
        self._early: dict[int, int] = {}
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, str(script), str(theirs.fileno()), *modules],
                env={"PATH": os.environ.get("PATH", "/usr/bin:/bin"), **_SETTINGS},
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
                cwd="/",
            )
        self._reader = threading.Thread(target=self._read, name="warm-parent", daemon=True)
        self._reader.start()
        atexit.register(self.close)

    def fork(
        self,
        *,
        handler: str,
        environment: Mapping[str, str],
        pure_client: str | None,
        output: int,
        exited: Callable[[int], None],
    ) -> int:
        """Fork a worker; gives its process id.

        Raises:
            WarmParentError: if the parent is gone or does not answer.
        """
        identifier, started = next(self._ids), Future[int]()
        request = {
            "id": identifier,
            "handler": handler,
            "environment": dict(environment),
            "pure_client": pure_client,
        }
        with self._lock:
            self._started[identifier] = started
        try:
            socket.send_fds(self._control, [json.dumps(request).encode()], [output])
            pid = started.result(timeout=_START_SECONDS)
        except (OSError, TimeoutError) as error:
            message = "the parent of the function workers does not answer; restart the embedded AWS"
            raise WarmParentError(message) from error
        with self._lock:
            status = self._early.pop(pid, None)
            if status is None:
                self._exited[pid] = exited
        if status is not None:
            exited(status)
        return pid

    def close(self) -> None:
        """End the parent and every worker."""
        try:
            self._control.shutdown(socket.SHUT_RDWR)
        except OSError:
            return
        self._process.wait(timeout=_START_SECONDS)
        self._reader.join()
        self._control.close()

    def _read(self) -> None:
        while line := self._receive():
            message = json.loads(line)
            if "started" in message:
                with self._lock:
                    started = self._started.pop(message["started"])
                started.set_result(message["pid"])
            else:
                self._note_exit(message["exited"], message["status"])

    def _receive(self) -> bytes:
        try:
            return self._control.recv(_MAX_ANSWER)
        except OSError:
            return b""

    def _note_exit(self, pid: int, status: int) -> None:
        with self._lock:
            told = self._exited.pop(pid, None)
            if told is None:
                # It ended before the thread that asked for it came to listen.
                self._early[pid] = status
        if told:
            told(status)
