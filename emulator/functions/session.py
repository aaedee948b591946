"""What one worker and the Runtime API say to each other; lives in the Runtime API's thread."""

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Literal

_CHUNK = 1 << 16


@dataclass(frozen=True, kw_only=True)
class Next:
    """One event for a worker."""

    request_id: str
    function_arn: str
    payload: bytes
    deadline_ms: int


@dataclass(frozen=True, kw_only=True)
class Ended:
    """How an invocation ended.

    Attributes:
        how: the handler answered, raised, could not be loaded, or its process ended.
        payload: what the worker posted.
        status: exit status of a process that ended, negative for a signal.
    """

    how: Literal["answer", "error", "init", "exit"]
    payload: bytes = b""
    status: int = 0


@dataclass
class RuntimeSession:
    """A worker's side of the Runtime API.

    Attributes:
        output: read end of the worker's stdout and stderr.
        ready: done when the worker asks for its first event, or never can.
    """

    loop: asyncio.AbstractEventLoop
    output: int
    ready: Future[Ended | None] = field(default_factory=Future)
    _event: asyncio.Future[Next] | None = None
    _offered: Next | None = None
    _waiting: tuple[str, Future[Ended]] | None = None
    _written: bytearray = field(default_factory=bytearray)
    _init_error: Ended | None = None
    _server: asyncio.Server | None = None
    _connections: set[asyncio.StreamWriter] = field(default_factory=set)
    _closed: bool = False

    def served_by(self, server: asyncio.Server) -> None:
        """Remember the server, and listen to the worker's output."""
        self._server = server
        os.set_blocking(self.output, False)
        self.loop.add_reader(self.output, self._read)

    def connected(self, writer: asyncio.StreamWriter) -> None:
        """Remember a connection, to close it with the session."""
        self._connections.add(writer)

    async def next_event(self) -> Next:
        """Wait for an event on the worker's behalf."""
        self._event = self.loop.create_future()
        if not self.ready.done():
            self.ready.set_result(None)
        if self._offered is not None:
            self._event.set_result(self._offered)
            self._offered = None
        return await self._event

    def offer(self, event: Next, ended: Future[Ended]) -> None:
        """Give the worker an event, now or as soon as it asks for one.

        A worker that has just answered is free before it asks for the next event.
        """
        if self._closed:
            ended.set_result(self._init_error or Ended(how="exit"))
            return
        self._waiting = (event.request_id, ended)
        if self._event is None or self._event.done():
            self._offered = event
        else:
            self._event.set_result(event)

    def finish(self, request_id: str, payload: bytes, *, failed: bool) -> bool:
        """Take the worker's answer; False if it answers something that nobody asked."""
        if self._waiting is None or self._waiting[0] != request_id:
            return False
        self._settle(Ended(how="error" if failed else "answer", payload=payload))
        return True

    def init_failed(self, _kind: str, payload: bytes) -> None:
        """Note that the handler cannot be loaded."""
        self._init_error = Ended(how="init", payload=payload)

    def exited(self, status: int) -> None:
        """Note that the process ended."""
        self._read()
        ended = self._init_error or Ended(how="exit", status=status)
        self._settle(ended)
        if not self.ready.done():
            self.ready.set_result(ended)
        self.close()

    def take_output(self, taken: Callable[[bytes], None]) -> None:
        """Hand over what the worker wrote since the last time."""
        if not self._closed:
            self._read()
        text, self._written = bytes(self._written), bytearray()
        taken(text)

    def close(self) -> None:
        """Stop serving; the worker must be dead or dying."""
        if self._closed:
            return
        self._closed = True
        self.loop.remove_reader(self.output)
        os.close(self.output)
        if self._event is not None and not self._event.done():
            self._event.cancel()
        for writer in self._connections:
            writer.close()
        if self._server is not None:
            self._server.close()

    def _settle(self, ended: Ended) -> None:
        if self._waiting is not None:
            _, waiting = self._waiting
            self._waiting = None
            waiting.set_result(ended)

    def _read(self) -> None:
        while not self._closed:
            try:
                written = os.read(self.output, _CHUNK)
            except BlockingIOError:
                return
            if not written:
                self.loop.remove_reader(self.output)
                return
            self._written += written
