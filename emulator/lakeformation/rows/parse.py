"""The grammar of row expressions: column, operator, constant; AND, OR, NOT, parentheses.

Source: Lake Formation developer guide, partiql-support. sqlglot reads the text; whatever it reads
that is not on the list below is refused, also where it would be valid SQL.
"""

from decimal import Decimal, InvalidOperation

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.tokenizer_core import Token

from emulator.lakeformation.rows.reserved import NEEDS_QUOTES, NEVER_A_COLUMN
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
    Operator,
    Path,
    RowExpressionError,
    Rows,
)

LONGEST = 2048
_DEEPEST = 200
_OPERATORS: dict[type, Operator] = {
    exp.EQ: "=",
    exp.NEQ: "<>",
    exp.GT: ">",
    exp.GTE: ">=",
    exp.LT: "<",
    exp.LTE: "<=",
}
_SPELLINGS_OF_OTHERS = frozenset({"==", "<=>", "ISNULL", "NOTNULL", "||", "+", "*", "/", "%"})
_ARGUMENTS: dict[type, frozenset[str]] = {
    exp.Between: frozenset({"this", "low", "high"}),
    exp.In: frozenset({"this", "expressions"}),
    exp.Like: frozenset({"this", "expression", "negate"}),
}
_TWO = frozenset({"this", "expression"})


def parse_rows(text: str) -> Rows:
    """Parse a row expression.

    Raises:
        RowExpressionError: if it is too long, no expression, or not of this grammar.
    """
    if len(text) >= LONGEST:
        raise RowExpressionError(f"it has {len(text)} characters, fewer than {LONGEST} are allowed")
    try:
        tokens = sqlglot.tokenize(text, read="trino")
        _check_tokens(tokens)
        parsed = sqlglot.parse(text, read="trino")
    except (SqlglotError, RecursionError):
        raise RowExpressionError("it does not parse") from None
    if len(parsed) != 1 or parsed[0] is None:
        raise RowExpressionError("it must be exactly one expression")
    return _rows(parsed[0], 0)


def _check_tokens(tokens: list[Token]) -> None:
    for token in tokens:
        if token.comments:
            raise RowExpressionError("comments are not allowed")
        if token.text.upper() in _SPELLINGS_OF_OTHERS and token.token_type.name not in {
            "STRING",
            "IDENTIFIER",
        }:
            raise RowExpressionError(f"{token.text} is not an operator of row expressions")


def _rows(  # noqa: C901, PLR0911 - one per kind
    node: exp.Expr, depth: int
) -> Rows:
    if depth > _DEEPEST:
        raise RowExpressionError("it is nested too deeply")
    _check_arguments(node)
    match node:
        case exp.Paren():
            return _rows(node.this, depth + 1)
        case exp.Not():
            return Not(_rows(node.this, depth + 1))
        case exp.And():
            return Both(_rows(node.this, depth + 1), _rows(node.expression, depth + 1))
        case exp.Or():
            return Either(_rows(node.this, depth + 1), _rows(node.expression, depth + 1))
        case exp.Between():
            low, high = _constant(node.args["low"]), _constant(node.args["high"])
            return Between(_path(node.this), low, high)
        case exp.In():
            return In(_path(node.this), tuple(_constant(value) for value in node.expressions))
        case exp.Like():
            like = Like(_path(node.this), _pattern(node.expression))
            return Not(like) if node.args.get("negate") else like
        case exp.Is() if isinstance(node.expression, exp.Null):
            return IsNull(_path(node.this))
    if type(node) in _OPERATORS:
        return Compare(_path(node.this), _OPERATORS[type(node)], _constant(node.expression))
    raise RowExpressionError(f"{_text(node)} is no comparison of a column with a constant")


def _check_arguments(node: exp.Expr) -> None:
    given = {name for name, value in node.args.items() if value}
    if unknown := given - _ARGUMENTS.get(type(node), _TWO):
        raise RowExpressionError(f"{_text(node)} uses {', '.join(sorted(unknown))}")


def _path(node: exp.Expr) -> Path:
    if not isinstance(node, exp.Column) or not all(
        isinstance(part, exp.Identifier) for part in node.parts
    ):
        raise RowExpressionError(f"{_text(node)} stands where a column must stand")
    for part in node.parts:
        if not part.args.get("quoted") and part.name.upper() in NEEDS_QUOTES:
            raise RowExpressionError(
                f'{part.name} is a keyword; as a column it is written "{part.name}"'
            )
    path = tuple(part.name.lower() for part in node.parts)
    if path[0] in NEVER_A_COLUMN:
        raise RowExpressionError(f"{path[0]} is a reserved column name")
    return path


def _constant(node: exp.Expr) -> Constant:
    negative = isinstance(node, exp.Neg)
    literal = node.this if negative else node
    if isinstance(literal, exp.Boolean) and not negative:
        return bool(literal.this)
    if not isinstance(literal, exp.Literal) or (negative and literal.is_string):
        raise RowExpressionError(f"{_text(node)} stands where a constant must stand")
    if literal.is_string:
        return str(literal.this)
    try:
        number = Decimal(literal.this)
    except InvalidOperation:
        raise RowExpressionError(f"{_text(node)} is no number") from None
    return -number if negative else number


def _pattern(node: exp.Expr) -> str:
    pattern = _constant(node)
    if not isinstance(pattern, str):
        raise RowExpressionError(f"LIKE needs a text, got {_text(node)}")
    return pattern


def _text(node: exp.Expr) -> str:
    return node.sql(dialect="trino")[:80]
