"""The state that decides, one lake per account: handlers change it, the engine reads it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from emulator.lakeformation.engine.grants import Grant, Grants
from emulator.lakeformation.engine.resources import (
    Columns,
    Database,
    Expression,
    Filter,
    Resource,
    SavedExpression,
    Table,
    TagPolicy,
    table_of,
)
from emulator.lakeformation.engine.settings import EVERYONE_BY_IAM, Settings

__all__ = [
    "EVERYONE_BY_IAM",
    "CellsFilter",
    "Item",
    "Lake",
    "OptIn",
    "Registration",
    "Saved",
    "Settings",
    "Subject",
    "Tags",
]


@dataclass(frozen=True)
class Subject:
    """Who asks: the role (never its session), and the account it belongs to.

    Attributes:
        administers_home: whether it administers its own account's lake, as far as that matters in
            another one: then it sees what was shared with its account.
        let_in_by_iam: whether another lake's catalogue policy lets it in where IAM decides.
    """

    arn: str
    account: str
    administers_home: bool = False
    let_in_by_iam: bool = False


@dataclass(frozen=True, kw_only=True)
class Registration:
    """A registered S3 prefix and the role whose credentials are vended for it."""

    arn: str
    role_arn: str
    with_federation: bool = False
    hybrid: bool = False
    modified: datetime

    def covers(self, arn: str) -> bool:
        """Whether a path is this prefix or below it (``/data`` does not cover ``/database``)."""
        prefix = self.arn.rstrip("/")
        return arn.rstrip("/") == prefix or arn.startswith(f"{prefix}/")


@dataclass(frozen=True, kw_only=True)
class CellsFilter:
    """Which columns and which rows a grant on it shows; ``rows`` is ``None`` for all rows."""

    columns: Columns
    rows: str | None
    version: str


@dataclass(frozen=True, kw_only=True)
class Saved:
    """What a saved expression of LF-tags says."""

    body: Expression
    description: str = ""


@dataclass(frozen=True, kw_only=True)
class OptIn:
    """When a principal was opted in to Lake Formation, and by whom."""

    updated: datetime
    updated_by: str


Item = tuple[str, Resource | None]
"""A principal, and the thing that is shared with it or that it is opted in to."""
Tags = dict[str, str]


def _within(resource: Resource | None, database: Database) -> bool:
    return resource == database or (isinstance(resource, Table) and resource.parent == database)


@dataclass
class Lake:
    """Everything that decides about one catalogue.

    Attributes:
        groups: organisations by the ARN that grants name, with their accounts.
        shares: resource shares by what they hold; empty where the catalogue's policy shares it.
        waiting: what of it cannot be used, because nobody accepted it or its association failed.
        opt_ins: for whom Lake Formation decides beside IAM.
    """

    catalog: str
    settings: Settings = field(default_factory=Settings)
    registrations: dict[str, Registration] = field(default_factory=dict)
    tag_keys: dict[str, frozenset[str]] = field(default_factory=dict)
    expressions: dict[str, Saved] = field(default_factory=dict)
    tags: dict[Database | Table | tuple[Table, str], Tags] = field(default_factory=dict)
    filters: dict[Filter, CellsFilter] = field(default_factory=dict)
    groups: dict[str, frozenset[str]] = field(default_factory=dict)
    shares: dict[Item, str] = field(default_factory=dict)
    waiting: set[Item] = field(default_factory=set)
    opt_ins: dict[Item, OptIn] = field(default_factory=dict)
    _grants: dict[str, Grants] = field(default_factory=dict)

    def grants_of(self, principal: str) -> Iterator[Grant]:
        """What was granted to exactly this identifier."""
        held = self._grants.get(principal)
        yield from held.all.values() if held else ()

    def grants_name_things(self, principal: str) -> bool:
        """Whether anything on a database or table was granted to exactly this identifier."""
        held = self._grants.get(principal)
        return held is not None and held.names_things

    def grants_about(self, principal: str, resource: Resource) -> list[Grant]:
        """Those of them that can concern a resource, the oldest first."""
        held = self._grants.get(principal)
        return held.about(resource) if held else []

    def grants(self) -> Iterator[Grant]:
        """Every grant, by principal."""
        for held in self._grants.values():
            yield from held.all.values()

    def grant(self, principal: str, resource: Resource, grantor_account: str) -> Grant | None:
        """The one grant with exactly this principal, resource and granting account."""
        held = self._grants.get(principal)
        return held.all.get((principal, grantor_account, resource)) if held else None

    def put_grant(self, grant: Grant) -> None:
        """Store a grant; one that has become empty is removed."""
        held = self._grants.setdefault(grant.principal, Grants())
        held.remove((grant.principal, grant.grantor_account, grant.resource))
        if grant.permissions:
            held.add(grant)

    def registration_of(self, arn: str) -> Registration | None:
        """The registration that governs a path: the deepest that covers it."""
        covering = [r for r in self.registrations.values() if r.covers(arn)]
        return max(covering, key=lambda r: len(r.arn), default=None)

    def forget_table(self, table: Table) -> None:
        """Void what was granted, tagged and filtered on a dropped table."""
        self._keep(lambda resource: table_of(resource) != table)
        self.filters = {k: v for k, v in self.filters.items() if k.table != table}
        self.opt_ins = {k: v for k, v in self.opt_ins.items() if k[1] != table}
        self.tags = {
            k: v
            for k, v in self.tags.items()
            if k != table and not (isinstance(k, tuple) and k[0] == table)
        }

    def forget_database(self, database: Database) -> None:
        """Void everything on a dropped database and on every table it had."""
        tables = {t for r in self._resources() if (t := table_of(r)) and t.parent == database}
        for table in tables | {f.table for f in self.filters if f.table.parent == database}:
            self.forget_table(table)
        self._keep(lambda resource: resource != database)
        self.opt_ins = {k: v for k, v in self.opt_ins.items() if not _within(k[1], database)}
        self.tags.pop(database, None)

    def forget_filter(self, cells: Filter) -> None:
        """Remove a filter together with the grants on it."""
        self.filters.pop(cells, None)
        self._keep(lambda resource: resource != cells)

    def forget_expression(self, saved: SavedExpression) -> None:
        """Remove a saved expression together with the grants on it, and those that name it."""
        self.expressions.pop(saved.name, None)
        self._keep(
            lambda r: r != saved and not (isinstance(r, TagPolicy) and r.saved == saved.name)
        )

    def _resources(self) -> Iterator[Resource]:
        return (grant.resource for grant in self.grants())

    def _keep(self, wanted: Callable[[Resource], bool]) -> None:
        for held in self._grants.values():
            for key in [k for k, g in held.all.items() if not wanted(g.resource)]:
                held.remove(key)
