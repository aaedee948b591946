"""The Lambda Runtime API's client in pure Python, where awslambdaric's own has no wheel.

Same four functions, same arguments; awslambdaric imports it by this name.
"""

import http.client
import os

_API = "/2018-06-01/runtime/invocation"
_agent: list[str] = []
_connection: list[http.client.HTTPConnection] = []


def initialize_client(user_agent: str) -> None:
    """Remember how this client calls itself."""
    _agent[:] = [user_agent]


def next() -> tuple[bytes, dict[str, str | int | None]]:  # noqa: A001 - the name that awslambdaric calls
    """Wait for the next event; gives its body and its headers."""
    status, headers, body = _ask("GET", f"{_API}/next", None, {})
    if status != http.client.OK:
        raise RuntimeError(f"the Runtime API answered {status} to next")
    found: dict[str, str | int | None] = {
        f"Lambda-Runtime-{name}": headers.get(f"Lambda-Runtime-{name}")
        for name in (
            *("Aws-Request-Id", "Trace-Id", "Invoked-Function-Arn", "Client-Context"),
            *("Cognito-Identity", "Aws-Tenant-Id", "Invocation-Id"),
        )
    }
    found["Lambda-Runtime-Deadline-Ms"] = int(headers["Lambda-Runtime-Deadline-Ms"])
    found["Content-Type"] = headers.get("Content-Type")
    return body, found


def post_invocation_result(
    invoke_id: str, body: bytes, content_type: str, _invocation_id: str | None = None
) -> None:
    """Hand over what the handler gave."""
    _post(f"{_API}/{invoke_id}/response", body, {"Content-Type": content_type})


def post_error(
    invoke_id: str, error: str, xray_cause: str, _invocation_id: str | None = None
) -> None:
    """Hand over what the handler raised."""
    headers = {
        "Content-Type": "application/json",
        "Lambda-Runtime-Function-Error-Type": "Unhandled",
        "Lambda-Runtime-Function-XRay-Error-Cause": xray_cause.encode("ascii", "replace").decode(),
    }
    _post(f"{_API}/{invoke_id}/error", error.encode(), headers)


def _post(path: str, body: bytes, headers: dict[str, str]) -> None:
    status, _, answer = _ask("POST", path, body, headers)
    if status != http.client.ACCEPTED:
        raise RuntimeError(f"the Runtime API answered {status} to {path}: {answer!r}")


def _ask(
    method: str, path: str, body: bytes | None, headers: dict[str, str]
) -> tuple[int, http.client.HTTPMessage, bytes]:
    if not _connection:
        _connection.append(http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"]))
    _connection[0].request(method, path, body, {"User-Agent": _agent[0], **headers})
    response = _connection[0].getresponse()
    return response.status, response.headers, response.read()
