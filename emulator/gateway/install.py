"""Serves REST APIs: by the host that AWS gives them, and under ``/_api/<id>/``."""

import json
import re
import uuid
from typing import TYPE_CHECKING, Any

from moto.core.request import Request
from werkzeug.wrappers import Response

from emulator.api import ANONYMOUS, AwsError, Principal
from emulator.functions.invoke import Invocation, invoke
from emulator.gateway.proxy import to_event, to_response
from emulator.gateway.refusals import (
    BAD_ANSWER,
    FORBIDDEN,
    INTERNAL,
    NO_SUCH_METHOD,
    TIMED_OUT,
    GatewayError,
)
from emulator.gateway.routing import Route, find_api, match
from emulator.iam.explaining import Asking, asking

if TYPE_CHECKING:
    from emulator.cloud import Cloud

_HOST = re.compile(r"(?P<id>[a-z0-9]+)\.execute-api\.[a-z0-9-]+\.amazonaws\.com")
_PREFIX = "/_api/"
_FUNCTION = re.compile(r"path/2015-03-31/functions/(?P<arn>[^/]+)/invocations$")
_SERVICE = Principal(account="", arn="apigateway.amazonaws.com", kind="service")


def install(cloud: "Cloud") -> None:
    """Serve what clients call of REST APIs."""
    gateway = Gateway(cloud)
    cloud.hosts.append((_HOST, gateway.answer))
    cloud.routes[_PREFIX] = gateway.answer


class Gateway:
    """Answers requests to every API of every account."""

    def __init__(self, cloud: "Cloud") -> None:
        self._cloud = cloud

    def answer(self, request: Request) -> Response:
        """Answer one request."""
        request_id = str(uuid.uuid4())
        try:
            region = self._cloud.region
            named = Asking(request_id=request_id, region=region, service="execute-api")
            with asking(named):
                return self._answer(request, request_id)
        except GatewayError as refused:
            return refused.response(request_id)

    def _answer(self, request: Request, request_id: str) -> Response:
        identifier, stage, path = _parts(request)
        with self._cloud.lock:
            route = match(find_api(identifier), stage, path, request.method)
        principal = self._caller(request, route)
        integration = route.method.method_integration
        if integration is None or integration.integration_type != "AWS_PROXY":
            raise GatewayError(*INTERNAL)
        org = self._cloud.organisation.id_for(principal.account) if principal else None
        event = to_event(request, route, principal, org, request_id)
        return to_response(self._call(route, integration, event).payload, request_id)

    def _caller(self, request: Request, route: Route) -> Principal | None:
        """Who calls, if the method wants to know.

        Raises:
            GatewayError: if it is nobody, or somebody who may not.
        """
        kind = route.method.authorization_type
        if kind not in {"AWS_IAM", "NONE"}:
            raise GatewayError(*INTERNAL)
        try:
            if kind == "NONE":
                if route.api.policy:
                    self._cloud.authorise(ANONYMOUS, "execute-api:Invoke", route.arn)
                return None
            principal = self._signer(request)
            self._cloud.authorise(principal, "execute-api:Invoke", route.arn)
        except AwsError as refused:
            raise GatewayError.from_aws(refused) from None
        return principal

    def _signer(self, request: Request) -> Principal:
        principal, claim = self._cloud.front.authenticate(request)
        if claim.service != "execute-api":
            message = "Credential should be scoped to correct service: 'execute-api'."
            raise AwsError("SignatureDoesNotMatch", message, 403)
        return principal

    def _call(self, route: Route, integration: Any, event: dict[str, Any]) -> Invocation:  # noqa: ANN401 - moto's own Integration
        """Run the function.

        Raises:
            GatewayError: 500, if the API may not call it; 502, if it fails; 504, if it is too slow.
        """
        found = _FUNCTION.search(integration.uri or "")
        if not found:
            raise GatewayError(*INTERNAL)
        region, owner = route.api.region_name, route.api.account_id
        source = (
            f"arn:aws:execute-api:{region}:{owner}:{route.api.id}/{route.stage.name}/{route.verb}"
        )
        context = {"aws:SourceArn": f"{source}{route.pattern}", "aws:SourceAccount": owner}
        try:
            self._cloud.authorise(_SERVICE, "lambda:InvokeFunction", found["arn"], context)
            ended = invoke(self._cloud, found["arn"], json.dumps(event).encode())
        except AwsError:
            raise GatewayError(*INTERNAL) from None
        if ended.error:
            slow = b"Sandbox.Timedout" in ended.payload
            raise GatewayError(*(TIMED_OUT if slow else BAD_ANSWER))
        return ended


def _parts(request: Request) -> tuple[str, str, str]:
    """API id, stage, and path below the stage."""
    host = _HOST.fullmatch(request.host.rsplit(":", 1)[0])
    path = request.path
    if host:
        identifier = host["id"]
    else:
        identifier, _, path = path.removeprefix(_PREFIX).partition("/")
    stage, _, rest = path.lstrip("/").partition("/")
    if not stage:
        raise GatewayError(*(NO_SUCH_METHOD if host else FORBIDDEN))
    return identifier, stage, f"/{rest}"
