"""Makes, changes and deletes single resources of one stack, and tells each step as an event."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from emulator.api import AwsError
from emulator.cloudformation.core.errors import ResourceError, TemplateError
from emulator.cloudformation.core.template import Declared, Json
from emulator.cloudformation.engine.stack import Resource, Stack
from emulator.cloudformation.resources import registry
from emulator.cloudformation.resources.kind import Made, Order
from emulator.credentials import Credentials

if TYPE_CHECKING:
    from emulator.cloud import Cloud


class Worker:
    """The hands of one operation on one stack."""

    def __init__(self, cloud: "Cloud", stack: Stack, credentials: Credentials) -> None:
        self._cloud, self._stack, self._credentials = cloud, stack, credentials
        self._lock = threading.Lock()

    def create(self, declared: Declared, properties: Mapping[str, Json], needs: set[str]) -> None:
        """Make a resource; if that fails it stays in the stack as failed.

        Raises:
            ResourceError: with the service's reason.
        """
        resource = Resource(
            logical_id=declared.logical_id,
            type=declared.type,
            physical_id="",
            properties=properties,
            attributes={},
            deletion_policy=declared.deletion_policy,
            needs=frozenset(needs),
        )
        self._keep(resource)
        self._stack.say_of(resource, "CREATE_IN_PROGRESS")
        made = self._attempt(
            resource, "CREATE_FAILED", lambda: registry.create(self._order(resource))
        )
        resource.physical_id, resource.attributes = made.physical_id, made.attributes
        self._stack.say_of(resource, "CREATE_IN_PROGRESS", "Resource creation Initiated")
        self._stack.say_of(resource, "CREATE_COMPLETE")

    def update(self, old: Resource, properties: Mapping[str, Json]) -> Resource:
        """Change a resource in place; ``old`` stays as it was, for the way back.

        Raises:
            ResourceError: with the service's reason.
        """
        resource = replace(old, properties=properties)
        self._keep(resource)
        self._stack.say_of(resource, "UPDATE_IN_PROGRESS")
        order = replace(self._order(resource), before=old.properties)
        made = self._attempt(resource, "UPDATE_FAILED", lambda: registry.update(order))
        resource.physical_id, resource.attributes = made.physical_id, made.attributes
        self._stack.say_of(resource, "UPDATE_COMPLETE")
        return resource

    def replace(
        self, old: Resource, declared: Declared, properties: Mapping[str, Json], needs: set[str]
    ) -> None:
        """Make a new resource in an old one's place; the old one is deleted by the clean-up.

        Raises:
            ResourceError: with the service's reason.
        """
        resource = replace(old, properties=properties, attributes={}, needs=frozenset(needs))
        resource.deletion_policy = declared.deletion_policy
        self._keep(resource)
        reason = (
            "Requested update requires the creation of a new physical resource; hence creating one."
        )
        self._stack.say_of(resource, "UPDATE_IN_PROGRESS", reason)
        resource.physical_id = ""
        made = self._attempt(
            resource, "UPDATE_FAILED", lambda: registry.create(self._order(resource))
        )
        resource.physical_id, resource.attributes = made.physical_id, made.attributes
        self._stack.say_of(resource, "UPDATE_COMPLETE")

    def delete(self, resource: Resource) -> bool:
        """Delete a resource, or leave it where its policy says so; False if it could not be."""
        if not resource.physical_id:
            # It was never made: its creation failed.
            self._stack.say_of(resource, "DELETE_COMPLETE")
            return True
        self._stack.say_of(resource, "DELETE_IN_PROGRESS")
        try:
            self._attempt(resource, "DELETE_FAILED", lambda: registry.remove(self._order(resource)))
        except ResourceError:
            return False
        self._stack.say_of(resource, "DELETE_COMPLETE")
        return True

    def leave(self, resource: Resource) -> None:
        """Give a resource up without deleting it."""
        self._stack.say_of(resource, "DELETE_SKIPPED")

    def checked(self, declared: Declared, resolve: Callable[[], Json]) -> Mapping[str, Json]:
        """Resolve and check a resource's properties, telling what is wrong as its own failure.

        Raises:
            ResourceError: naming the property.
        """
        try:
            return registry.checked(declared.type, resolve(), self._stack.region)
        except (ResourceError, TemplateError) as error:
            known = self._stack.resources.get(declared.logical_id)
            verb = "UPDATE" if known else "CREATE"
            shown = known or Resource(
                logical_id=declared.logical_id,
                type=declared.type,
                physical_id="",
                properties={},
                attributes={},
                deletion_policy=declared.deletion_policy,
                needs=frozenset(),
            )
            if not known:
                self._keep(shown)
            self._stack.say_of(shown, f"{verb}_IN_PROGRESS")
            self._stack.say_of(shown, f"{verb}_FAILED", str(error))
            raise ResourceError(str(error)) from None

    def _keep(self, resource: Resource) -> None:
        with self._lock:
            self._stack.resources[resource.logical_id] = resource

    def _order(self, resource: Resource) -> Order:
        return Order(
            cloud=self._cloud,
            credentials=self._credentials,
            account=self._stack.account,
            region=self._stack.region,
            stack_id=self._stack.id,
            logical_id=resource.logical_id,
            type=resource.type,
            properties=resource.properties,
            physical_id=resource.physical_id,
            announce=lambda identifier: setattr(resource, "physical_id", identifier),
        )

    def _attempt(self, resource: Resource, failed: str, work: Callable[[], Made | None]) -> Made:
        try:
            return work() or Made(physical_id=resource.physical_id)
        except Exception as error:
            reason = _reason(error)
            self._stack.say_of(resource, failed, reason)
            raise ResourceError(reason) from error


def _reason(error: Exception) -> str:
    if isinstance(error, ClientError):
        details, meta = error.response["Error"], error.response["ResponseMetadata"]
        operation = error.operation_name
        status = meta.get("HTTPStatusCode")
        return (
            f'Resource handler returned message: "{details.get("Message")} ({operation}: '
            f'{details.get("Code")}, Status Code: {status})"'
        )
    if isinstance(error, AwsError | BotoCoreError | ResourceError | TemplateError):
        return str(error)
    return f"Resource handler failed: {type(error).__name__}: {error}"
