"""Answers in each protocol's own form: results by botocore's model, errors by code and message."""

import json
import re
import uuid
from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape

from moto.core.serialize import SerializationContext, get_serializer_class
from werkzeug.wrappers import Response

from emulator.api import AwsError
from emulator.operations import Operation

_REQUEST_ID = re.compile(rb"<RequestId>[^<]*</RequestId>")


def request_id() -> str:
    """Make a new request id."""
    return str(uuid.uuid4())


def result(operation: Operation, output: Mapping[str, Any] | None, request: str) -> Response:
    """Serialise what a handler gave, as AWS would send it."""
    serializer_class = get_serializer_class(operation.service, operation.protocol)
    context = SerializationContext(request)
    serialized = serializer_class(operation.model, context=context).serialize(output or {})
    response = Response(
        serialized["body"] or b"",
        _status(operation, output or {}) or serialized["status_code"],
        headers=serialized["headers"],
    )
    response.headers["x-amzn-RequestId"] = request
    if operation.service == "s3":
        response.headers["x-amz-request-id"] = request
    return response


def _status(operation: Operation, output: Mapping[str, Any]) -> int | None:
    """The HTTP status that an output itself holds, like that of Lambda's Invoke."""
    shape = operation.model.output_shape
    members = shape.members.items() if shape else ()
    named = (
        name for name, member in members if member.serialization.get("location") == "statusCode"
    )
    return next((int(output[name]) for name in named if name in output), None)


def error(protocol: str, service: str, raised: AwsError, request: str) -> Response:
    """Write an error so that every client of that protocol finds code and message."""
    if protocol in {"json", "rest-json"}:
        response = _json_error(raised)
    elif service == "s3":
        where = f"<Region>{raised.region}</Region>" if raised.region else ""
        told = f"{_code_and_message(raised)}{where}"
        response = _xml(f"<Error>{told}<RequestId>{request}</RequestId></Error>")
        if raised.region:
            response.headers["x-amz-bucket-region"] = raised.region
    elif service == "ec2":
        inner = f"<Errors><Error>{_code_and_message(raised)}</Error></Errors>"
        response = _xml(f"<Response>{inner}<RequestID>{request}</RequestID></Response>")
    else:
        kind = "Sender" if raised.status < 500 else "Receiver"  # noqa: PLR2004 - HTTP's own border
        inner = f"<Error><Type>{kind}</Type>{_code_and_message(raised)}</Error>"
        response = _xml(f"<ErrorResponse>{inner}<RequestId>{request}</RequestId></ErrorResponse>")
    response.status_code = raised.status
    response.headers["x-amzn-RequestId"] = request
    if service == "s3":
        response.headers["x-amz-request-id"] = request
    return response


def under_id(response: Response, service: str, request: str) -> Response:
    """An answer of moto under the id that was given to the request, wherever a client looks."""
    response.headers["x-amzn-RequestId"] = request
    if service == "s3":
        response.headers["x-amz-request-id"] = request
    elif "xml" in (response.content_type or ""):
        written = f"<RequestId>{request}</RequestId>".encode()
        response.set_data(_REQUEST_ID.sub(written, response.get_data()))
    return response


def _json_error(raised: AwsError) -> Response:
    body = {"__type": raised.code, "message": raised.message, "Message": raised.message}
    response = Response(json.dumps(body), content_type="application/x-amz-json-1.1")
    response.headers["x-amzn-ErrorType"] = raised.code
    return response


def _xml(body: str) -> Response:
    header = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return Response(header + body, content_type="application/xml")


def _code_and_message(raised: AwsError) -> str:
    return f"<Code>{escape(raised.code)}</Code><Message>{escape(raised.message)}</Message>"
