"""Names of a result's columns: as written, or _col0, _col1 by position."""

from sqlglot import exp

from emulator.athena.faults import refuse
from emulator.athena.sql.zones import zone_of

UNNAMED = "_col?"


def name_columns(tree: exp.Expr) -> dict[int, str]:
    """Name every unnamed column of every query; give the zones of the result's columns."""
    for select in list(tree.find_all(exp.Select)):
        outermost = select is first_select(tree)
        if not isinstance(select.parent, (exp.Exists, exp.In)):
            _name(select, outermost=outermost)
        if not outermost:
            _no_zone_leaves(select)
    top = first_select(tree)
    if not isinstance(top, exp.Select) or not isinstance(tree, exp.Select):
        return {}
    zones = {index: zone_of(item.unalias()) for index, item in enumerate(top.expressions)}
    return {index: zone for index, zone in zones.items() if zone is not None}


def first_select(tree: exp.Expr) -> exp.Expr:
    """Find the query whose column names the whole has."""
    while isinstance(tree, (exp.SetOperation, exp.Subquery)):
        tree = tree.this
    return tree


def _name(select: exp.Select, *, outermost: bool) -> None:
    starred = False
    for index, item in enumerate(select.expressions):
        starred = starred or item.is_star
        if isinstance(item, (exp.Alias, exp.Star)) or item.is_star:
            continue
        if isinstance(item, exp.Column):
            label = item.meta.get("written") or item.name
        elif isinstance(item, exp.Dot):
            label = item.expression.name
        else:
            label = f"{UNNAMED}{index}" if outermost else f"_col{index}"
        item.replace(exp.alias_(item.copy(), label, quoted=True))


def _no_zone_leaves(select: exp.Select) -> None:
    for item in select.expressions:
        zone = zone_of(item.unalias())
        if zone is not None:
            refuse(f"a timestamp in zone {zone} inside of a subquery", item)
