"""Which tables a query reads, and how they are called in the worker that runs it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from sqlglot import exp

from emulator.athena.faults import refuse
from emulator.athena.sql.names import is_cte
from emulator.athena.sql.paths import PATH, hide_from_stars, tables_with_paths
from emulator.athena.sql.views import Views

CATALOGUE = "awsdatacatalog"


class VisibleTable(Protocol):
    """A table cut to what one caller may see."""

    @property
    def columns(self) -> Mapping[str, str]:
        """Types of the visible columns, as Glue writes them, by name, in the table's order."""


class Catalogue(Views, Protocol):
    """What one caller sees."""

    def open(self, catalogue: str, database: str, table: str, node: exp.Expr) -> VisibleTable:
        """Open a table for reading; ``node`` says which version of it, if not the newest.

        Raises:
            QueryFault: the caller may not, or there is none.
        """


@dataclass
class Scan:
    """A table as a query reads it.

    Attributes:
        name: under which the worker registers it.
        table: what the caller sees of it.
        columns: those of its columns that the query may mention, in the table's order.
        node: the first place where the query names it.
    """

    name: str
    table: VisibleTable
    columns: list[str] = field(default_factory=list)
    node: exp.Expr | None = None


def bind(tree: exp.Expr, catalogue: Catalogue, default_catalogue: str, database: str) -> list[Scan]:
    """Open every table that a query names and rename it to its scan."""
    scans: dict[tuple[str, ...], Scan] = {}
    with_paths, tables = tables_with_paths(tree), set()
    for node in list(tree.find_all(exp.Table)):
        if not isinstance(node.this, exp.Identifier):
            refuse(f"table function {node.this.sql('trino').lower()}", node)
        if is_cte(node):
            continue
        address = _address(node, default_catalogue, database)
        version = node.sql("trino") if node.args.get("version") else ""
        key = (*address, version, PATH if id(node) in with_paths else "")
        if key not in scans:
            made = catalogue.open(*address, node)
            scans[key] = Scan(f"t{len(scans)}", made, node=node.copy())
        if id(node) in with_paths:
            tables.add(id(node))
        _rename(node, scans[key].name)
    hide_from_stars(tree, tables)
    _shorten_columns(tree)
    mentioned = {name.name for name in tree.find_all(exp.Identifier)}
    every = any(True for _ in tree.find_all(exp.Star))
    for asked, scan in scans.items():
        known = scan.table.columns
        scan.columns = [c for c in known if _wanted(c, mentioned, every=every)]
        scan.columns += [PATH] if asked[-1] == PATH else []
    return list(scans.values())


def _wanted(column: str, mentioned: set[str], *, every: bool) -> bool:
    return every or column in mentioned


def _address(node: exp.Table, catalogue: str, database: str) -> tuple[str, str, str]:
    return node.catalog or catalogue, node.db or database, node.name


def _rename(node: exp.Table, name: str) -> None:
    alias = node.args.get("alias") or exp.TableAlias()
    if alias.this is None:
        alias.set("this", exp.to_identifier(node.name, quoted=True))
    node.set("alias", alias)
    node.set("this", exp.to_identifier(name, quoted=True))
    for part in ("db", "catalog", "version"):
        node.set(part, None)


def _shorten_columns(tree: exp.Expr) -> None:
    # "database"."table"."column" names the table by its alias from here on.
    names = {a.this.name for a in tree.find_all(exp.TableAlias) if a.this is not None}
    for column in tree.find_all(exp.Column):
        if column.args.get("db") is not None and column.args["table"].name in names:
            column.set("db", None)
            column.set("catalog", None)
