"""``"$path"``: the file of a row, a column that a table has and that ``*`` does not show."""

from sqlglot import exp

PATH = "$path"
HIDES = "hides"
"""Mark of a ``*`` from which this engine itself took a column."""


def tables_with_paths(tree: exp.Expr) -> set[int]:
    """Identities of the table nodes whose ``"$path"`` a query mentions."""
    wanted: set[int] = set()
    for column in tree.find_all(exp.Column):
        if column.name == PATH:
            wanted |= {id(table) for table in _meant(column)}
    return wanted


def hide_from_stars(tree: exp.Expr, wanted: set[int]) -> None:
    """Let no ``*`` show the paths of the tables that have them."""
    for select in tree.find_all(exp.Select):
        names = {t.alias_or_name for t in _sources(select) if id(t) in wanted}
        for item in select.expressions if names else ():
            star = item.this if isinstance(item, exp.Column) else item
            if not isinstance(star, exp.Star) or star.args.get("except_"):
                continue
            if item is star or item.args["table"].name in names:
                star.set("except_", [exp.to_identifier(PATH, quoted=True)])
                star.meta[HIDES] = True


def _meant(column: exp.Column) -> list[exp.Table]:
    select = column.find_ancestor(exp.Select)
    while isinstance(select, exp.Select):
        tables = [
            t for t in _sources(select) if not column.table or t.alias_or_name == column.table
        ]
        if tables:
            return tables
        select = select.find_ancestor(exp.Select)
    return []


def _sources(select: exp.Select) -> list[exp.Table]:
    clauses = [select.args.get("from_"), *(select.args.get("joins") or ())]
    return [c.this for c in clauses if c is not None and isinstance(c.this, exp.Table)]
