"""Whether a row expression fits the table it chooses rows of."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from mesh.access.rows.tree import (
    Between,
    Compare,
    Comparison,
    Constant,
    In,
    IsNull,
    Like,
    RowExpressionError,
    Rows,
    comparisons,
)
from mesh.errors import advice

_KINDS: Mapping[str, type] = {
    "string": str,
    "int": Decimal,
    "bigint": Decimal,
    "double": Decimal,
    "decimal": Decimal,
    "boolean": bool,
}
_WORDS: Mapping[type, str] = {
    str: "a text in single quotes",
    Decimal: "a number",
    bool: "true or false",
}


def check_rows(rows: Rows, types: Mapping[str, str]) -> None:
    """Refuse unknown columns, types that rows cannot be chosen by, and constants that do not fit.

    Args:
        types: Athena type of each column that may be used.

    Raises:
        RowExpressionError: naming the column and what fits.
    """
    for comparison in comparisons(rows):
        _check(comparison, types)


def _check(comparison: Comparison, types: Mapping[str, str]) -> None:
    column = comparison.column
    if column not in types:
        raise RowExpressionError(f"the table has no column {column!r}; {advice(column, types)}")
    base = re.split(r"[(<]", types[column], maxsplit=1)[0]
    kind = _KINDS.get(base)
    if kind is None:
        raise RowExpressionError(
            f"{column} is a {base}; Lake Formation chooses rows by text, number and boolean only: "
            "use a column of one of those, such as a year or a month"
        )
    for value in _constants(comparison):
        if type(value) is not kind:
            raise RowExpressionError(f"{column} is a {base}: compare it with {_WORDS[kind]}")
    if isinstance(comparison, Like) and kind is not str:
        raise RowExpressionError(f"{column} is a {base}; LIKE is for texts")
    if kind is bool and not _suits_boolean(comparison):
        raise RowExpressionError(f"{column} is a boolean: compare it by = or <>")


def _suits_boolean(comparison: Comparison) -> bool:
    if isinstance(comparison, Compare):
        return comparison.operator in {"=", "<>"}
    return isinstance(comparison, (In, IsNull))


def _constants(comparison: Comparison) -> Iterator[Constant]:
    match comparison:
        case Compare(_, _, value):
            yield value
        case Between(_, low, high):
            yield low
            yield high
        case In(_, values):
            yield from values
        case _:
            return
