"""The lake as the steps of a story leave it, kept by AWS's documented rules and nothing else."""

from dataclasses import dataclass, field

from mesh.access.effective import Catalogue, Schema, Shown
from mesh.access.effective.catalogue import Expression
from mesh.access.lake import Columns, Database, FilterName, Held, Resource, Table
from mesh.access.links import Target
from tests.emulator.conftest import CONSUMER, GOVERNANCE
from tests.emulator.differential.scene import (
    ADDED,
    COLUMNS,
    DATABASES,
    GUESTS,
    SHARED,
    TABLES,
    WHOLE,
    link_of,
)
from tests.emulator.differential.steps import (
    AddColumn,
    ChangeFilter,
    Drop,
    Grant,
    Link,
    MakeFilter,
    Recreate,
    RemoveFilter,
    Revoke,
    Save,
    Step,
    Tag,
    Unlink,
    Untag,
)

AT_FIRST = tuple(
    Grant(
        principal=guest,
        resource=link_of(table),
        permission="DESCRIBE",
        catalog=CONSUMER,
        by=CONSUMER,
    )
    for guest in GUESTS
    for table in TABLES
)
"""Every story begins with every link in everybody's sight."""

Place = tuple[str, str, str]
"""Database, table and column that carry a tag; empty for what is above."""


@dataclass
class Sketch:
    """What exists and what is granted.

    Attributes:
        grants: in the order in which they were given.
        tags: own tags of each database, table and column.
    """

    tables: dict[Table, tuple[str, ...]] = field(
        default_factory=lambda: dict.fromkeys(TABLES, COLUMNS)
    )
    links: set[Table] = field(default_factory=lambda: set(TABLES))
    filters: dict[FilterName, Shown] = field(default_factory=dict)
    grants: list[Grant] = field(default_factory=lambda: list(AT_FIRST))
    tags: dict[Place, dict[str, str]] = field(default_factory=dict)
    expressions: dict[str, Expression] = field(default_factory=dict)

    def draw(self, step: Step) -> None:  # noqa: C901 - one case per kind of step
        """Let a step happen."""
        match step:
            case Grant():
                self.grants.append(step)
            case Revoke(grant=grant):
                self._revoke(grant)
            case MakeFilter(name, shown) | ChangeFilter(name, shown):
                self.filters[name] = shown
            case RemoveFilter(name):
                del self.filters[name]
                self._forget(GOVERNANCE, name)
            case Tag(resource, key, value, column):
                self.tags.setdefault(place_of(resource, column), {})[key] = value.lower()
            case Untag(resource, key, _, column):
                del self.tags[place_of(resource, column)][key]
            case Save(name, expression):
                self.expressions[name] = expression
            case Drop(table):
                self._drop(table)
            case Recreate(table):
                self.tables[table] = COLUMNS
            case AddColumn(table):
                self.tables[table] = (*COLUMNS, ADDED)
            case Link(table):
                self.links.add(table)
            case Unlink(table):
                self.links.remove(table)
                self._forget(CONSUMER, link_of(table))

    def catalogues(self) -> dict[str, Catalogue]:
        """The same as ``mesh/access`` takes it."""
        owner = Catalogue(
            account=GOVERNANCE,
            databases={name: self.tags.get((name, "", ""), {}) for name in DATABASES},
            tables={table: self._schema(table) for table in self.tables},
            filters=dict(self.filters),
            expressions=dict(self.expressions),
            held=self._held(GOVERNANCE, GOVERNANCE),
        )
        consumer = Catalogue(
            account=CONSUMER,
            databases={name: {} for name in SHARED.values()},
            links={
                link_of(table): Target(GOVERNANCE, table.database, table.table, "")
                for table in self.links
            },
            database_links={link: (GOVERNANCE, name) for name, link in WHOLE.items()},
            held=self._held(CONSUMER, CONSUMER),
            regranted={GOVERNANCE: self._held(GOVERNANCE, CONSUMER)},
        )
        return {GOVERNANCE: owner, CONSUMER: consumer}

    def _schema(self, table: Table) -> Schema:
        columns = self.tables[table]
        own = {c: self.tags.get(place_of(table, c), {}) for c in columns}
        return Schema(columns, self.tags.get(place_of(table), {}), own)

    def _held(self, catalog: str, by: str) -> frozenset[Held]:
        return frozenset(
            Held(grant.principal, grant.resource, grant.permission)
            for grant in self.grants
            if (grant.catalog, grant.by) == (catalog, by)
        )

    def _revoke(self, grant: Grant) -> None:
        self.grants.remove(grant)
        if grant.passable:
            # What the account passed on goes with what it was given.
            self.grants = [
                each
                for each in self.grants
                if each.by == each.catalog or not meet(each.resource, grant.resource)
            ]

    def _drop(self, table: Table) -> None:
        del self.tables[table]
        self.filters = {name: s for name, s in self.filters.items() if name.of != table}
        self.tags = {p: t for p, t in self.tags.items() if p[:2] != (table.database, table.table)}
        self._forget(GOVERNANCE, table)

    def _forget(self, catalog: str, gone: Table | FilterName) -> None:
        self.grants = [
            grant
            for grant in self.grants
            if grant.catalog != catalog
            or not (grant.resource == gone or table_of(grant.resource) == gone)
        ]


def place_of(resource: Database | Table, column: str = "") -> Place:
    """Where a tag hangs."""
    table = resource.table if isinstance(resource, Table) else ""
    return resource.database, table, column


def table_of(resource: Resource) -> Table | None:
    """The one table that a resource is or belongs to."""
    match resource:
        case Table(_, "*"):
            return None
        case Table():
            return resource
        case Columns(database, table) | FilterName(database, table):
            return Table(database, table)
        case _:
            return None


def touches(resource: Resource, table: Table) -> bool:
    """Whether a resource names a table, something in it, or all tables of its database."""
    return resource == Table(table.database, "*") or table_of(resource) == table


def meet(one: Resource, other: Resource) -> bool:
    """Whether two resources have a table in common by its name."""
    tables = table_of(one), table_of(other)
    if tables[0] and tables[1]:
        return tables[0] == tables[1]
    if tables[0]:
        return touches(other, tables[0])
    return touches(one, tables[1]) if tables[1] else one == other
