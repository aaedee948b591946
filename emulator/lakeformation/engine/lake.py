"""The state that decides, one lake per account: handlers change it, the engine reads it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from emulator.lakeformation.engine.resources import (
    Columns,
    Database,
    Filter,
    Resource,
    Table,
    table_of,
)

EVERYONE_BY_IAM = "IAM_ALLOWED_PRINCIPALS"
"""The group whose grants mean: here IAM decides, not Lake Formation."""


@dataclass(frozen=True)
class Subject:
    """Who asks: the role (never its session), and the account it belongs to."""

    arn: str
    account: str


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Data lake settings as they were last put; a put replaces them all.

    The defaults are those of an account that never saw a put: IAM decides about everything.
    """

    admins: frozenset[str] = frozenset()
    read_only_admins: frozenset[str] = frozenset()
    database_defaults: tuple[tuple[str, frozenset[str]], ...] = (
        (EVERYONE_BY_IAM, frozenset({"ALL"})),
    )
    table_defaults: tuple[tuple[str, frozenset[str]], ...] = (
        (EVERYONE_BY_IAM, frozenset({"ALL"})),
    )
    cross_account_version: int = 1
    parameters: tuple[tuple[str, str], ...] = (("CROSS_ACCOUNT_VERSION", "1"),)


@dataclass(frozen=True, kw_only=True)
class Registration:
    """A registered S3 prefix and the role whose credentials are vended for it."""

    arn: str
    role_arn: str
    with_federation: bool = False
    modified: datetime

    def covers(self, arn: str) -> bool:
        """Whether a path is this prefix or below it (``/data`` does not cover ``/database``)."""
        prefix = self.arn.rstrip("/")
        return arn.rstrip("/") == prefix or arn.startswith(f"{prefix}/")


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


@dataclass(frozen=True, kw_only=True)
class CellsFilter:
    """Which columns and which rows a grant on it shows; ``rows`` is ``None`` for all rows."""

    columns: Columns
    rows: str | None
    version: str


Key = tuple[str, str, Resource]
Tags = dict[str, str]


@dataclass
class Lake:
    """Everything that decides about one catalogue."""

    catalog: str
    settings: Settings = field(default_factory=Settings)
    registrations: dict[str, Registration] = field(default_factory=dict)
    tag_keys: dict[str, frozenset[str]] = field(default_factory=dict)
    tags: dict[Database | Table | tuple[Table, str], Tags] = field(default_factory=dict)
    filters: dict[Filter, CellsFilter] = field(default_factory=dict)
    _grants: dict[str, dict[Key, Grant]] = field(default_factory=dict)

    def grants_of(self, principal: str) -> Iterator[Grant]:
        """What was granted to exactly this identifier."""
        yield from self._grants.get(principal, {}).values()

    def grants(self) -> Iterator[Grant]:
        """Every grant, by principal."""
        for held in self._grants.values():
            yield from held.values()

    def grant(self, principal: str, resource: Resource, grantor_account: str) -> Grant | None:
        """The one grant with exactly this principal, resource and granting account."""
        return self._grants.get(principal, {}).get((principal, grantor_account, resource))

    def put_grant(self, grant: Grant) -> None:
        """Store a grant; one that has become empty is removed."""
        key = (grant.principal, grant.grantor_account, grant.resource)
        held = self._grants.setdefault(grant.principal, {})
        held.pop(key, None)
        if grant.permissions:
            held[key] = grant

    def registration_of(self, arn: str) -> Registration | None:
        """The registration that governs a path: the deepest that covers it."""
        covering = [r for r in self.registrations.values() if r.covers(arn)]
        return max(covering, key=lambda r: len(r.arn), default=None)

    def forget_table(self, table: Table) -> None:
        """Void what was granted, tagged and filtered on a dropped table."""
        self._keep(lambda resource: table_of(resource) != table)
        self.filters = {k: v for k, v in self.filters.items() if k.table != table}
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
        self.tags.pop(database, None)

    def forget_filter(self, cells: Filter) -> None:
        """Remove a filter together with the grants on it."""
        self.filters.pop(cells, None)
        self._keep(lambda resource: resource != cells)

    def _resources(self) -> Iterator[Resource]:
        return (grant.resource for grant in self.grants())

    def _keep(self, wanted: Callable[[Resource], bool]) -> None:
        for principal, held in self._grants.items():
            self._grants[principal] = {k: g for k, g in held.items() if wanted(g.resource)}
