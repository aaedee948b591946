"""The parent's side of the parse worker: typed rows of a foreign file, or why it is refused."""

import io
import json
import os
import selectors
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, BinaryIO, Self, TypeVar

import pyarrow as pa

from mesh.publishing.isolation import hide_process
from mesh.publishing.readers.refusal import ParserDiedError, ParserExpiredError, UnreadableError
from mesh.publishing.readers.schema import FileSchema

_START = """
import json, sys
sys.path[:] = json.loads(sys.argv[1])
from {worker} import main
main()
"""
_WORKER = "mesh.publishing.parse_worker"
_CRASHED = "the file is unreadable: its parser died; write the file again with another tool"
# What a dynamic linker may need; nothing else of the environment is passed on.
_PASSED_ON = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
_STATUS_LIMIT = 64 << 10
_REASON_LIMIT = 1_000

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What one file may use of its parser.

    Attributes:
        memory_bytes: address space of the parsing process.
        seconds: wall-clock time, and processor time too.
    """

    memory_bytes: int = 3 << 30
    seconds: int = 240


class Parsers:
    """Starts and keeps a parse worker, one file at a time."""

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

    def rows(self, file: BinaryIO, schema: FileSchema) -> Iterator[pa.RecordBatch]:
        """Give the typed rows of a file, parsed in a process that holds nothing but the file.

        Args:
            file: a real file at its start, best one without a name.
            schema: what the contract says the file holds.

        Raises:
            UnreadableError: if the file is refused, or if its parser died or ran out of time. What
                was given before must then not be used.
        """
        yield from self.answers(file, {"schema": schema.to_dict()}, _received)

    def answers(
        self,
        file: BinaryIO,
        request: Mapping[str, Any],
        received: Callable[[io.BufferedReader], Iterator[T]],
        limits: Limits | None = None,
    ) -> Iterator[T]:
        """Give what the worker answers on one file.

        Args:
            file: a real file at its start.
            request: what the worker is told beside the file's size and its limits.
            received: reads the worker's pipe to its end, trusting nothing.
            limits: for this file alone.

        Raises:
            UnreadableError: if the file is refused, or if its parser died or ran out of time.
        """
        limits = limits or self._limits
        rows, status = self._request(file, request, limits)
        expired = threading.Event()
        clock = threading.Timer(limits.seconds, self._expire, (expired,))
        clock.start()
        try:
            yield from received(rows)
            answer = _answer(status)
            self._await_end()
        finally:
            clock.cancel()
            rows.close()
            os.close(status)
        if expired.is_set():
            raise ParserExpiredError(
                f"the file is unreadable: parsing took over {limits.seconds} s"
            )
        if answer is None:
            raise ParserDiedError(_CRASHED)
        if answer:
            raise UnreadableError(answer)

    def _request(
        self, file: BinaryIO, request: Mapping[str, Any], limits: Limits
    ) -> tuple[io.BufferedReader, int]:
        requests = self._started()
        size = os.fstat(file.fileno()).st_size
        message = dict(request) | {"size": size, "cpu_seconds": limits.seconds}
        message["memory_bytes"] = limits.memory_bytes
        file.seek(0)
        rows, rows_sink = os.pipe()
        status, status_sink = os.pipe()
        sent = [file.fileno(), rows_sink, status_sink]
        line = json.dumps(message).encode() + b"\n"
        requests.sendall(line[socket.send_fds(requests, [line], sent) :])
        os.close(rows_sink)
        os.close(status_sink)
        return os.fdopen(rows, "rb"), status

    def _started(self) -> socket.socket:
        if self._requests and self._worker and self._worker.poll() is None:
            return self._requests
        self.close()
        hide_process()
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
                env=environment | {"ARROW_DEFAULT_MEMORY_POOL": "system", "OMP_NUM_THREADS": "1"},
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


def _received(rows: io.BufferedReader) -> Iterator[pa.RecordBatch]:
    """Batches from the worker, checked, for it is not trusted; a stream that breaks off ends."""
    try:
        with pa.ipc.open_stream(pa.PythonFile(rows, mode="r")) as stream:
            for batch in stream:
                batch.validate(full=True)
                yield batch
    except (pa.ArrowException, OSError, EOFError):
        return


def _answer(status: int) -> str | None:
    """Reason of refusal, empty if complete, None if the parser died before it could tell."""
    with selectors.DefaultSelector() as waiting:
        waiting.register(status, selectors.EVENT_READ)
        waiting.select()
    answer = os.read(status, _STATUS_LIMIT)
    if not answer:
        return None
    return str(json.loads(answer)["reason"])[:_REASON_LIMIT]
