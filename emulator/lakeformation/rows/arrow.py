"""Row expressions as filters on Arrow data, with SQL's three-valued logic."""

import operator
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import reduce
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from emulator.lakeformation.rows.tree import (
    Between,
    Both,
    Compare,
    Constant,
    Either,
    In,
    IsNull,
    Like,
    Not,
    Path,
    Rows,
)
from emulator.lakeformation.rows.types import base_of, type_of

_OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_FLOATS = {"float": pa.float32(), "double": pa.float64()}


def to_arrow(  # noqa: PLR0911 - one per kind
    rows: Rows, types: Mapping[str, str]
) -> pc.Expression:
    """Translate an expression whose types were checked."""
    match rows:
        case Compare():
            constant = _scalar(rows.constant, rows.path, types)
            compared: pc.Expression = _OPERATORS[rows.operator](pc.field(*rows.path), constant)
            return compared
        case Between():
            low, high = (_scalar(c, rows.path, types) for c in (rows.low, rows.high))
            field = pc.field(*rows.path)
            within: pc.Expression = (field >= low) & (field <= high)
            return within
        case In():
            # Arrow's is_in says no for a missing value, and its opposite would show the row.
            equal = [Compare(rows.path, "=", constant) for constant in rows.constants]
            return reduce(operator.or_, (to_arrow(each, types) for each in equal))
        case Like():
            return pc.match_substring_regex(pc.field(*rows.path), _regex(rows.pattern))
        case IsNull():
            return pc.field(*rows.path).is_null()
        case Not():
            return ~to_arrow(rows.inner, types)
        case Both():
            return to_arrow(rows.left, types) & to_arrow(rows.right, types)
        case Either():
            return to_arrow(rows.left, types) | to_arrow(rows.right, types)


def _scalar(constant: Constant, path: Path, types: Mapping[str, str]) -> "pa.Scalar[Any]":
    floating = _FLOATS.get(base_of(type_of(path, types)))
    if isinstance(constant, Decimal) and floating is not None:
        return pa.scalar(float(constant), floating)
    if isinstance(constant, Decimal) and constant == constant.to_integral_value():
        whole = int(constant)
        if whole.bit_length() < 64:  # noqa: PLR2004 - what fits a bigint
            return pa.scalar(whole, pa.int64())
    return pa.scalar(constant)


def _regex(pattern: str) -> str:
    # Without ESCAPE, a backslash in LIKE is a backslash.
    parts = {"%": ".*", "_": "."}
    return "(?s)^" + "".join(parts.get(c, re.escape(c)) for c in pattern) + r"\z"
