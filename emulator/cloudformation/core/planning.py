"""What an update has to do, decided by resolved properties against those in force."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from emulator.cloudformation.core.errors import NotYetKnownError
from emulator.cloudformation.core.evaluation import Evaluation
from emulator.cloudformation.core.template import Json

Action: TypeAlias = Literal["Add", "Modify", "Remove"]
Replacement: TypeAlias = Literal["True", "False", "Conditional"]


class _Later:
    """A property whose value only the deployment itself will show."""

    def __repr__(self) -> str:
        return "{{changeSet:KNOWN_AFTER_APPLY}}"


LATER = _Later()


@dataclass(frozen=True, kw_only=True)
class Change:
    """One resource that a deployment would touch."""

    action: Action
    logical_id: str
    type: str
    physical_id: str | None = None
    replacement: Replacement | None = None
    changed: tuple[str, ...] = ()


def resolve_known(evaluation: Evaluation, properties: Mapping[str, Json]) -> dict[str, Json]:
    """Resolve each property that can be resolved now; the others are ``LATER``."""
    found: dict[str, Json] = {}
    for name, value in properties.items():
        try:
            resolved = evaluation.resolve({name: value})
        except NotYetKnownError:
            resolved = {name: LATER}
        found.update(resolved)
    return found


def changed_properties(before: Mapping[str, Json], after: Mapping[str, Json]) -> tuple[str, ...]:
    """Names of the properties that differ, those still unknown included."""
    names = dict.fromkeys((*before, *after))
    return tuple(name for name in names if before.get(name) != after.get(name))


def change_of(
    before: Mapping[str, Json],
    after: Mapping[str, Json],
    replaced: Callable[[Mapping[str, Json], Mapping[str, Json]], bool],
) -> tuple[Replacement, tuple[str, ...]] | None:
    """How a resource that exists would change; None if it would not."""
    changed = changed_properties(before, after)
    if not changed:
        return None
    unknown = {name for name, value in after.items() if value is LATER}
    known = {name: before.get(name) if name in unknown else value for name, value in after.items()}
    if replaced(before, {name: value for name, value in known.items() if value is not None}):
        return "True", changed
    return ("Conditional" if unknown and replaced(before, after) else "False"), changed
