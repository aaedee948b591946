"""Requests as events of payload format 1.0, and answers of functions as responses.

Source: API Gateway developer guide "Lambda proxy integrations in API Gateway".
"""

import base64
import binascii
import json
import time
from collections.abc import Mapping
from typing import Any

from moto.core.request import Request
from werkzeug.wrappers import Response

from emulator.api import Principal
from emulator.gateway.refusals import BAD_ANSWER, GatewayError
from emulator.gateway.routing import Route
from emulator.iam import stored


def to_event(
    request: Request, route: Route, principal: Principal | None, org: str | None, request_id: str
) -> dict[str, Any]:
    """What the function gets."""
    headers, every_header = _headers(request)
    query = {name: request.args.getlist(name) for name in request.args}
    body, is_base64 = _body(request)
    return {
        "resource": route.pattern,
        "path": route.path,
        "httpMethod": route.verb,
        "headers": headers,
        "multiValueHeaders": every_header,
        "queryStringParameters": {name: values[-1] for name, values in query.items()} or None,
        "multiValueQueryStringParameters": query or None,
        "pathParameters": dict(route.parameters) or None,
        "stageVariables": dict(route.stage.variables) or None,
        "requestContext": _context(request, route, request_id)
        | {"identity": _identity(request, principal, org)},
        "body": body,
        "isBase64Encoded": is_base64,
    }


def to_response(payload: bytes, request_id: str) -> Response:
    """What the function answered, as the client gets it.

    Raises:
        GatewayError: 502, if it is not of the form that API Gateway asks for.
    """
    try:
        answer = json.loads(payload)
        status = int(answer["statusCode"])
        body = answer.get("body") or ""
        content = base64.b64decode(body) if answer.get("isBase64Encoded") else body.encode()
        headers = [
            *((answer.get("headers") or {}).items()),
            *_several(answer.get("multiValueHeaders") or {}),
        ]
    except (ValueError, KeyError, TypeError, AttributeError, binascii.Error):
        raise GatewayError(*BAD_ANSWER) from None
    response = Response(content, status, content_type="application/json")
    given: set[str] = set()
    for name, value in headers:
        if name.lower() in given:
            response.headers.add(name, str(value))
        else:
            response.headers.set(name, str(value))
        given.add(name.lower())
    response.headers["x-amzn-RequestId"] = request_id
    return response


def _several(headers: Mapping[str, list[Any]]) -> list[tuple[str, Any]]:
    return [(name, value) for name, values in headers.items() for value in values]


def _headers(request: Request) -> tuple[dict[str, str], dict[str, list[str]]]:
    several: dict[str, list[str]] = {}
    for name, value in request.headers.items():
        several.setdefault(name, []).append(value)
    return {name: values[-1] for name, values in several.items()}, several


def _body(request: Request) -> tuple[str | None, bool]:
    content = request.get_data()
    if not content:
        return None, False
    try:
        return content.decode(), False
    except UnicodeDecodeError:
        return base64.b64encode(content).decode(), True


def _context(request: Request, route: Route, request_id: str) -> dict[str, Any]:
    now = time.time()
    return {
        "resourceId": route.resource_id,
        "resourcePath": route.pattern,
        "httpMethod": route.verb,
        "path": f"/{route.stage.name}{route.path}",
        "accountId": route.api.account_id,
        "apiId": route.api.id,
        "stage": route.stage.name,
        "domainName": request.host,
        "domainPrefix": route.api.id,
        "protocol": "HTTP/1.1",
        "requestId": request_id,
        "extendedRequestId": request_id,
        "requestTime": time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime(now)),
        "requestTimeEpoch": int(now * 1000),
    }


def _identity(request: Request, principal: Principal | None, org: str | None) -> dict[str, Any]:
    identity: dict[str, Any] = dict.fromkeys(
        (
            *("accessKey", "accountId", "caller", "cognitoAuthenticationProvider"),
            *("cognitoAuthenticationType", "cognitoIdentityId", "cognitoIdentityPoolId"),
            *("principalOrgId", "user", "userArn"),
        )
    )
    identity |= {"sourceIp": "127.0.0.1", "userAgent": request.headers.get("User-Agent")}
    if principal:
        user = stored.user_id(principal)
        identity |= {
            "accessKey": principal.access_key,
            "accountId": principal.account,
            "caller": user,
            "user": user,
            "userArn": principal.arn,
            "principalOrgId": org,
        }
    return identity
