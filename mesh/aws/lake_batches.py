"""Steps of a plan in the portions that Lake Formation takes, and as people read them."""

from collections.abc import Iterable, Iterator

from mesh.access.closing import ACCESS_TAG, CLOSED, Close
from mesh.access.lake import Columns, FilterName, Resource, Table, TagPolicy
from mesh.access.planning import CreateFilter, DeleteFilter, Grant, Revoke, Step, UpdateFilter

_BATCH = 20
_FILTERS_AT_ONCE = 10


def runs(steps: Iterable[Step]) -> Iterator[tuple[type[Step], list[Step]]]:
    """Neighbouring steps of one kind, together."""
    group: list[Step] = []
    for step in steps:
        if group and type(step) is not type(group[0]):
            yield type(group[0]), group
            group = []
        group.append(step)
    if group:
        yield type(group[0]), group


def batches(steps: list[Step]) -> Iterator[list[Step]]:
    """At most 20 entries, of which at most 10 name filters of one table for one principal."""
    batch: list[Step] = []
    filters: dict[tuple[str, Table], int] = {}
    for step in steps:
        key = _filter_of(step)
        if len(batch) == _BATCH or (key and filters.get(key, 0) == _FILTERS_AT_ONCE):
            yield batch
            batch, filters = [], {}
        batch.append(step)
        if key:
            filters[key] = filters.get(key, 0) + 1
    if batch:
        yield batch


def _filter_of(step: Step) -> tuple[str, Table] | None:
    if isinstance(step, (Grant, Revoke)) and isinstance(step.resource, FilterName):
        return step.principal, step.resource.of
    return None


def describe(step: Step | Close) -> str:
    """A step as people read it."""
    match step:
        case Revoke(principal, resource, permissions):
            return f"revoke {', '.join(permissions)} on {_name(resource)} from {principal}"
        case Grant(principal, resource, permissions):
            return f"grant {', '.join(permissions)} on {_name(resource)} to {principal}"
        case CreateFilter(name):
            return f"create filter {_name(name)}"
        case UpdateFilter(name):
            return f"update filter {_name(name)}"
        case DeleteFilter(name):
            return f"delete filter {_name(name)}"
        case Close(resource):
            return f"tag {_name(resource)} {ACCESS_TAG}={CLOSED}"


def _name(resource: Resource) -> str:
    if isinstance(resource, TagPolicy):
        pairs = [f"{key}={'|'.join(values)}" for key, values in resource.expression]
        return f"tables tagged {resource.saved or ', '.join(pairs)}"
    parts = [value for value in vars(resource).values() if isinstance(value, str)]
    if isinstance(resource, Columns):
        names = ", ".join(resource.names)
        parts.append(f"(all but {names})" if resource.excluding else f"({names})")
    return ".".join(parts)
