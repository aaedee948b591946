"""Row expressions as values."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias


class RowExpressionError(ValueError):
    """An expression that Lake Formation would not accept; the message says where and why."""


Path: TypeAlias = tuple[str, ...]
"""A column, or a field within a structure: ``("address", "city")``."""
Constant: TypeAlias = str | bool | Decimal
Operator: TypeAlias = Literal["=", "<>", "<", "<=", ">", ">="]


@dataclass(frozen=True)
class Compare:
    """A column beside a constant."""

    path: Path
    operator: Operator
    constant: Constant


@dataclass(frozen=True)
class Between:
    """A column between two constants, both included."""

    path: Path
    low: Constant
    high: Constant


@dataclass(frozen=True)
class In:
    """A column equal to one of some constants."""

    path: Path
    constants: tuple[Constant, ...]


@dataclass(frozen=True)
class Like:
    """A column that matches a pattern of ``%`` and ``_``."""

    path: Path
    pattern: str


@dataclass(frozen=True)
class IsNull:
    """A column without a value."""

    path: Path


@dataclass(frozen=True)
class Not:
    """The opposite."""

    inner: "Rows"


@dataclass(frozen=True)
class Both:
    """``AND``."""

    left: "Rows"
    right: "Rows"


@dataclass(frozen=True)
class Either:
    """``OR``."""

    left: "Rows"
    right: "Rows"


Comparison: TypeAlias = Compare | Between | In | Like | IsNull
Rows: TypeAlias = Comparison | Not | Both | Either


def comparisons(rows: Rows) -> tuple[Comparison, ...]:
    """The comparisons that an expression is made of, in the order of its text."""
    match rows:
        case Not(inner):
            return comparisons(inner)
        case Both(left, right) | Either(left, right):
            return (*comparisons(left), *comparisons(right))
    return (rows,)
