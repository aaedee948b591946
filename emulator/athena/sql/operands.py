"""What DuckDB would cast and Athena does not: operands, conditions and branches of other types.

Only where the types are sure. Source: Trino's ExpressionAnalyzer, whose words these are.
"""

from collections.abc import Sequence
from typing import NoReturn

from sqlglot import exp

from emulator.athena.faults import QueryFault, place
from emulator.athena.sql.types import Types, branches, family

_SIGNS: dict[type[exp.Expr], str] = {
    exp.Add: "+",
    exp.Sub: "-",
    exp.Mul: "*",
    exp.Div: "/",
    exp.Mod: "%",
}
# Beside two numbers: sign, family of the left, family of the right.
_COMBINE = frozenset(
    {("+", a, b) for a, b in (("moment", "interval"), ("time", "interval"))}
    | {("+", "interval", kind) for kind in ("moment", "time", "interval")}
    | {("-", kind, "interval") for kind in ("moment", "time", "interval")}
    | {("-", kind, kind) for kind in ("moment", "time")}
    | {("*", "interval", "number"), ("*", "number", "interval"), ("/", "interval", "number")}
)
_CLAUSES = (
    (exp.Where, "WHERE clause must evaluate to a boolean: actual type {}"),
    (exp.Having, "HAVING clause must evaluate to a boolean: actual type {}"),
    (exp.Not, "Value of logical NOT expression must evaluate to a boolean (actual: {})"),
)
_ONE_TYPE = "All {} must be the same type or coercible to a common type."


def check(tree: exp.Expr, types: Types) -> None:
    """Refuse what Athena's types forbid.

    Raises:
        QueryFault: TYPE_MISMATCH, or FUNCTION_NOT_FOUND for what is joined with a text.
    """
    for node in tree.walk():
        if type(node) in _SIGNS:
            _arithmetic(node, types)
        elif isinstance(node, exp.DPipe) or _is_call(node, "concat"):
            _joined(node, types)
        elif isinstance(node, (exp.And, exp.Or)):
            for side in (node.this, node.expression):
                _truth(
                    side, types, "Logical expression term must evaluate to a boolean (actual: {})"
                )
        elif isinstance(node, exp.GroupConcat):
            _listed(node, types)
        elif isinstance(node, exp.SetOperation):
            _columns(node, types)
        else:
            _chosen(node, types)
            for clause, words in _CLAUSES:
                if isinstance(node, clause):
                    _truth(node.this, types, words)


def _arithmetic(node: exp.Expr, types: Types) -> None:
    sign, kinds = _SIGNS[type(node)], [types.of(node.this), types.of(node.expression)]
    left, right = family(kinds[0]), family(kinds[1])
    if left and right and {left, right} != {"number"} and (sign, left, right) not in _COMBINE:
        _refuse(node, f"Cannot apply operator: {kinds[0]} {sign} {kinds[1]}")


def _joined(node: exp.Expr, types: Types) -> None:
    sides = [node.this, node.expression] if isinstance(node, exp.DPipe) else node.expressions
    kinds = [types.of(side) for side in sides]
    families = [family(kind) for kind in kinds]
    if "array" in families or not any(f not in (None, "text", "bytes") for f in families):
        return
    words = f"Unexpected parameters ({', '.join(kind or 'unknown' for kind in kinds)})"
    raise QueryFault("FUNCTION_NOT_FOUND", f"{place(node)}: {words} for function concat")


def _listed(node: exp.Expr, types: Types) -> None:
    value = node.this.this if isinstance(node.this, exp.Order) else node.this
    kind = types.of(value)
    if family(kind) not in (None, "text"):
        words = f"Unexpected parameters ({kind}, varchar) for function listagg"
        raise QueryFault("FUNCTION_NOT_FOUND", f"{place(node)}: {words}")


def _truth(node: exp.Expr, types: Types, words: str) -> None:
    kind = types.of(node)
    if family(kind) not in (None, "truth"):
        _refuse(node, words.format(kind))


def _columns(node: exp.SetOperation, types: Types) -> None:
    left, right = node.this, node.expression
    if not isinstance(left, exp.Select) or not isinstance(right, exp.Select):
        return
    if any(item.is_star for item in (*left.expressions, *right.expressions)):
        return
    name = type(node).__name__.upper()
    for index, pair in enumerate(zip(left.expressions, right.expressions, strict=False), start=1):
        kinds = _different(pair, types)
        if kinds:
            words = f"column {index} in {name} query has incompatible types: {', '.join(kinds)}"
            _refuse(node, words)


def _chosen(node: exp.Expr, types: Types) -> None:
    if isinstance(node, exp.If) and not isinstance(node.parent, exp.Case):
        if kinds := _different(branches(node), types):
            _refuse(node, f"Result types for IF must be the same: {' vs '.join(kinds)}")
    elif isinstance(node, exp.Case):
        _of_one_type(node, branches(node), types, "CASE results")
    elif isinstance(node, exp.Array):
        _of_one_type(node, node.expressions, types, "ARRAY elements")
    elif _is_call(node, "coalesce"):
        _of_one_type(node, node.expressions, types, "COALESCE operands")
    elif _is_call(node, "greatest") or _is_call(node, "least"):
        _of_one_call(node, types)


def _of_one_call(node: exp.Expr, types: Types) -> None:
    if kinds := _different(node.expressions, types):
        words = f"Unexpected parameters ({', '.join(kinds)}) for function {node.name}"
        raise QueryFault("FUNCTION_NOT_FOUND", f"{place(node)}: {words}")


def _of_one_type(node: exp.Expr, values: Sequence[exp.Expr], types: Types, what: str) -> None:
    if kinds := _different(values, types):
        _refuse(
            node,
            f"{_ONE_TYPE.format(what)} Cannot find common type between {kinds[0]} and {kinds[1]},"
            f" all types (without duplicates): [{', '.join(kinds)}]",
        )


def _different(values: Sequence[exp.Expr], types: Types) -> list[str]:
    """Types of values that are not of one family; nothing if they are, or may be."""
    kinds = [kind for value in values if (kind := types.of(value)) and family(kind)]
    mixed = len({family(kind) for kind in kinds}) > 1
    return list(dict.fromkeys(kinds)) if mixed else []


def _is_call(node: exp.Expr, name: str) -> bool:
    return isinstance(node, exp.Anonymous) and str(node.this).lower() == name


def _refuse(node: exp.Expr, words: str) -> NoReturn:
    raise QueryFault("TYPE_MISMATCH", f"{place(node)}: {words}")
