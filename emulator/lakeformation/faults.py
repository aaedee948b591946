"""Failures on demand: what a client does when AWS says "try again" can be tried here.

``POST /_emulator/faults {"service", "operation", "code", "times"}`` makes the next calls fail.
"""

import json
from collections.abc import Mapping
from typing import Any

from moto.core.request import Request
from werkzeug.wrappers import Response

from emulator.api import AwsError, Call, Handler
from emulator.cloud import Cloud

_LOCAL_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})


class Faults:
    """Failures that were asked for and have not happened yet.

    Attributes:
        inner: calls that services make of each other, which can fail too.
    """

    def __init__(self, _cloud: Cloud) -> None:
        self._due: dict[tuple[str, str], list[str]] = {}
        self.inner: set[tuple[str, str]] = set()

    def ask(self, service: str, operation: str, code: str, times: int) -> None:
        """Let the next ``times`` calls fail with this code."""
        self._due.setdefault((service, operation), []).extend([code] * times)

    def strike(self, call: Call) -> None:
        """Fail this call if a failure is due.

        Raises:
            AwsError: the failure that was asked for.
        """
        self.strike_inner(call.service, call.operation)

    def strike_inner(self, service: str, operation: str) -> None:
        """Fail what a service asks of another, if a failure is due.

        Raises:
            AwsError: the failure that was asked for.
        """
        due = self._due.get((service, operation))
        if due:
            raise AwsError(due.pop(0), f"{operation} failed because a test asked for it.")


def add_operations(cloud: Cloud, service: str, handlers: Mapping[str, Handler]) -> None:
    """Offer a service's own operations: one at a time, and able to fail on demand."""
    offered = cloud.operations.setdefault(service, {})
    offered.update({name: _guarded(handler) for name, handler in handlers.items()})


def install(cloud: Cloud) -> None:
    """Open the door through which failures are asked for."""
    cloud.routes["/_emulator/faults"] = lambda request: _receive(cloud, request)


def _guarded(handler: Handler) -> Handler:
    def handle(call: Call) -> Mapping[str, Any] | None:
        with call.cloud.lock:
            call.cloud.store(Faults).strike(call)
            return handler(call)

    return handle


def _receive(cloud: Cloud, request: Request) -> Response:
    # A web page in the user's browser cannot forge the Host header.
    if request.host.rsplit(":", 1)[0] not in _LOCAL_NAMES or request.method != "POST":
        return _answer({"error": "POST from localhost only"}, 403)
    try:
        asked = json.loads(request.get_data())
        service, operation = str(asked["service"]), str(asked["operation"])
        code, times = str(asked["code"]), int(asked.get("times", 1))
    except (ValueError, KeyError, TypeError) as error:
        return _answer({"error": f"write service, operation, code and times; {error!r}"}, 400)
    known = {*cloud.operations.get(service, {}), *(o for s, o in _inner(cloud) if s == service)}
    if operation not in known:
        return _answer({"error": f"{service}:{operation} cannot fail on demand"}, 400)
    cloud.store(Faults).ask(service, operation, code, times)
    return _answer({"service": service, "operation": operation, "code": code, "times": times}, 200)


def _inner(cloud: Cloud) -> set[tuple[str, str]]:
    return cloud.store(Faults).inner


def _answer(content: Mapping[str, Any], status: int) -> Response:
    return Response(json.dumps(content), status, content_type="application/json")
