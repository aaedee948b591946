"""From method and path to the function that answers."""

from collections.abc import Callable, Mapping
from typing import Any

from lambdas.api.calls import Answer, Caller, Request, path_of, read_body
from mesh.errors import NotFoundError

Route = Callable[[Request], Answer]


class Router:
    """Finds a route by its method and the shape of its path: ``/products/{domain}/{product}``."""

    def __init__(self, routes: Mapping[str, Route]) -> None:
        self._routes = [
            (method, template.strip("/").split("/"), route)
            for (method, template), route in (
                (name.split(" ", maxsplit=1), route) for name, route in routes.items()
            )
        ]

    def answer(self, event: Mapping[str, Any]) -> Answer:
        """Answer a request of REST API Gateway.

        Raises:
            NotFoundError: if there is no such route.
        """
        caller = Caller.from_context(event.get("requestContext") or {})
        method, parts = str(event["httpMethod"]), path_of(event)
        for wanted, template, route in self._routes:
            path = _match(template, parts) if wanted == method else None
            if path is not None:
                request = Request(
                    caller=caller,
                    method=method,
                    route="/".join(template),
                    path=path,
                    query=event.get("queryStringParameters") or {},
                    body=read_body(event),
                )
                return route(request)
        raise NotFoundError(f"there is no {method} /{'/'.join(parts)}; see the list of routes")


def _match(template: list[str], parts: list[str]) -> Mapping[str, str] | None:
    if len(template) != len(parts):
        return None
    found: dict[str, str] = {}
    for wanted, part in zip(template, parts, strict=True):
        if wanted.startswith("{"):
            found[wanted.strip("{}")] = part
        elif wanted != part:
            return None
    return found
