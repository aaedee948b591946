"""A row expression as a value."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from mesh.access.rows.keywords import KEYWORDS
from mesh.errors import MeshError

Constant: TypeAlias = str | Decimal | bool


class RowExpressionError(MeshError):
    """A row expression is refused."""


@dataclass(frozen=True)
class Compare:
    """``column = constant`` and its five siblings."""

    column: str
    operator: str
    value: Constant


@dataclass(frozen=True)
class Between:
    """``column BETWEEN low AND high``, both included."""

    column: str
    low: Constant
    high: Constant


@dataclass(frozen=True)
class In:
    """``column IN (constant, …)``."""

    column: str
    values: tuple[Constant, ...]


@dataclass(frozen=True)
class Like:
    """``column LIKE 'pattern'``."""

    column: str
    pattern: str


@dataclass(frozen=True)
class IsNull:
    """``column IS NULL``."""

    column: str


@dataclass(frozen=True)
class Not:
    """``NOT (…)``."""

    of: "Rows"


@dataclass(frozen=True)
class Both:
    """``… AND …``."""

    left: "Rows"
    right: "Rows"


@dataclass(frozen=True)
class Either:
    """``… OR …``."""

    left: "Rows"
    right: "Rows"


Comparison: TypeAlias = Compare | Between | In | Like | IsNull
Rows: TypeAlias = Comparison | Not | Both | Either


def comparisons(rows: Rows) -> Iterator[Comparison]:
    """Every comparison in an expression, left to right."""
    match rows:
        case Not(of):
            yield from comparisons(of)
        case Both(left, right) | Either(left, right):
            yield from comparisons(left)
            yield from comparisons(right)
        case _:
            yield rows


def columns_of(rows: Rows) -> frozenset[str]:
    """The columns that an expression looks at."""
    return frozenset(comparison.column for comparison in comparisons(rows))


def render(rows: Rows) -> str:
    """Write an expression in the one form that is stored and granted: what was read, no more."""
    match rows:
        case Not(of):
            return f"NOT ({render(of)})"
        case Both(left, right):
            return f"{_inside(left, Either)} AND {_inside(right, Either, Both)}"
        case Either(left, right):
            return f"{_inside(left)} OR {_inside(right, Either)}"
        case _:
            return _comparison(rows)


def _inside(rows: Rows, *wrapped: type) -> str:
    text = render(rows)
    return f"({text})" if isinstance(rows, wrapped) else text


def _comparison(rows: Comparison) -> str:
    column = _name(rows.column)
    match rows:
        case Compare(_, operator, value):
            return f"{column} {operator} {_constant(value)}"
        case Between(_, low, high):
            return f"{column} BETWEEN {_constant(low)} AND {_constant(high)}"
        case In(_, values):
            return f"{column} IN ({', '.join(_constant(value) for value in values)})"
        case Like(_, pattern):
            return f"{column} LIKE {_constant(pattern)}"
        case IsNull():
            return f"{column} IS NULL"


def _name(column: str) -> str:
    return f'"{column}"' if column.upper() in KEYWORDS else column


def _constant(value: Constant) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value:f}"
    return "'" + value.replace("'", "''") + "'"
