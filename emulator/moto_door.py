"""The one way into moto: one call at a time, in the account that owns what is called."""

import functools
import io
import os
import threading
from contextvars import ContextVar
from importlib.metadata import version
from typing import Any, TypeAlias

import botocore.session
import moto.backends
from botocore.loaders import Loader
from moto.core.model import StructureShape
from moto.core.request import Request
from moto.core.serialize import BaseJSONSerializer
from moto.moto_api._internal.models import MotoAPIBackend
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.wrappers import Response

from emulator.api import Call
from emulator.arrivals import Arrivals

MOTO_VERSION = "5.2.5"

serving: ContextVar[Call | None] = ContextVar("serving", default=None)
"""The client's call that moto is serving in this thread; None for one of our own engines."""


WsgiApplication: TypeAlias = Any


class MotoVersionError(RuntimeError):
    """Another moto is installed than the one that the patches were written for."""


def check_moto() -> None:
    """Refuse a moto whose insides nobody has compared with the patches.

    Raises:
        MotoVersionError: naming both versions, or the setting that would undo the account borders.
    """
    installed = version("moto")
    if installed != MOTO_VERSION:
        raise MotoVersionError(
            f"moto {installed} is installed, the embedded AWS is written for {MOTO_VERSION}; "
            f"install moto=={MOTO_VERSION}"
        )
    if "MOTO_ACCOUNT_ID" in os.environ:
        raise MotoVersionError("MOTO_ACCOUNT_ID would put every call into one account; unset it")


class MotoDoor:
    """moto's own server application, under the cloud's lock."""

    def __init__(self, lock: threading.RLock) -> None:
        _cache_module_list()
        _share_loader()
        _spare_ec2()
        _pass_attribute_values()
        self._lock = lock
        self.arrivals = Arrivals()
        self._app = _application()

    def answer(self, request: Request, *, account: str, call: Call | None = None) -> Response:
        """Let moto answer a request in the given account; waits for no one but other calls."""
        serving.set(call)
        environ = dict(request.environ)
        body = request.get_data()
        environ["wsgi.input"] = io.BytesIO(body)
        # It ends by itself: werkzeug would copy it piece by piece to find its end.
        environ["wsgi.input_terminated"] = True
        environ["CONTENT_LENGTH"] = str(len(body))
        # Whatever a client sends there is overwritten: only we say in whose account a call runs.
        environ["HTTP_X_MOTO_ACCOUNT_ID"] = account
        environ.pop("HTTP_TRANSFER_ENCODING", None)
        environ.pop("werkzeug.request", None)
        with self._lock:
            response = Response.from_app(self._app, environ, buffered=True)
        if request.headers.get("X-Amz-Target", "").startswith("AmazonSQS.Send"):
            self.arrivals.note()
        return response


def forget_everything() -> None:
    """Empty every backend of moto; its state is one per process."""
    MotoAPIBackend("global", "123456789012").reset()


@functools.cache
def _application() -> WsgiApplication:
    # Building one Flask application per service is slow, and they hold no state.
    return DomainDispatcherApplication(create_backend_app)


@functools.cache
def _cache_module_list() -> None:
    # moto lists its folder of services twice on every request, half of its time.
    modules = tuple(moto.backends.list_of_moto_modules())
    moto.backends.list_of_moto_modules = lambda: modules


@functools.cache
def _share_loader() -> None:
    # Each service of moto makes sessions at its import, and each would parse the same files anew.
    make = botocore.session.create_loader
    shared = make()

    def one_loader(search_path_string: str | None = None) -> Loader:
        return make(search_path_string) if search_path_string else shared

    botocore.session.create_loader = one_loader


@functools.cache
def _spare_ec2() -> None:
    # moto's SSM imports its EC2, which only asks in which regions EC2 is; for that botocore would
    # parse the biggest of all descriptions, a second long. EC2 itself is not served.
    whole = botocore.session.Session.get_service_data

    def spared(
        session: botocore.session.Session, service_name: str, api_version: str | None = None
    ) -> dict[str, Any]:
        if service_name == "ec2":
            return {"metadata": {"endpointPrefix": "ec2"}}
        return whole(session, service_name, api_version)

    botocore.session.Session.get_service_data = spared  # type: ignore[method-assign, assignment]


@functools.cache
def _pass_attribute_values() -> None:
    # moto's DynamoDB gives values in the form of the wire already, and its serializer would look
    # for ten names in each of them again: half of the time of a query.
    whole = BaseJSONSerializer._serialize_type_structure  # noqa: SLF001

    def passed(
        serializer: BaseJSONSerializer,
        serialized: Any,  # noqa: ANN401 - moto's own tree
        value: Any,  # noqa: ANN401 - moto's own tree
        shape: StructureShape,
        key: str,
    ) -> None:
        if key and shape.name == "AttributeValue" and is_on_the_wire(value):
            serialized[key] = value
        else:
            whole(serializer, serialized, value, shape, key)

    BaseJSONSerializer._serialize_type_structure = passed  # type: ignore[method-assign, assignment]  # noqa: SLF001


def is_on_the_wire(value: object) -> bool:
    """Whether a value of DynamoDB is as JSON writes it: no bytes, no sets, one type."""
    if not isinstance(value, dict) or len(value) != 1:
        return False
    match value:
        case {"S": str()} | {"N": str()} | {"BOOL": bool()} | {"NULL": True}:
            return True
        case {"M": dict() as inner}:
            return all(map(is_on_the_wire, inner.values()))
        case {"L": list() as inner}:
            return all(map(is_on_the_wire, inner))
    return False
