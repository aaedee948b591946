"""Which API, resource and method a request means."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from moto.apigateway.models import apigateway_backends

from emulator.gateway.refusals import FORBIDDEN, NO_SUCH_METHOD, GatewayError


@dataclass(frozen=True, kw_only=True)
class Route:
    """A matched method.

    Attributes:
        pattern: the resource's path as declared, like ``/products/{id}``.
        parameters: what its parameters stand for in this request.
        path: the request's path below the stage.
    """

    api: Any
    stage: Any
    resource_id: str
    pattern: str
    parameters: Mapping[str, str]
    method: Any
    path: str
    verb: str

    @property
    def arn(self) -> str:
        """What ``execute-api:Invoke`` is decided on."""
        return self.arn_of(self.path)

    def arn_of(self, path: str) -> str:
        """ARN of this method at a path."""
        place = f"arn:aws:execute-api:{self.api.region_name}:{self.api.account_id}"
        return f"{place}:{self.api.id}/{self.stage.name}/{self.verb}{path}"


def find_api(identifier: str) -> Any:  # noqa: ANN401 - moto's own RestAPI
    """An API by id, in whichever account; hold the cloud's lock.

    Raises:
        GatewayError: Forbidden, as AWS answers a host that no API has.
    """
    for regions in apigateway_backends.values():
        for backend in regions.values():
            if identifier in backend.apis:
                return backend.apis[identifier]
    raise GatewayError(*FORBIDDEN)


def match(api: Any, stage_name: str, path: str, verb: str) -> Route:  # noqa: ANN401 - moto's own RestAPI
    """Find the method of a request; hold the cloud's lock.

    Raises:
        GatewayError: Forbidden for an unknown stage, Missing Authentication Token for the rest.
    """
    stage = api.stages.get(stage_name)
    if stage is None:
        raise GatewayError(*FORBIDDEN)
    best: tuple[tuple[int, ...], Any, dict[str, str]] | None = None
    for resource in api.resources.values():
        found = _match_path(resource.get_path(), path)
        if found and (best is None or found[0] > best[0]):
            best = (found[0], resource, found[1])
    methods = best[1].resource_methods if best else {}
    method = methods.get(verb) or methods.get("ANY")
    if best is None or method is None:
        raise GatewayError(*NO_SUCH_METHOD)
    return Route(
        api=api,
        stage=stage,
        resource_id=best[1].id,
        pattern=best[1].get_path(),
        parameters=best[2],
        method=method,
        path=path,
        verb=verb,
    )


def _match_path(pattern: str, path: str) -> tuple[tuple[int, ...], dict[str, str]] | None:
    """How closely a pattern fits, segment by segment, and its parameters; None if it does not."""
    wanted = [part for part in pattern.split("/") if part]
    given = [part for part in path.split("/") if part]
    closeness: list[int] = []
    parameters: dict[str, str] = {}
    for position, part in enumerate(wanted):
        if part.endswith("+}"):
            rest = given[position:]
            parameters[part[1:-2]] = "/".join(rest)
            return ((*closeness, 0), parameters) if rest else None
        if position >= len(given):
            return None
        if part.startswith("{"):
            parameters[part[1:-1]] = given[position]
            closeness.append(1)
        elif part == given[position]:
            closeness.append(2)
        else:
            return None
    return (tuple(closeness), parameters) if len(wanted) == len(given) else None
