"""The fewest calls that turn what Lake Formation holds into what it ought to hold.

Order matters: what is too much is taken first, a filter is changed in place so that its grants
stay, and a filter is deleted last, when nobody holds a grant on it any more.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from mesh.access.lake import Cells, Database, FilterName, Held, Lake, Resource, Table


@dataclass(frozen=True)
class Revoke:
    """Take permissions, and the grant option on some of them, from a principal."""

    principal: str
    resource: Resource
    permissions: tuple[str, ...]
    grantable: tuple[str, ...] = ()


@dataclass(frozen=True)
class Grant:
    """Give permissions to a principal, never with the grant option."""

    principal: str
    resource: Resource
    permissions: tuple[str, ...]


@dataclass(frozen=True)
class CreateFilter:
    """Make a filter."""

    name: FilterName
    cells: Cells


@dataclass(frozen=True)
class UpdateFilter:
    """Change a filter in place."""

    name: FilterName
    cells: Cells


@dataclass(frozen=True)
class DeleteFilter:
    """Remove a filter that nobody holds a grant on."""

    name: FilterName


Step = Revoke | Grant | CreateFilter | UpdateFilter | DeleteFilter


def plan(actual: Lake, wanted: Lake) -> tuple[Step, ...]:
    """The steps from the actual to the wanted state; none if they are equal."""
    revokes, kept = _revokes(actual.held, wanted.held)
    rewritten = [
        UpdateFilter(name, cells)
        for name, cells in sorted(wanted.filters.items())
        if name in actual.filters and not _same(actual.filters[name], cells)
    ]
    created = [
        CreateFilter(name, cells)
        for name, cells in sorted(wanted.filters.items())
        if name not in actual.filters
    ]
    deleted = [DeleteFilter(name) for name in sorted(actual.filters.keys() - wanted.filters.keys())]
    steps: list[Step] = [*revokes, *rewritten, *created, *_grants(wanted.held - kept), *deleted]
    return tuple(steps)


def _same(one: Cells, other: Cells) -> bool:
    return set(one.columns) == set(other.columns) and one.rows == other.rows


def _revokes(
    actual: frozenset[Held], wanted: frozenset[Held]
) -> tuple[list[Revoke], frozenset[Held]]:
    """What to take, and what stays. A grant option goes with its permission, given anew later."""
    extra = actual - wanted
    spoiled = {(held.principal, held.resource, held.permission) for held in extra if held.grantable}
    taken = extra | {
        held for held in actual if (held.principal, held.resource, held.permission) in spoiled
    }
    revokes = [
        Revoke(
            principal,
            resource,
            _permissions(held for held in group if not held.grantable),
            _permissions(held for held in group if held.grantable),
        )
        for (principal, resource), group in _grouped(taken, _reading_first)
    ]
    return revokes, actual - taken


def _grants(missing: frozenset[Held]) -> list[Grant]:
    return [
        Grant(principal, resource, _permissions(group))
        for (principal, resource), group in _grouped(missing, _databases_first)
    ]


def _permissions(held: Iterable[Held]) -> tuple[str, ...]:
    return tuple(sorted({each.permission for each in held}))


def _grouped(
    held: Iterable[Held], rank: Callable[[Resource], int]
) -> list[tuple[tuple[str, Resource], list[Held]]]:
    groups: Mapping[tuple[str, Resource], list[Held]] = defaultdict(list)
    for each in held:
        groups[each.principal, each.resource].append(each)
    return sorted(groups.items(), key=lambda item: (rank(item[0][1]), str(item[0])))


def _databases_first(resource: Resource) -> int:
    return 0 if isinstance(resource, Database) else 1 if isinstance(resource, Table) else 2


def _reading_first(resource: Resource) -> int:
    return -_databases_first(resource)
