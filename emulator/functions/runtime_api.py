"""The Lambda Runtime API: one port per worker, one thread for all of them.

Source: AWS Lambda developer guide "Using the Lambda runtime API".
"""

import asyncio
import threading
from collections.abc import Callable, Coroutine, Mapping
from typing import Any, TypeVar

from emulator.functions.session import Next, RuntimeSession

T = TypeVar("T")

_VERSION = "/2018-06-01/runtime"
_JSON = {"Content-Type": "application/json"}
_MAX_LINE = 2 << 20


class RuntimeApi:
    """An event loop in a thread that answers every worker."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self._closing = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="runtime-api", daemon=True)
        self._thread.start()

    def open(self, session: RuntimeSession) -> int:
        """Serve a session on a port of its own; gives the port."""
        return self.call(_listen(session))

    def call(self, work: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine in the loop and wait for its result."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result()

    def soon(self, work: Callable[[], None]) -> None:
        """Run something small in the loop, without waiting; nothing, once it is closed."""
        with self._closing:
            if not self.loop.is_closed():
                self.loop.call_soon_threadsafe(work)

    def close(self) -> None:
        """End the loop; its sessions must have ended."""
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join()
        with self._closing:
            self.loop.close()

    def _run(self) -> None:
        self.loop.run_forever()
        left = asyncio.all_tasks(self.loop)
        for task in left:
            task.cancel()
        if left:
            self.loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))


async def _listen(session: RuntimeSession) -> int:
    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        session.connected(writer)
        try:
            while await _answer_one(session, reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            # The worker ended, or is being ended; its exit tells what to do.
            return
        finally:
            writer.close()

    server = await asyncio.start_server(connected, "127.0.0.1", 0, limit=_MAX_LINE)
    session.served_by(server)
    port: int = server.sockets[0].getsockname()[1]
    return port


async def _answer_one(
    session: RuntimeSession, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> bool:
    head = await reader.readuntil(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").rstrip().split("\r\n")
    method, path, _ = first.split(" ", 2)
    headers = {
        name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)
    }
    body = await _body(reader, headers)
    status, more, answer = await _route(session, method, path, headers, body)
    lines = [f"HTTP/1.1 {status}", *(f"{k}: {v}" for k, v in more.items())]
    lines.append(f"Content-Length: {len(answer)}")
    writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + answer)
    await writer.drain()
    return headers.get("connection", "").lower() != "close"


async def _body(reader: asyncio.StreamReader, headers: Mapping[str, str]) -> bytes:
    if headers.get("transfer-encoding", "").lower() != "chunked":
        return await reader.readexactly(int(headers.get("content-length", "0")))
    parts = []
    while size := int((await reader.readuntil(b"\r\n")).split(b";")[0], 16):
        parts.append(await reader.readexactly(size))
        await reader.readexactly(2)
    await reader.readuntil(b"\r\n")
    return b"".join(parts)


async def _route(
    session: RuntimeSession, method: str, path: str, headers: Mapping[str, str], body: bytes
) -> tuple[str, Mapping[str, str], bytes]:
    kind = headers.get("lambda-runtime-function-error-type", "")
    match method, path.removeprefix(_VERSION).strip("/").split("/"):
        case "GET", ["invocation", "next"]:
            event = await session.next_event()
            return "200 OK", _event_headers(event), event.payload
        case "POST", ["invocation", identifier, "response" | "error" as what]:
            if session.finish(identifier, body, failed=what == "error"):
                return "202 Accepted", _JSON, b'{"status":"OK"}\n'
            return "400 Bad Request", _JSON, b'{"errorType":"InvalidRequestID"}\n'
        case "POST", ["init", "error"]:
            session.init_failed(kind, body)
            return "202 Accepted", _JSON, b'{"status":"OK"}\n'
    return "404 Not Found", _JSON, b'{"errorType":"UnknownPath"}\n'


def _event_headers(event: Next) -> Mapping[str, str]:
    return {
        **_JSON,
        "Lambda-Runtime-Aws-Request-Id": event.request_id,
        "Lambda-Runtime-Deadline-Ms": str(event.deadline_ms),
        "Lambda-Runtime-Invoked-Function-Arn": event.function_arn,
        "Lambda-Runtime-Trace-Id": f"Root=1-{event.request_id[:8]}-{event.request_id[-12:]:0>24}",
    }
