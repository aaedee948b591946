"""What DuckDB would let pass and Athena does not: an alias, or a table, used as a column."""

from sqlglot import exp

from emulator.athena.faults import column_not_found
from emulator.athena.sql.tables import Scan

_CLAUSES = ("expressions", "where", "group", "having", "qualify")


def check(tree: exp.Expr, scans: list[Scan]) -> None:
    """Refuse names that are only aliases of the query they are used in, or of a table.

    Raises:
        QueryFault: COLUMN_NOT_FOUND.
    """
    columns = {name for scan in scans for name in scan.table.columns}
    columns |= {c.name for alias in tree.find_all(exp.TableAlias) for c in alias.columns}
    selects = list(tree.find_all(exp.Select))
    aliases = {id(select): _aliases(select) for select in selects}
    for select in selects:
        elsewhere = {n for s in selects if s is not select for n in aliases[id(s)]}
        own = aliases[id(select)] - columns - elsewhere
        for column in _mentioned(select) if own else ():
            if column.name in own and not column.table:
                raise column_not_found(column.name, column)
    named = {name for names in aliases.values() for name in names}
    named |= {p.name for inner in tree.find_all(exp.Lambda) for p in inner.expressions}
    tables = {table.alias_or_name for table in tree.find_all(exp.Table)}
    tables |= {alias.name for alias in tree.find_all(exp.TableAlias)}
    for column in tree.find_all(exp.Column):
        if column.name in tables - columns - named and not column.table:
            raise column_not_found(column.name, column)


def _aliases(select: exp.Select) -> set[str]:
    return {i.alias.lower() for i in select.expressions if isinstance(i, exp.Alias)}


def _mentioned(select: exp.Select) -> list[exp.Column]:
    found: list[exp.Column] = []
    for clause in _CLAUSES:
        value = select.args.get(clause)
        for part in value if isinstance(value, list) else [value] if value else []:
            found += [c for c in part.find_all(exp.Column) if c.parent_select is select]
    return found
