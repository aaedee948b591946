"""What DuckDB would cast to compare and Athena does not: text beside numbers, dates beside text.

Only where the types are sure: literals, casts, and columns that are nothing but a table's.
Source: Trino's ExpressionAnalyzer, whose words these are.
"""

from collections.abc import Mapping

from sqlglot import exp

from emulator.athena.faults import QueryFault, place
from emulator.athena.sql.types import Types, family

# Trino knows three operators; the others are these with their sides or their answer turned.
_OPERATORS: Mapping[type[exp.Expr], str] = {
    exp.EQ: "=",
    exp.NEQ: "=",
    exp.LT: "<",
    exp.GT: "<",
    exp.LTE: "<=",
    exp.GTE: "<=",
}


def check(tree: exp.Expr, types: Types) -> None:
    """Refuse comparisons between types that have no common one.

    Raises:
        QueryFault: TYPE_MISMATCH.
    """
    for node in tree.find_all(*_OPERATORS, exp.In, exp.Between):
        kinds = [types.of(side) for side in _sides(node)]
        if len({found for kind in kinds if (found := family(kind))}) > 1:
            raise QueryFault("TYPE_MISMATCH", f"{place(_sides(node)[0])}: {_reason(node, kinds)}")


def _sides(node: exp.Expr) -> list[exp.Expr]:
    if isinstance(node, exp.In):
        return [node.this, *node.expressions]
    if isinstance(node, exp.Between):
        return [node.this, node.args["low"], node.args["high"]]
    return [node.this, node.expression]


def _reason(node: exp.Expr, kinds: list[str | None]) -> str:
    names = [kind or "unknown" for kind in kinds]
    if isinstance(node, exp.Between):
        return "Cannot check if {} is BETWEEN {} and {}".format(*names)
    if isinstance(node, exp.In):
        different = list(dict.fromkeys(names))
        return (
            "IN value and list items must be the same type or coercible to a common type."
            f" Cannot find common type between {different[0]} and {different[1]}, all types"
            f" (without duplicates): [{', '.join(different)}]"
        )
    return f"Cannot apply operator: {names[0]} {_OPERATORS[type(node)]} {names[1]}"
