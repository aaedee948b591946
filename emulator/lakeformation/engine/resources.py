"""What a grant can name. Every resource is a value; names are already lower case."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

ALL_TABLES = "*"
ANY_VALUE = "*"
"""Instead of an LF-tag's values: all that it has or will have."""
Expression: TypeAlias = frozenset[tuple[str, frozenset[str]]]
"""Values by LF-tag key: all keys must be there, each with any of its values."""


@dataclass(frozen=True)
class Catalog:
    """A whole catalogue: where databases are created."""

    catalog: str

    def __str__(self) -> str:
        return "Catalog"


@dataclass(frozen=True)
class Database:
    """One database, or a resource link to one."""

    catalog: str
    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Table:
    """One table or table link, or with ``ALL_TABLES`` all that a database has or will have."""

    catalog: str
    database: str
    name: str

    def __str__(self) -> str:
        return self.name

    @property
    def parent(self) -> Database:
        """The database that holds it."""
        return Database(self.catalog, self.database)

    @property
    def every_sibling(self) -> "Table":
        """The wildcard that covers this table."""
        return Table(self.catalog, self.database, ALL_TABLES)


@dataclass(frozen=True)
class Columns:
    """Some columns of one table: those listed, or all but those listed."""

    table: Table
    names: frozenset[str]
    excluding: bool = False

    def __str__(self) -> str:
        return self.table.name

    @property
    def is_whole_table(self) -> bool:
        """Whether this is ``ColumnWildcard`` without exclusions."""
        return self.excluding and not self.names

    def choose(self, columns: frozenset[str]) -> frozenset[str]:
        """The columns of the table that are meant, of those it has."""
        return columns - self.names if self.excluding else columns & self.names


@dataclass(frozen=True)
class Location:
    """A prefix in S3 that is registered with a catalogue."""

    catalog: str
    arn: str

    def __str__(self) -> str:
        return self.arn.replace("arn:aws:s3:::", "s3://")


@dataclass(frozen=True)
class Filter:
    """A data cells filter of one table."""

    table: Table
    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class TagKey:
    """An LF-tag key with the values that the grant is about."""

    catalog: str
    key: str
    values: frozenset[str]

    def __str__(self) -> str:
        return self.key


@dataclass(frozen=True)
class TagPolicy:
    """Every database or table whose LF-tags match an expression, or the one that is saved now."""

    catalog: str
    covers: Literal["DATABASE", "TABLE"]
    expression: Expression
    saved: str = ""

    def __str__(self) -> str:
        return self.saved or " AND ".join(
            f"{k}={'|'.join(sorted(v))}" for k, v in sorted(self.expression)
        )


@dataclass(frozen=True)
class SavedExpression:
    """An expression of LF-tags that was given a name."""

    catalog: str
    name: str

    def __str__(self) -> str:
        return self.name


Resource: TypeAlias = (
    Catalog | Database | Table | Columns | Location | Filter | TagKey | TagPolicy | SavedExpression
)


def spans(granted: Resource, wanted: Resource) -> bool:
    """Whether a location holds another one, or one LF-tag's values another's.

    Source: Lake Formation developer guide, lf-permissions-reference (``DATA_LOCATION_ACCESS`` and
    ``ASSOCIATE``).
    """
    match granted, wanted:
        case Location(), Location():
            return f"{wanted.arn}/".startswith(f"{granted.arn}/")
        case TagKey(), TagKey():
            every = ANY_VALUE in granted.values or granted.values >= wanted.values
            return granted.key == wanted.key and every
    return False


def catalog_of(resource: Resource) -> str:
    """The account whose lake decides about a resource."""
    if isinstance(resource, Columns | Filter):
        return resource.table.catalog
    return resource.catalog


def table_of(resource: Resource) -> Table | None:
    """The table that a resource is, or is a part of."""
    if isinstance(resource, Columns | Filter):
        return resource.table
    return resource if isinstance(resource, Table) else None
