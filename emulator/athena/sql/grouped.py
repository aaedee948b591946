"""Aggregates reach macros as fields of a row in a lambda.

DuckDB's binder does not know the type of an aggregate that is an argument of a macro, and would
pick an overload blindly: ``ath_div(sum(x), 2)`` would divide integers. Inside of a lambda it knows.
"""

from collections.abc import Iterator

from sqlglot import exp

from emulator.athena.sql.calls import call, in_lambda

_ROW = "_group"


def mark(node: exp.Expr) -> exp.Expr:
    """Say that a node is an aggregate with its modifiers."""
    node.meta["aggregate"] = True
    return node


def hand_over(tree: exp.Expr) -> None:
    """Rewrite every outermost macro call that has an aggregate in an argument."""
    for node in list(_outermost_macros(tree)):
        fields: dict[str, exp.Expr] = {}
        for aggregate in list(_aggregates(node)):
            name = _name(fields, aggregate)
            # Not ``_group.a0``: HAVING would look for a table of that name.
            field = exp.Literal.string(name)
            aggregate.replace(call("struct_extract", exp.to_identifier(_ROW), field))
        if fields:
            _wrap(node, fields)
        for child in fields.values() if fields else node.iter_expressions():
            hand_over(child)


def _wrap(node: exp.Expr, fields: dict[str, exp.Expr]) -> None:
    entries = [
        exp.PropertyEQ(this=exp.to_identifier(name), expression=aggregate)
        for name, aggregate in fields.items()
    ]
    row = exp.Array(expressions=[exp.Anonymous(this="struct_pack", expressions=entries)])
    inner = in_lambda([_ROW], node.copy())
    node.replace(call("array_extract", call("list_transform", row, inner), 1))


def _name(fields: dict[str, exp.Expr], aggregate: exp.Expr) -> str:
    for name, known in fields.items():
        if known == aggregate:
            return name
    fields[f"a{len(fields)}"] = aggregate
    return f"a{len(fields) - 1}"


def _outermost_macros(node: exp.Expr) -> Iterator[exp.Expr]:
    for child in node.iter_expressions():
        if isinstance(child, exp.Anonymous) and str(child.this).startswith("ath_"):
            yield child
        else:
            yield from _outermost_macros(child)


def _aggregates(node: exp.Expr) -> Iterator[exp.Expr]:
    for child in node.iter_expressions():
        if child.meta.get("aggregate"):
            yield child
        elif not isinstance(child, exp.Query):
            yield from _aggregates(child)
