"""What principals were granted, found by what it can concern."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from operator import itemgetter

from emulator.lakeformation.engine.resources import ALL_TABLES, Database, Resource, Table, table_of

Key = tuple[str, str, Resource]
Place = Table | Database | None
"""Where a grant is looked for: at a table, at a database, or (None) everywhere."""


@dataclass(frozen=True, kw_only=True)
class Grant:
    """What one principal holds on one resource.

    Attributes:
        grantor_account: the catalogue's own, or the one that passes on what it was granted.
    """

    principal: str
    resource: Resource
    permissions: frozenset[str]
    grantable: frozenset[str]
    grantor_account: str
    granted_by: str
    updated: datetime


@dataclass
class Grants:
    """What one principal holds, found by what it can concern: a decision reads no other grant."""

    all: dict[Key, Grant] = field(default_factory=dict)
    _at: dict[Place, dict[Key, tuple[int, Grant]]] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=count)

    def about(self, resource: Resource) -> list[Grant]:
        """The grants that can concern a resource, the oldest first."""
        found = [e for place in _places_around(resource) for e in self._entries(place)]
        return [grant for _, grant in sorted(found, key=itemgetter(0))]

    def add(self, grant: Grant) -> None:
        """Keep a grant."""
        key = (grant.principal, grant.grantor_account, grant.resource)
        entry = (next(self._numbers), grant)
        self.all[key] = grant
        for place in _places_of(grant.resource):
            self._at.setdefault(place, {})[key] = entry

    def remove(self, key: Key) -> None:
        """Forget a grant, if it is there."""
        if self.all.pop(key, None) is not None:
            for place in _places_of(key[2]):
                del self._at[place][key]
                if not self._at[place]:
                    del self._at[place]

    @property
    def names_things(self) -> bool:
        """Whether any of them is on a database or table."""
        return len(self._at) > (None in self._at)

    def _entries(self, place: Place) -> Iterable[tuple[int, Grant]]:
        at = self._at.get(place)
        return at.values() if at else ()


def _places_of(resource: Resource) -> tuple[Place, ...]:
    # A right on a table also shows its database; LF-tags reach wherever they are put.
    table = table_of(resource)
    if table is not None:
        return (table, table.parent)
    return (resource,) if isinstance(resource, Database) else (None,)


def _places_around(resource: Resource) -> tuple[Place, ...]:
    table = table_of(resource)
    if table is None:
        return (resource, None) if isinstance(resource, Database) else (None,)
    if table.name == ALL_TABLES:
        return (table, None)
    return (table, table.every_sibling, None)
