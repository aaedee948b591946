"""The front door: signature, allow-list and decision come before anything serves a request."""

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeAlias

from moto.core.request import Request
from werkzeug.wrappers import Response

from emulator import answers, operations, signature
from emulator.api import ANONYMOUS, AwsError, Call, Handler, Principal
from emulator.iam import borders
from emulator.iam.actions import needs_of
from emulator.iam.explaining import Asking, asking, asking_now
from emulator.iam.writing import check_document
from emulator.operations import Operation
from emulator.witness import deed_of
from emulator.wording import worded

if TYPE_CHECKING:
    from emulator.cloud import Cloud

WsgiHandler: TypeAlias = Callable[[Request], Response]
StartResponse: TypeAlias = Any
Decider: TypeAlias = Callable[[Call, Request], str]
"""Decides a call that moto will serve and names the account whose backend serves it."""

_BROWSERS = "rest-xml"
"""The protocol of S3, which alone is called without a signature."""


class Front:
    """The WSGI application of an embedded AWS."""

    def __init__(self, cloud: "Cloud") -> None:
        self._cloud = cloud

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """Answer as a WSGI server asks."""
        response: Iterable[bytes] = self.answer(Request(environ))(environ, start_response)
        return response

    def answer(self, request: Request) -> Response:
        """Answer one request, whichever way it came."""
        request.get_data(cache=True, parse_form_data=False)
        handler = self._route(request)
        if handler:
            return handler(request)
        identifier = answers.request_id()
        spoken = _Spoken()
        try:
            return self._api(request, identifier, spoken)
        except AwsError as raised:
            refusal = worded(raised, spoken.service, spoken.protocol)
        except NotImplementedError as unfinished:
            # moto says so for what it knows by name only.
            refusal = AwsError("NotImplemented", f"{spoken.service}: {unfinished}", 501)
        return answers.error(spoken.protocol, spoken.service, refusal, identifier)

    def authenticate(self, request: Request) -> tuple[Principal, signature.Claim]:
        """Prove who signed a request.

        Raises:
            AwsError: as AWS refuses missing, wrong, unknown and expired signatures.
        """
        claim = signature.read_claim(request)
        if claim is None:
            message = "Request is missing Authentication Token"
            raise AwsError("MissingAuthenticationToken", message, 403)
        return signature.verify(request, claim, self._cloud.keys), claim

    def _route(self, request: Request) -> WsgiHandler | None:
        host = request.host.rsplit(":", 1)[0]
        for pattern, handler in self._cloud.hosts:
            if re.fullmatch(pattern, host):
                return handler
        prefixes = [prefix for prefix in self._cloud.routes if request.path.startswith(prefix)]
        return self._cloud.routes[max(prefixes, key=len)] if prefixes else None

    def _api(self, request: Request, identifier: str, spoken: "_Spoken") -> Response:
        claim = signature.read_claim(request)
        # Without a signature nothing names the service; only S3 is called that way (by browsers).
        spoken.service = claim.service if claim else "s3"
        spoken.protocol = operations.guess_protocol(request)
        spoken.service = operations.service_of(spoken.service, request)
        spoken.protocol = operations.protocol_of(spoken.service, request)
        if claim or spoken.protocol != _BROWSERS:
            principal, claim = self.authenticate(request)
        else:
            principal = ANONYMOUS
        operation = operations.identify(spoken.service, request)
        own = self._cloud.operations.get(operation.service, {}).get(operation.name)
        served = self._cloud.allowed.get(operation.service, frozenset())
        if own is None and operation.name not in served:
            raise not_implemented(operation)
        call = Call(
            cloud=self._cloud,
            service=operation.service,
            operation=operation.name,
            parameters=operations.parse(operation, request),
            principal=principal,
            region=(claim and claim.region) or self._cloud.region,
            request_id=identifier,
            headers=dict(request.headers),
        )
        with asking(_asking(call)):
            try:
                return self._serve(request, operation, call, own)
            except AwsError as refused:
                self._cloud.witness(deed_of(call, error=refused))
                raise

    def _serve(
        self, request: Request, operation: Operation, call: Call, own: Handler | None
    ) -> Response:
        self._authorise(call)
        if own:
            output = own(call)
            self._cloud.witness(deed_of(call, output))
            return answers.result(operation, output, call.request_id)
        check_document(call)
        decide = self._cloud.deciders.get(operation.service)
        owner = decide(call, request) if decide else borders.owner_of(call)
        response = self._cloud.door.answer(request, account=owner, call=call)
        return answers.under_id(response, operation.service, call.request_id)

    def _authorise(self, call: Call) -> None:
        """Ask for every right that the action table names.

        Raises:
            AwsError: AccessDenied.
        """
        borders.check_crossing(call)
        with self._cloud.lock:
            for need in needs_of(call):
                self._cloud.authority.require(call.principal, need)


class _Spoken:
    """Service and protocol of a request, as far as they are known when it fails."""

    service = "s3"
    protocol = "rest-xml"


def _asking(call: Call) -> Asking:
    return Asking(
        request_id=call.request_id,
        region=call.region,
        service=call.service,
        operation=call.operation,
        cause=asking_now(),
    )


def not_implemented(operation: Operation) -> AwsError:
    """What every operation outside the allow-list answers."""
    name = f"{operation.service}:{operation.name}"
    return AwsError("NotImplemented", f"{name} is not part of the embedded AWS", 501)
