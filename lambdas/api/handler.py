"""API: signed requests in, JSON out; every refusal says what to do."""

import logging
from collections.abc import Mapping
from functools import cache
from typing import Any

from lambdas.api.calls import Answer
from lambdas.api.domains import DomainRoutes
from lambdas.api.files import FileRoutes
from lambdas.api.products import ProductRoutes
from lambdas.api.requests import RequestRoutes
from lambdas.api.router import Router
from lambdas.api.services import Services
from lambdas.api.trail import TrailRoutes
from mesh.errors import ConflictError, MeshError, NotFoundError, RefusedError

_log = logging.getLogger()
STATUS: tuple[tuple[type[MeshError], int, str], ...] = (
    (RefusedError, 403, "refused"),
    (NotFoundError, 404, "not-found"),
    (ConflictError, 409, "conflict"),
    (MeshError, 400, "bad-request"),
)


def router(services: Services) -> Router:
    """Every route of the API."""
    domains, products = DomainRoutes(services), ProductRoutes(services)
    requests, files, trail = RequestRoutes(services), FileRoutes(services), TrailRoutes(services)
    return Router(
        {
            "PUT /domains/{domain}/invitation": domains.invite,
            "GET /domains": domains.browse,
            "PUT /domains/{domain}": domains.register,
            "GET /tickets/{id}": domains.ticket,
            "GET /products": products.browse,
            "GET /products/{domain}/{product}": products.show,
            "PUT /products/{domain}/{product}/{major}": products.put,
            "DELETE /products/{domain}/{product}/{major}": products.deprecate,
            "POST /requests": requests.ask,
            "GET /requests": requests.browse,
            "POST /requests/{id}/approve": requests.approve,
            "POST /requests/{id}/deny": requests.deny,
            "POST /requests/{id}/revoke": requests.revoke,
            "GET /grants": requests.grants,
            "GET /links": requests.links,
            "GET /files": files.browse,
            "GET /publications/{domain}/{product}": files.publications,
            "GET /verdicts/{domain}/{product}": files.verdicts,
            "POST /rescan": files.rescan,
            "POST /quarantine/discard": files.discard,
            "POST /quarantine/release": files.release,
            "GET /audit": trail.audit,
            "GET /status": trail.status,
        }
    )


def answer(router_: Router, event: Mapping[str, Any]) -> dict[str, Any]:
    """Answer a request, a refusal too."""
    try:
        return router_.answer(event).to_proxy()
    except MeshError as error:
        status, code = next((s, c) for kind, s, c in STATUS if isinstance(error, kind))
        _log.info("refused with %s: %s", status, code)
        body = {"error": code, "message": " ".join(str(error).split())}
        return Answer(status=status, body=body).to_proxy()


@cache
def _router() -> Router:
    # Built on the first request, kept while warm: the import needs no credentials.
    return router(Services.connect())


def handle(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """Answer one request of REST API Gateway."""
    return answer(_router(), event)
