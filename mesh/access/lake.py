"""Grants and filters of a Lake Formation catalogue, as values that can be compared."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Permission = Literal["DESCRIBE", "SELECT"]


@dataclass(frozen=True, order=True)
class Database:
    """A database."""

    database: str


@dataclass(frozen=True, order=True)
class Table:
    """A table, or a link to one."""

    database: str
    table: str


@dataclass(frozen=True, order=True)
class FilterName:
    """A data cells filter of a table."""

    database: str
    table: str
    name: str

    @property
    def of(self) -> Table:
        """The filter's table."""
        return Table(self.database, self.table)


@dataclass(frozen=True, order=True)
class Columns:
    """Some columns of a table: those named, or all but those named."""

    database: str
    table: str
    names: tuple[str, ...] = ()
    excluding: bool = False


@dataclass(frozen=True, order=True)
class TagPolicy:
    """Every table that carries some tags, in whatever database: it defeats filters.

    Attributes:
        expression: each tag's key and values; empty if the policy names a saved expression.
        saved: name of the saved expression.
    """

    expression: tuple[tuple[str, tuple[str, ...]], ...] = ()
    saved: str = ""


Resource = Database | Table | FilterName | Columns | TagPolicy


@dataclass(frozen=True, order=True)
class Cells:
    """What a filter shows: columns, and rows by an expression (None for all)."""

    columns: tuple[str, ...]
    rows: str | None


@dataclass(frozen=True)
class Held:
    """One permission that one principal holds on one resource."""

    principal: str
    resource: Resource
    permission: str
    grantable: bool = False


@dataclass(frozen=True)
class Lake:
    """Filters and grants of the databases and tables that were looked at.

    Attributes:
        filters: what each filter shows.
        held: every permission granted, those with the grant option marked.
    """

    filters: Mapping[FilterName, Cells] = field(default_factory=dict)
    held: frozenset[Held] = frozenset()

    def __or__(self, other: "Lake") -> "Lake":
        return Lake({**self.filters, **other.filters}, self.held | other.held)
