"""The second pass: aggregates, once everything below them is translated."""

from sqlglot import exp

from emulator.athena.faults import QueryFault, place
from emulator.athena.sql import grouped
from emulator.athena.sql.calls import cast
from emulator.athena.sql.functions.aggregates import AGGREGATES
from emulator.athena.sql.kinds import Decimal
from emulator.athena.sql.operators import divide

_MODIFIERS = (exp.Filter, exp.Window, exp.IgnoreNulls, exp.RespectNulls, exp.WithinGroup)
_ONLY_OVER = frozenset(
    {"row_number", "rank", "dense_rank", "percent_rank", "cume_dist", "ntile", "lag", "lead"}
    | {"first_value", "last_value", "nth_value"}
)


def lower(tree: exp.Expr) -> None:
    """Translate every aggregate and window function, the innermost first."""
    calls = [n for n in tree.find_all(exp.Anonymous) if str(n.this).lower() in AGGREGATES]
    for node in sorted(calls, key=lambda n: -int(n.depth)):
        _lower(node)
    grouped.hand_over(tree)


def _lower(node: exp.Anonymous) -> None:
    name, top = str(node.this).lower(), _outermost(node)
    aggregate = AGGREGATES[name]
    if not aggregate.least <= len(node.expressions) <= aggregate.most:
        raise QueryFault(
            "FUNCTION_NOT_FOUND",
            f"{place(node)}: Unexpected parameters ({len(node.expressions)}) for function {name}",
        )
    if name in _ONLY_OVER and not _is_windowed(node):
        raise QueryFault(
            "MISSING_OVER", f"{place(node)}: Window function {name} requires an OVER clause"
        )

    def again(inner: exp.Expr) -> exp.Expr:
        return grouped.mark(_modified(top, node, inner))

    decimal = node.meta.get("decimal")
    made = _average(node, again, decimal) if decimal else aggregate.build(node.expressions, again)
    top.replace(cast(made, "FLOAT") if node.meta.get("real") else made)


def _average(node: exp.Anonymous, again: object, kind: Decimal) -> exp.Expr:
    assert callable(again)  # noqa: S101 - narrows for the reader of types
    whole = again(exp.Anonymous(this="sum", expressions=[node.expressions[0].copy()]))
    count = again(exp.Anonymous(this="count", expressions=[node.expressions[0].copy()]))
    nothing = exp.Is(this=whole.copy(), expression=exp.Null())
    total, rows = Decimal(38, kind.scale), Decimal(19, 0)
    ratio = divide(whole, total, count, rows, kind)
    return exp.Case(ifs=[exp.If(this=nothing, true=exp.Null())], default=ratio)


def _outermost(node: exp.Expr) -> exp.Expr:
    top = node
    while isinstance(top.parent, _MODIFIERS) and top.arg_key == "this":
        top = top.parent
    return top


def _is_windowed(node: exp.Expr) -> bool:
    while isinstance(node.parent, _MODIFIERS) and node.arg_key == "this":
        node = node.parent
        if isinstance(node, exp.Window):
            return True
    return False


def _modified(top: exp.Expr, node: exp.Expr, inner: exp.Expr) -> exp.Expr:
    """Copy the modifiers around a call, with another call inside."""
    if top is node:
        return inner
    if isinstance(top, exp.IgnoreNulls):
        # DuckDB writes IGNORE NULLS inside of the parentheses.
        made = _modified(top.this, node, inner)
        return _ignoring_nulls(made)
    copied = type(top)(**{k: _copy(v) for k, v in top.args.items() if k != "this"})
    copied.set("this", _modified(top.this, node, inner))
    return copied


def _ignoring_nulls(made: exp.Expr) -> exp.Expr:
    assert isinstance(made, exp.Anonymous)  # noqa: S101 - IGNORE NULLS stands beside the call itself
    *rest, last = made.expressions
    made.set("expressions", [*rest, exp.Var(this=f"{last.sql('duckdb')} IGNORE NULLS")])
    return made


def _copy(value: object) -> object:
    if isinstance(value, exp.Expr):
        return value.copy()
    return [_copy(item) for item in value] if isinstance(value, list) else value
