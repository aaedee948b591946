"""boto3 clients whose requests never touch a socket."""

import functools
import io
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias
from urllib.parse import unquote, urlsplit

import boto3
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.compat import HTTPHeaders
from botocore.config import Config
from moto.core.request import (
    PRESERVED_HEADER_NAMES_ENVIRON_KEY,
    Request,
    environ_key_for_header,
    should_preserve_original_header_name,
)
from werkzeug.wrappers import Response

from emulator.credentials import Credentials

Answer: TypeAlias = Callable[[Request], Response]
BotoClient: TypeAlias = Any
"""A boto3 client; its methods are made at run time."""

BodyOfRequest: TypeAlias = Any
"""Bytes, text, or anything that can be read."""

_CONFIG = Config(
    s3={"addressing_style": "path"},
    retries={"mode": "standard", "total_max_attempts": 1},
    parameter_validation=True,
)
_KEPT_CLIENTS = 256
# botocore's sessions are not safe while they make clients; the clients themselves are.
_making = threading.Lock()


class Clients:
    """Makes clients and keeps the latest of them: making one costs more than a call."""

    def __init__(self, endpoint: str) -> None:
        self._endpoint = endpoint
        self._kept: OrderedDict[tuple[str, str, str, bool], BotoClient] = OrderedDict()

    def get(
        self, service: str, credentials: Credentials, region: str, answer: Answer, *, direct: bool
    ) -> BotoClient:
        """Give a client that hands each signed request to ``answer``."""
        key = (service, credentials.access_key, region, direct)
        with _making:
            client = self._kept.get(key)
            if client is None:
                client = _make(service, credentials, region, self._endpoint, answer)
                self._kept[key] = client
            self._kept.move_to_end(key)
            if len(self._kept) > _KEPT_CLIENTS:
                self._kept.popitem(last=False)
        return client


@functools.cache
def _session() -> BotoClient:
    return boto3.session.Session()


def _make(
    service: str, credentials: Credentials, region: str, endpoint: str, answer: Answer
) -> BotoClient:
    client = _session().client(
        service,
        region_name=region,
        endpoint_url=endpoint,
        aws_access_key_id=credentials.access_key,
        aws_secret_access_key=credentials.secret_key,
        aws_session_token=credentials.session_token,
        config=_CONFIG.merge(Config(signature_version="s3v4")) if service == "s3" else _CONFIG,
    )
    client._endpoint.http_session = _Transport(answer)  # noqa: SLF001 - botocore has no door for this
    return client


class _Transport:
    """What botocore calls an HTTP session."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def send(self, prepared: AWSPreparedRequest) -> AWSResponse:
        response = self._answer(Request(_environ(prepared)))
        body = b"" if prepared.method == "HEAD" else response.get_data()
        headers = HTTPHeaders.from_pairs(response.headers.items())
        return AWSResponse(prepared.url, response.status_code, headers, _Body(body))

    def close(self) -> None:
        """Nothing is open."""


class _Body(io.BytesIO):
    """A response body as urllib3 gives it."""

    def stream(self, amt: int = 65536, **_: object) -> Iterator[bytes]:
        while chunk := self.read(amt):
            yield chunk


def _environ(prepared: AWSPreparedRequest) -> dict[str, Any]:
    url, body = urlsplit(prepared.url), _body(prepared.body)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": prepared.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote(url.path or "/", encoding="latin-1"),
        "QUERY_STRING": url.query,
        "RAW_URI": (url.path or "/") + (f"?{url.query}" if url.query else ""),
        "SERVER_NAME": url.hostname or "localhost",
        "SERVER_PORT": str(url.port or 80),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": url.netloc,
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.input_terminated": True,
    }
    _add_headers(environ, prepared)
    environ["CONTENT_LENGTH"] = str(len(body))
    return environ


def _add_headers(environ: dict[str, Any], prepared: AWSPreparedRequest) -> None:
    preserved: dict[str, str] = {}
    for name, value in prepared.headers.items():
        key = environ_key_for_header(name)
        environ[key] = value.decode() if isinstance(value, bytes) else str(value)
        if should_preserve_original_header_name(name):
            preserved[key] = name
    environ[PRESERVED_HEADER_NAMES_ENVIRON_KEY] = preserved


def _body(body: BodyOfRequest) -> bytes:
    if body is None:
        return b""
    if isinstance(body, str):
        return body.encode()
    if isinstance(body, bytes | bytearray):
        return bytes(body)
    read: bytes = body.read()
    return read
