"""Views: their text in place of their names, so that their tables are opened for who asks."""

from dataclasses import dataclass
from typing import Protocol

from sqlglot import exp

from emulator.athena.faults import QueryFault, place
from emulator.athena.sql.dialect import parse
from emulator.athena.sql.names import is_cte, lower_names


@dataclass(frozen=True)
class View:
    """A view's query, and the database that its unqualified names are of."""

    sql: str
    catalogue: str
    database: str


class Views(Protocol):
    """The views that one caller may open."""

    def view(self, catalogue: str, database: str, table: str, node: exp.Expr) -> View | None:
        """Open a view for reading; None if the name is not that of a view.

        Raises:
            QueryFault: the caller may not.
        """


def expand(
    tree: exp.Expr, views: Views, where: tuple[str, str], opened: tuple[tuple[str, ...], ...] = ()
) -> None:
    """Put the query of every view in place of its name, and so on for the views in it.

    Raises:
        QueryFault: VIEW_IS_RECURSIVE, INVALID_VIEW, or the caller may not read one.
    """
    for node in list(tree.find_all(exp.Table)):
        if not isinstance(node.this, exp.Identifier) or is_cte(node):
            continue
        address = (node.catalog or where[0], node.db or where[1], node.name)
        view = views.view(*address, node)
        if view is None:
            continue
        if address in opened:
            raise QueryFault(
                "VIEW_IS_RECURSIVE", f"{place(node)}: Statement would create a recursive view"
            )
        inner = _parsed(view, address)
        _qualify(inner, view)
        expand(inner, views, (view.catalogue, view.database), (*opened, address))
        alias = node.args.get("alias") or exp.TableAlias()
        if alias.this is None:
            alias.set("this", exp.to_identifier(node.name, quoted=True))
        node.replace(exp.Subquery(this=inner, alias=alias))


def _parsed(view: View, address: tuple[str, ...]) -> exp.Expr:
    inner = parse(view.sql)
    if not isinstance(inner, exp.Query):
        raise QueryFault("INVALID_VIEW", f"Invalid view: '{'.'.join(address)}' holds no query")
    lower_names(inner)
    return inner


def _qualify(tree: exp.Expr, view: View) -> None:
    for node in tree.find_all(exp.Table):
        if isinstance(node.this, exp.Identifier) and not is_cte(node) and not node.db:
            node.set("db", exp.to_identifier(view.database, quoted=True))
            node.set("catalog", exp.to_identifier(view.catalogue, quoted=True))
