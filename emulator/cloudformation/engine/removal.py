"""Takes resources down, each before what it needs."""

from collections.abc import Iterable

from emulator.cloudformation.core.schemas import is_custom
from emulator.cloudformation.engine.stack import Resource, Stack
from emulator.cloudformation.engine.walking import reversed_needs, walk
from emulator.cloudformation.engine.worker import Worker


def remove_all(
    stack: Stack,
    worker: Worker,
    *,
    ending_creation: bool = False,
    retained: Iterable[str] = (),
) -> list[str]:
    """Delete every resource of a stack; gives the logical ids of those that could not be."""
    keep = set(retained)
    for name in keep & stack.resources.keys():
        worker.leave(stack.resources.pop(name))
    policy = "Retain" if ending_creation else "Retain RetainExceptOnCreate"
    every = list(stack.resources.values())
    broken = _remove(every, worker, policy)
    for resource in every:
        if resource.logical_id not in broken:
            del stack.resources[resource.logical_id]
    return broken


def remove_several(
    resources: list[Resource], worker: Worker, *, retained: str = "Retain RetainExceptOnCreate"
) -> list[str]:
    """Delete some resources; gives the logical ids of those that could not be.

    Args:
        resources: in any order.
        worker: does it.
        retained: deletion policies that keep a resource, separated by blanks.
    """
    return _remove(resources, worker, retained)


def _remove(resources: list[Resource], worker: Worker, retained: str) -> list[str]:
    known = {resource.logical_id: resource for resource in resources}
    needs = {name: set(resource.needs) & known.keys() for name, resource in known.items()}
    broken: list[str] = []

    def remove(name: str) -> None:
        resource = known[name]
        if resource.deletion_policy in retained.split() and resource.physical_id:
            worker.leave(resource)
        elif not worker.delete(resource):
            broken.append(name)

    walk(reversed_needs(needs), remove, slow=lambda name: is_custom(known[name].type))
    return broken
