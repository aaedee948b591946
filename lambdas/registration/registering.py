"""What a registration resource asks of governance, and how long it waits for it."""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from mesh.aws.custom_resource import Event, Made
from mesh.errors import MeshError, RefusedError, UnreachableError

# With the longest single call on top, each stays below the two minutes that are promised.
REACH_SECONDS = 45
PATIENCE_SECONDS = 90
FIRST_POLL_SECONDS = 0.1
LAST_POLL_SECONDS = 2.0


class Api(Protocol):
    """The registry's API."""

    def call(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Call a route."""


@dataclass(frozen=True, kw_only=True)
class Asking:
    """One call to the registry."""

    method: str
    path: str
    body: Mapping[str, Any] | None
    physical_id: str


class Registering:
    """Registers what a resource declares and waits until governance has made it real.

    Args:
        connect: finds the registry; called anew after it could not be reached.
    """

    def __init__(
        self,
        connect: Callable[[], Api],
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._connect = connect
        self._clock = clock
        self._sleep = sleep

    def register(self, event: Event) -> Made:
        """Carry out one event of CloudFormation.

        Raises:
            MeshError: as governance refused it.
            UnreachableError: if governance did not answer or finish in time, naming it.
        """
        asking = ask(event)
        if asking is None:
            return Made(id=str(event["PhysicalResourceId"]))
        start = self._clock()
        api, answer = self._reach(asking, start + REACH_SECONDS)
        self._wait(api, str(answer["ticket"]), start + PATIENCE_SECONDS)
        return Made(id=asking.physical_id)

    def _reach(self, asking: Asking, deadline: float) -> tuple[Api, dict[str, Any]]:
        while True:
            try:
                api = self._connect()
                return api, api.call(asking.method, asking.path, asking.body)
            except UnreachableError:
                if self._clock() >= deadline:
                    raise
            self._sleep(LAST_POLL_SECONDS)

    def _wait(self, api: Api, ticket: str, deadline: float) -> None:
        pause = FIRST_POLL_SECONDS
        while not self._is_done(api, ticket, deadline):
            if self._clock() >= deadline:
                raise UnreachableError(
                    f"governance took ticket {ticket} but did not finish it in {PATIENCE_SECONDS} "
                    "s; look at mesh-registrar's alarm in the governance account, then deploy again"
                )
            self._sleep(pause)
            pause = min(pause * 2, LAST_POLL_SECONDS)

    def _is_done(self, api: Api, ticket: str, deadline: float) -> bool:
        try:
            found = api.call("GET", f"/tickets/{ticket}")
        except UnreachableError:
            if self._clock() >= deadline:
                raise
            return False
        if found["state"] == "failed":
            raise MeshError(str(found["message"]))
        return bool(found["state"] == "done")


def ask(event: Event) -> Asking | None:
    """What an event of CloudFormation asks of the registry; None if nothing."""
    kind, properties = event["ResourceType"], event["ResourceProperties"]
    deleting = event["RequestType"] == "Delete"
    if kind == "Custom::MeshDomain":
        # A domain that leaves keeps its name, its data and its history.
        return None if deleting else _domain(properties)
    if kind == "Custom::DataProduct":
        if deleting and not _was_registered(event):
            return None
        return _product(properties, deleting=deleting)
    raise RefusedError(f"{kind} is no registration; use Custom::MeshDomain or Custom::DataProduct")


def _domain(properties: Mapping[str, Any]) -> Asking:
    name = properties["Domain"]
    body = {"key_arn": properties["KeyArn"]}
    return Asking(method="PUT", path=f"/domains/{name}", body=body, physical_id=f"mesh:{name}")


def _product(properties: Mapping[str, Any], *, deleting: bool) -> Asking:
    contract = json.loads(properties["Contract"])
    product = contract.get("dataProduct") or contract.get("name")
    major = str(contract.get("version", "1")).split(".", maxsplit=1)[0]
    domain = properties["Domain"]
    body = {"contract": properties["Contract"], "digest": properties["Digest"]}
    return Asking(
        method="DELETE" if deleting else "PUT",
        path=f"/products/{domain}/{product}/{major}",
        body=None if deleting else body,
        physical_id=f"mesh:{domain}/{product}@{major}",
    )


def _was_registered(event: Event) -> bool:
    # A create that failed has no id of ours: its clean-up must not touch what is in force.
    return str(event.get("PhysicalResourceId", "")).startswith("mesh:")
