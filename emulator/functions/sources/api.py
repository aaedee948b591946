"""Lambda's operations on event source mappings."""

import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from emulator.api import AwsError, Call, Handler
from emulator.functions.description import place_of, read_function
from emulator.functions.sources.mapping import EventSourceMapping, check_together, find_queue
from emulator.functions.sources.poller import Poller

if TYPE_CHECKING:
    from emulator.cloud import Cloud


class EventSources:
    """Every mapping, and the pollers of the enabled ones."""

    def __init__(self, cloud: "Cloud") -> None:
        self._cloud = cloud
        self._lock = threading.Lock()
        self._mappings: dict[str, EventSourceMapping] = {}
        self._pollers: dict[str, Poller] = {}

    def put(self, mapping: EventSourceMapping) -> None:
        """Add or replace a mapping; it is at work when this returns, if it is enabled."""
        with self._lock:
            self._stop(mapping.identifier)
            self._mappings[mapping.identifier] = mapping
            if mapping.enabled:
                self._pollers[mapping.identifier] = Poller(self._cloud, mapping)

    def remove(self, mapping: EventSourceMapping) -> None:
        """Stop and forget a mapping."""
        with self._lock:
            self._stop(mapping.identifier)
            del self._mappings[mapping.identifier]

    def get(self, identifier: str, account: str) -> EventSourceMapping:
        """A mapping of an account.

        Raises:
            AwsError: ResourceNotFoundException.
        """
        mapping = self._mappings.get(identifier)
        if mapping is None or mapping.account != account:
            message = "The resource you requested does not exist."
            raise AwsError("ResourceNotFoundException", message, 404)
        return mapping

    def of(self, account: str, region: str) -> list[EventSourceMapping]:
        """Every mapping of an account."""
        everything = list(self._mappings.values())
        return [m for m in everything if (m.account, m.function.region) == (account, region)]

    def _stop(self, identifier: str) -> None:
        poller = self._pollers.pop(identifier, None)
        if poller:
            poller.stop()


def create(call: Call) -> Mapping[str, Any]:
    """Serve CreateEventSourceMapping."""
    sources = call.cloud.store(EventSources)
    place = place_of(call.parameters["FunctionName"], account=call.account, region=call.region)
    queue_arn = call.parameters.get("EventSourceArn", "")
    read_function(call.cloud, place)
    with call.cloud.lock:
        find_queue(queue_arn)
    for known in sources.of(call.account, call.region):
        if (known.queue_arn, known.function) == (queue_arn, place):
            message = (
                f"An event source mapping with {queue_arn} and function {place.arn} exists already"
                f" (UUID {known.identifier}). Update it, or delete it first."
            )
            raise AwsError("ResourceConflictException", message, 409)
    made = EventSourceMapping.create(call.account, place, queue_arn).changed(call.parameters)
    check_together(call.cloud, made)
    sources.put(made)
    return made.shown()


def update(call: Call) -> Mapping[str, Any]:
    """Serve UpdateEventSourceMapping."""
    sources = call.cloud.store(EventSources)
    mapping = sources.get(call.parameters["UUID"], call.account)
    changed = mapping.changed(call.parameters)
    if "FunctionName" in call.parameters:
        name = place_of(call.parameters["FunctionName"], account=call.account, region=call.region)
        if name != mapping.function:
            message = "a mapping's function cannot be changed here; delete it and create another"
            raise AwsError("NotImplemented", message, 501)
    check_together(call.cloud, changed)
    sources.put(changed)
    return changed.shown()


def delete(call: Call) -> Mapping[str, Any]:
    """Serve DeleteEventSourceMapping."""
    sources = call.cloud.store(EventSources)
    mapping = sources.get(call.parameters["UUID"], call.account)
    sources.remove(mapping)
    return {**mapping.shown(), "State": "Deleting"}


def get(call: Call) -> Mapping[str, Any]:
    """Serve GetEventSourceMapping."""
    return call.cloud.store(EventSources).get(call.parameters["UUID"], call.account).shown()


def list_all(call: Call) -> Mapping[str, Any]:
    """Serve ListEventSourceMappings."""
    found = call.cloud.store(EventSources).of(call.account, call.region)
    name, queue = call.parameters.get("FunctionName"), call.parameters.get("EventSourceArn")
    if name:
        place = place_of(name, account=call.account, region=call.region)
        found = [mapping for mapping in found if mapping.function == place]
    if queue:
        found = [mapping for mapping in found if mapping.queue_arn == queue]
    return {"EventSourceMappings": [mapping.shown() for mapping in found]}


def operations() -> dict[str, Handler]:
    """Every operation of event source mappings."""
    return {
        "CreateEventSourceMapping": create,
        "UpdateEventSourceMapping": update,
        "DeleteEventSourceMapping": delete,
        "GetEventSourceMapping": get,
        "ListEventSourceMappings": list_all,
    }
