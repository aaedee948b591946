"""The embedded AWS behind a port."""

import io
import json
import socket
import threading
from collections.abc import Collection, Mapping
from contextlib import ExitStack
from types import TracebackType
from typing import Any, Self

from moto.core.request import Request
from moto.moto_server.werkzeug_app import MotoRequestHandler
from werkzeug.serving import make_server
from werkzeug.wrappers import Response

from emulator.accounts import Seed, is_account_id
from emulator.cloud import Cloud
from emulator.moto_door import MOTO_VERSION, check_moto
from emulator.services import SERVICES

_LOCAL_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})
# moto's state is one per process, so there is one cloud per process at a time.
_running = threading.Lock()


class PortInUseError(RuntimeError):
    """Another process listens where the embedded AWS should."""


class _QuietHandler(MotoRequestHandler):
    """Writes no line per request, and takes a request's body at once."""

    def make_environ(self) -> dict[str, Any]:
        """What a WSGI application is told; werkzeug would read and copy the body piece by piece."""
        environ: dict[str, Any] = super().make_environ()
        length = environ.get("CONTENT_LENGTH", "")
        if length.isdecimal() and "wsgi.input_terminated" not in environ:
            body = self.rfile.read(int(length))
            environ["wsgi.input"] = io.BytesIO(body)
            # Otherwise werkzeug sees that the client left before it had said all.
            if len(body) == int(length):
                environ["wsgi.input_terminated"] = True
        return environ

    def log_request(self, *_: object) -> None:
        """Say nothing: a busy AWS would flood the terminal."""


class RunningCloud:
    """An embedded AWS that answers on a port until it is stopped; a context manager."""

    def __init__(self, cloud: Cloud, listening: socket.socket) -> None:
        self.cloud, self.endpoint = cloud, cloud.endpoint
        self.stop_asked = threading.Event()
        self.cloud.routes["/_emulator/"] = self._admin
        self._server = make_server(
            "localhost",
            0,
            self.cloud.front,
            threaded=True,
            request_handler=_QuietHandler,
            fd=listening.fileno(),
        )
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.05,), name="http", daemon=True
        )
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Stop answering, end every thread, delete all state."""
        self._server.shutdown()
        self._thread.join()
        try:
            self.cloud.close()
        finally:
            _running.release()

    def _admin(self, request: Request) -> Response:
        # A web page in the user's browser must not reach these: it cannot forge the Host header.
        if request.host.rsplit(":", 1)[0] not in _LOCAL_NAMES:
            return _json({"error": "only served on localhost"}, 403)
        match request.method, request.path.removeprefix("/_emulator/").split("/"):
            case "GET", ["health"]:
                return _json({"ready": True, "version": f"moto {MOTO_VERSION}"})
            case "GET", ["credentials", account] if is_account_id(account):
                return _json(self.cloud.administrator(account).to_environment())
            case "GET", ["explain", request_id]:
                return self._explain(request_id)
            case "POST", ["stop"]:
                self.stop_asked.set()
                return _json({"stopping": True})
        return _json({"error": f"no such admin route: {request.method} {request.path}"}, 404)

    def _explain(self, request_id: str) -> Response:
        found = self.cloud.authority.explanations.of(request_id)
        if found is None:
            message = (
                f"nothing is known of request {request_id}: it never came here, asked for no "
                "right, or is forgotten; take x-amzn-RequestId of a recent answer"
            )
            return _json({"error": message}, 404)
        return _json(found)


def start(
    port: int = 0,
    *,
    seed: Seed,
    host: str = "localhost",
    services: Collection[str] = tuple(SERVICES),
) -> RunningCloud:
    """Start an embedded AWS; port 0 takes a free one.

    Args:
        services: which of our own services are set up; the others' operations are not served.

    Raises:
        PortInUseError: if something else listens there.
        MotoVersionError: if another moto is installed.
    """
    check_moto()
    if not _running.acquire(blocking=False):
        raise RuntimeError("this process already runs an embedded AWS; stop it first")
    with ExitStack() as undo:
        undo.callback(_running.release)
        listening = undo.enter_context(_listen(host, port))
        endpoint = f"http://{host}:{listening.getsockname()[1]}"
        running = RunningCloud(Cloud(seed, endpoint=endpoint, services=services), listening)
        undo.pop_all()
    listening.close()
    return running


def _listen(host: str, port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise PortInUseError(
            f"port {port} on {host} cannot be used ({error.strerror}); "
            "stop what listens there or choose another --port"
        ) from None
    listening.listen(128)
    return listening


def _json(content: Mapping[str, object], status: int = 200) -> Response:
    return Response(json.dumps(content), status, content_type="application/json")
