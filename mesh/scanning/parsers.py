"""The parent's side of the parse worker: the frames of a foreign file, as far as they go."""

import fcntl
import io
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from types import MappingProxyType, TracebackType
from typing import Any, BinaryIO, Self

from mesh.scanning.allocation import Passing, give_memory_back, reuse_memory
from mesh.scanning.frames import Begun, Ended, Frame, Rows, Typed, received
from mesh.scanning.isolation import hide_process

_START = """
import json, sys
sys.path[:] = json.loads(sys.argv[1])
from {worker} import main
main()
"""
_WORKER = "mesh.scanning.worker"
_PIPE_BYTES = 1 << 20
# What a dynamic linker may need; nothing else of the environment is passed on.
_PASSED_ON = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
# What a block of a text takes is used again for the next one: asking the system for it anew took
# half of the time of JSON Lines. What a large row group took goes back as soon as it is sent: the
# fork has none of the threads by which Arrow's other allocators give back, and less address space.
_OWN = {
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_MMAP_THRESHOLD_": str(768 << 10),
    "MALLOC_TRIM_THRESHOLD_": str(32 << 20),
    "OMP_NUM_THREADS": "1",
}


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What one file may use of its parser.

    Attributes:
        memory_bytes: address space of the parsing process.
        seconds: wall-clock time, and processor time too.
    """

    memory_bytes: int = 3 << 30
    seconds: int = 240


class ParserDiedError(Exception):
    """The file's parser ended before it had told everything."""


class ParserExpiredError(ParserDiedError):
    """The file's parser took too long."""


def _wide_pipe() -> tuple[int, int]:
    """A pipe that holds a batch, where the system gives one: both ends then take turns less."""
    rows, sink = os.pipe()
    if sys.platform == "linux":
        # Whoever has many pipes open gets no wider ones.
        with suppress(PermissionError):
            fcntl.fcntl(sink, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
    return rows, sink


class Parsers:
    """Starts and keeps a parse worker, one file at a time.

    Args:
        limits: of every file that has none of its own.
        worker: the module whose ``main`` serves.
    """

    def __init__(self, limits: Limits | None = None, *, worker: str = _WORKER) -> None:
        self._limits = limits or Limits()
        self._module = worker
        self._worker: subprocess.Popen[bytes] | None = None
        self._requests: socket.socket | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stop the worker; the next file starts another."""
        if self._requests:
            self._requests.close()
        if self._worker:
            self._kill()
            self._worker.wait()
        self._worker = self._requests = None

    def frames(
        self,
        file: BinaryIO,
        request: Mapping[str, Any] = MappingProxyType({}),
        limits: Limits | None = None,
    ) -> Iterator[Frame]:
        """Give a file's frames, parsed in a process that holds nothing but the file.

        Args:
            file: a real file at its start, best one without a name.
            request: what the worker is told beside the file's size and its limits.
            limits: for this file alone.

        Raises:
            ParserDiedError: if the frames break off.
            ParserExpiredError: if they do because time is over.
        """
        limits = limits or self._limits
        rows = self._request(file, request, limits)
        expired = threading.Event()
        clock = threading.Timer(limits.seconds, self._expire, (expired,))
        clock.start()
        open_files, began, passing = 0, False, Passing()
        try:
            for frame in received(rows):
                yield frame
                if isinstance(frame, Rows | Typed):
                    # Far faster than to ask each column how much of its buffers it uses.
                    passing.add(frame.batch.get_total_buffer_size())
                open_files += isinstance(frame, Begun) - isinstance(frame, Ended)
                began = True
            self._await_end()
        finally:
            clock.cancel()
            rows.close()
            give_memory_back()
        if expired.is_set():
            raise ParserExpiredError(f"it took over {limits.seconds} s")
        if open_files or not began:
            raise ParserDiedError("its parser died")

    def _request(
        self, file: BinaryIO, request: Mapping[str, Any], limits: Limits
    ) -> io.BufferedReader:
        requests = self._started()
        size = os.fstat(file.fileno()).st_size
        message = dict(request) | {"size": size, "cpu_seconds": limits.seconds}
        message["memory_bytes"] = limits.memory_bytes
        file.seek(0)
        rows, sink = _wide_pipe()
        line = json.dumps(message).encode() + b"\n"
        requests.sendall(line[socket.send_fds(requests, [line], [file.fileno(), sink]) :])
        os.close(sink)
        return os.fdopen(rows, "rb")

    def _started(self) -> socket.socket:
        if self._requests and self._worker and self._worker.poll() is None:
            return self._requests
        self.close()
        hide_process()
        reuse_memory()
        self._requests, theirs = socket.socketpair()
        environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
        with theirs:
            self._worker = subprocess.Popen(
                [
                    sys.executable,
                    "-I",
                    "-S",
                    "-c",
                    _START.format(worker=self._module),
                    json.dumps(sys.path),
                ],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                env=environment | _OWN,
                start_new_session=True,
            )
        return self._requests

    def _await_end(self) -> None:
        """Wait until the worker has seen its fork end, so that it is free for the next file."""
        try:
            ended = self._requests.recv(1) if self._requests else b""
        except ConnectionError:
            ended = b""
        if not ended:
            self.close()

    def _expire(self, expired: threading.Event) -> None:
        expired.set()
        self._kill()

    def _kill(self) -> None:
        if self._worker and self._worker.poll() is None:
            os.killpg(self._worker.pid, signal.SIGKILL)
