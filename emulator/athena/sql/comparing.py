"""What DuckDB would cast to compare and Athena does not: text beside numbers, dates beside text.

Only where the types are sure: literals, casts, and columns that are nothing but a table's.
Source: Trino's ExpressionAnalyzer, whose words these are.
"""

from collections.abc import Iterator, Mapping

from sqlglot import exp

from emulator.athena.faults import QueryFault, place
from emulator.athena.sql.kinds import Columns
from emulator.athena.sql.operators import type_of

# Trino knows three operators; the others are these with their sides or their answer turned.
_OPERATORS: Mapping[type[exp.Expr], str] = {
    exp.EQ: "=",
    exp.NEQ: "=",
    exp.LT: "<",
    exp.GT: "<",
    exp.LTE: "<=",
    exp.GTE: "<=",
}
_FAMILIES = (
    ("number", ("tinyint", "smallint", "integer", "int", "bigint", "real", "double", "decimal")),
    ("text", ("varchar", "char")),
    ("truth", ("boolean",)),
    ("moment", ("date", "timestamp")),
)


def check(tree: exp.Expr, columns: Columns) -> None:
    """Refuse comparisons between types that have no common one.

    Raises:
        QueryFault: TYPE_MISMATCH.
    """
    made = set(_made_here(tree))
    known = {name: kind for name, kind in columns.items() if name not in made}
    for node in tree.find_all(*_OPERATORS, exp.In, exp.Between):
        kinds = [type_of(side, known) for side in _sides(node)]
        families = {family for kind in kinds if kind and (family := _family(kind))}
        if len(families) > 1:
            raise QueryFault("TYPE_MISMATCH", f"{place(_sides(node)[0])}: {_reason(node, kinds)}")


def _sides(node: exp.Expr) -> list[exp.Expr]:
    if isinstance(node, exp.In):
        return [node.this, *node.expressions]
    if isinstance(node, exp.Between):
        return [node.this, node.args["low"], node.args["high"]]
    return [node.this, node.expression]


def _family(kind: str) -> str | None:
    head = kind.replace("(", " ").split(" ", maxsplit=1)[0]
    return next((family for family, heads in _FAMILIES if head in heads), None)


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


def _made_here(tree: exp.Expr) -> Iterator[str]:
    """Names that the query gives itself: such a column need not be the table's of that name."""
    for node in tree.find_all(exp.Alias, exp.TableAlias, exp.Lambda):
        if isinstance(node, exp.Alias):
            yield node.alias.lower()
            continue
        named = node.columns if isinstance(node, exp.TableAlias) else node.expressions
        yield from (name.name.lower() for name in named)
