"""What can be known of an expression's type while a query is read: enough for decimals and JSON.

Everything else is left to DuckDB's binder, which picks among the overloads of a macro.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlglot import exp

from emulator.athena.sql.functions.documents import GIVE_JSON
from emulator.athena.sql.functions.maps import GIVE_MAPS


@dataclass(frozen=True)
class Decimal:
    """A fixed-point type."""

    precision: int
    scale: int

    def __str__(self) -> str:
        return f"DECIMAL({self.precision}, {self.scale})"

    def over(self, other: "Decimal") -> "Decimal":
        """Type of a quotient, by Trino's rule."""
        scale = max(self.scale, other.scale)
        precision = self.precision + other.scale + max(0, other.scale - self.scale)
        return Decimal(min(38, precision), scale)


Columns = Mapping[str, str]
"""Types of the columns a query can see, by name; a name with two types is left out."""

_WHOLE = {
    exp.DType.TINYINT: 3,
    exp.DType.SMALLINT: 5,
    exp.DType.INT: 10,
    exp.DType.BIGINT: 19,
}


def decimal_of(node: exp.Expr, columns: Columns) -> Decimal | None:  # noqa: PLR0911 - one per kind of node
    """Type of an expression that is surely a decimal, or may stand where one is needed."""
    if isinstance(node, exp.Paren):
        return decimal_of(node.this, columns)
    if isinstance(node, exp.Neg):
        return decimal_of(node.this, columns)
    if isinstance(node, exp.Literal) and not node.is_string:
        return _of_literal(node.this)
    if isinstance(node, exp.Cast):
        return _of_type(node.to)
    if isinstance(node, exp.Column):
        written = columns.get(node.name.lower())
        return _of_type(exp.DataType.build(written, dialect="trino")) if written else None
    if isinstance(node, (exp.Add, exp.Sub, exp.Mul, exp.Div)):
        return _of_operation(node, columns)
    if isinstance(node, exp.Anonymous):
        return _of_call(node, columns)
    return None


def _of_literal(text: str) -> Decimal | None:
    if "e" in text.lower():
        return None
    whole, _, fraction = text.partition(".")
    digits = len(whole.lstrip("0")) + len(fraction)
    if "." not in text:
        return Decimal(_WHOLE[exp.DType.INT if int(text) < 1 << 31 else exp.DType.BIGINT], 0)
    return Decimal(max(1, digits), len(fraction))


def _of_type(kind: exp.DataType) -> Decimal | None:
    if kind.this in _WHOLE:
        return Decimal(_WHOLE[kind.this], 0)
    if kind.this != exp.DType.DECIMAL:
        return None
    sizes = [int(size.this.this) for size in kind.expressions] or [38]
    return Decimal(sizes[0], sizes[1] if len(sizes) > 1 else 0)


def _of_operation(node: exp.Binary, columns: Columns) -> Decimal | None:
    first, second = decimal_of(node.this, columns), decimal_of(node.expression, columns)
    if first is None or second is None:
        return None
    if isinstance(node, exp.Div):
        return first.over(second)
    if isinstance(node, exp.Mul):
        return Decimal(min(38, first.precision + second.precision), first.scale + second.scale)
    scale = max(first.scale, second.scale)
    whole = max(first.precision - first.scale, second.precision - second.scale)
    return Decimal(min(38, whole + scale + 1), scale)


def _of_call(node: exp.Anonymous, columns: Columns) -> Decimal | None:
    name, arguments = str(node.this).lower(), node.expressions
    if name in ("count", "count_if", "length", "cardinality", "row_number", "rank"):
        return Decimal(19, 0)
    if name in ("min", "max", "abs", "avg", "arbitrary", "coalesce") and arguments:
        return decimal_of(arguments[0], columns)
    if name == "sum" and arguments:
        inner = decimal_of(arguments[0], columns)
        return Decimal(38 if inner.scale else 19, inner.scale) if inner else None
    return None


def is_decimal(node: exp.Expr, columns: Columns) -> bool:  # noqa: PLR0911 - one per kind of node
    """Say if an expression is surely a decimal with a fraction or declared as one."""
    if isinstance(node, (exp.Paren, exp.Neg)):
        return is_decimal(node.this, columns)
    if isinstance(node, exp.Literal):
        return not node.is_string and "." in node.this and "e" not in node.this.lower()
    if isinstance(node, exp.Cast):
        return bool(node.to.this == exp.DType.DECIMAL)
    if isinstance(node, exp.Column):
        return columns.get(node.name.lower(), "").startswith("decimal")
    if isinstance(node, exp.Binary):
        return is_decimal(node.this, columns) or is_decimal(node.expression, columns)
    if isinstance(node, exp.Anonymous):
        return any(is_decimal(argument, columns) for argument in node.expressions[:1])
    return False


def is_map(node: exp.Expr, columns: Columns) -> bool:
    """Say if an expression is surely a map."""
    if isinstance(node, exp.Paren):
        return is_map(node.this, columns)
    if isinstance(node, exp.Cast):
        return bool(node.to.this == exp.DType.MAP)
    if isinstance(node, exp.Column):
        return columns.get(node.name.lower(), "").startswith("map<")
    return isinstance(node, exp.Anonymous) and str(node.this).lower() in GIVE_MAPS


def is_json(node: exp.Expr) -> bool:
    """Say if an expression is surely JSON."""
    if isinstance(node, exp.Paren):
        return is_json(node.this)
    if isinstance(node, (exp.Cast, exp.ParseJSON)):
        return not isinstance(node, exp.Cast) or node.to.this == exp.DType.JSON
    return isinstance(node, exp.Anonymous) and str(node.this).lower() in GIVE_JSON


def is_interval(node: exp.Expr) -> bool:
    """Say if an expression is surely an interval."""
    if isinstance(node, (exp.Paren, exp.Neg)):
        return is_interval(node.this)
    if isinstance(node, (exp.Mul, exp.Div)):
        return is_interval(node.this) or is_interval(node.expression)
    if isinstance(node, exp.Anonymous):
        return str(node.this).lower() == "parse_duration"
    return isinstance(node, exp.Interval)
