"""One account's catalogue and everything granted on it, as its list calls show them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from mesh.access.lake import Database, FilterName, Held, Table
from mesh.access.links import Target

Tags = Mapping[str, str]
"""LF-tags that a resource carries itself: one value per key, both in lower case."""

Expression = tuple[tuple[str, tuple[str, ...]], ...]
"""LF-tag expression: keys that must all match, each by any of its values."""


@dataclass(frozen=True)
class Schema:
    """A table: its columns in order, partition keys last, and the tags it and they carry."""

    columns: tuple[str, ...]
    tags: Tags = field(default_factory=dict)
    column_tags: Mapping[str, Tags] = field(default_factory=dict)


@dataclass(frozen=True)
class Shown:
    """What a data cells filter shows: columns (those named or all others), and rows.

    Attributes:
        rows: row expression; None for every row.
    """

    names: tuple[str, ...] = ()
    excluding: bool = False
    rows: str | None = None


@dataclass(frozen=True, kw_only=True)
class Catalogue:
    """What one account owns and has granted, and what it was given and granted on.

    Attributes:
        account: 12 digits, which are the catalogue's id as well.
        databases: tags of each database that is no link.
        tables: each table that is no link.
        links: the target of each resource link to a table.
        database_links: account and database of each resource link to a database.
        expressions: saved LF-tag expressions by name.
        held: everything granted on the catalogue by its own account.
        opted_in: principals and accounts for whom Lake Formation decides although IAM could.
        regranted: what this account's administrators passed on of other accounts' catalogues, by
            the owner's account.
    """

    account: str
    databases: Mapping[str, Tags] = field(default_factory=dict)
    tables: Mapping[Table, Schema] = field(default_factory=dict)
    links: Mapping[Table, Target] = field(default_factory=dict)
    database_links: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    filters: Mapping[FilterName, Shown] = field(default_factory=dict)
    expressions: Mapping[str, Expression] = field(default_factory=dict)
    held: frozenset[Held] = frozenset()
    opted_in: frozenset[tuple[str, Table]] = frozenset()
    regranted: Mapping[str, frozenset[Held]] = field(default_factory=dict)

    def linked(self, held: frozenset[Held]) -> Iterator[tuple[Table, str, Table]]:
        """Links that somebody with these permissions may follow, each with account and target.

        A linked database is told as all of its tables, named ``*``.
        """
        described = {each.resource for each in held}
        for link, to in self.links.items():
            if described & {link, Table(link.database, "*")}:
                yield link, to.catalog, Table(to.database, to.table)
        for name, (account, database) in self.database_links.items():
            if Database(name) in described:
                yield Table(name, "*"), account, Table(database, "*")
