"""Names of a statement: in lower case, and those that are only its own."""

from collections.abc import Iterator

from sqlglot import exp

from emulator.athena.sql import labels


def lower_names(tree: exp.Expr) -> None:
    """Write every name in lower case, and quoted."""
    # Names are the same in any case, quoted or not; only a result's labels keep theirs.
    top = labels.first_select(tree)
    kept = (
        {id(item.args["alias"]) for item in top.expressions if isinstance(item, exp.Alias)}
        if isinstance(top, exp.Select)
        else set()
    )
    for name in tree.find_all(exp.Identifier):
        if isinstance(name.parent, exp.Column) and name.arg_key == "this":
            name.parent.meta["written"] = name.this
        if id(name) not in kept:
            name.set("this", name.name.lower())
        if not isinstance(name.parent, (exp.Lambda, exp.Dot)):
            name.set("quoted", "yes")


def is_cte(node: exp.Table) -> bool:
    """Whether a table is one that the statement itself makes in WITH."""
    if node.db:
        return False
    return any(node.name == cte.alias for cte in _ctes_in_sight(node))


def _ctes_in_sight(node: exp.Expr) -> Iterator[exp.CTE]:
    below: exp.Expr = node
    above = node.parent
    while above is not None:
        clause = above if isinstance(above, exp.With) else above.args.get("with_")
        for cte in clause.expressions if clause else ():
            if cte is below and not (clause and clause.args.get("recursive")):
                break
            yield cte
            if cte is below:
                break
        if isinstance(above, exp.With) and above.parent is not None:
            # The clause was looked at from inside: do not look at it again from its query.
            below, above = above.parent, above.parent.parent
            continue
        below, above = above, above.parent
