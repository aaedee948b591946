"""The grammar of row expressions, as Lake Formation reads them; nothing beyond it is accepted.

either     = both { OR both }
both       = one { AND one }
one        = NOT one | "(" either ")" | comparison
comparison = column ( sign constant | IS [NOT] NULL
                    | [NOT] ( BETWEEN constant AND constant | IN "(" constant {"," constant} ")"
                            | LIKE text ) )
"""

import re
from decimal import Decimal

from mesh.access.rows.keywords import KEYWORDS, RESERVED_COLUMNS
from mesh.access.rows.tokens import Token, tokenize
from mesh.access.rows.tree import (
    Between,
    Both,
    Compare,
    Constant,
    Either,
    In,
    IsNull,
    Like,
    Not,
    RowExpressionError,
    Rows,
)

LONGEST = 2047
_DEEPEST = 50
_SIGNS = {"=": "=", "<": "<", ">": ">", "<=": "<=", ">=": ">=", "<>": "<>", "!=": "<>"}


def parse_rows(text: str) -> Rows:
    """Read a row expression.

    Raises:
        RowExpressionError: saying what stands where and what to write instead.
    """
    if len(text) > LONGEST:
        raise RowExpressionError(
            f"the row expression has {len(text)} characters; Lake Formation takes up to {LONGEST}"
        )
    parser = _Parser(list(tokenize(text)))
    rows = parser.either(0)
    parser.expect_end()
    return rows


class _Parser:
    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._next = 0

    def either(self, depth: int) -> Rows:
        rows = self._both(depth)
        while self._take("OR"):
            rows = Either(rows, self._both(depth))
        return rows

    def expect_end(self) -> None:
        if self._peek().kind != "end":
            raise self._unexpected("AND, OR or the end")

    def _both(self, depth: int) -> Rows:
        rows = self._one(depth)
        while self._take("AND"):
            rows = Both(rows, self._one(depth))
        return rows

    def _one(self, depth: int) -> Rows:
        if depth > _DEEPEST:
            raise RowExpressionError(
                f"the row expression is nested deeper than {_DEEPEST}; write it flatter"
            )
        if self._take("NOT"):
            return Not(self._one(depth + 1))
        if self._take_sign("("):
            rows = self.either(depth + 1)
            self._expect_sign(")")
            return rows
        return self._comparison()

    def _comparison(self) -> Rows:
        column = self._column()
        if self._take("IS"):
            negated = self._take("NOT")
            self._expect("NULL")
            return Not(IsNull(column)) if negated else IsNull(column)
        negated = self._take("NOT")
        rows = self._set_comparison(column)
        if rows is not None:
            return Not(rows) if negated else rows
        token = self._peek()
        if negated or token.kind != "sign" or token.text not in _SIGNS:
            raise self._unexpected("=, <, >, <=, >=, <>, BETWEEN, IN, LIKE or IS NULL")
        self._next += 1
        return Compare(column, _SIGNS[token.text], self._constant())

    def _set_comparison(self, column: str) -> Rows | None:
        if self._take("BETWEEN"):
            low = self._constant()
            self._expect("AND")
            return Between(column, low, self._constant())
        if self._take("IN"):
            return In(column, self._list())
        if self._take("LIKE"):
            return Like(column, self._pattern())
        return None

    def _list(self) -> tuple[Constant, ...]:
        self._expect_sign("(")
        values = [self._constant()]
        while self._take_sign(","):
            values.append(self._constant())
        self._expect_sign(")")
        return tuple(values)

    def _pattern(self) -> str:
        pattern = self._constant()
        if not isinstance(pattern, str):
            raise RowExpressionError("LIKE needs a text in single quotes, like carrier LIKE 'U%'")
        return pattern

    def _column(self) -> str:
        token = self._peek()
        if token.kind not in {"word", "quoted"}:
            raise self._unexpected("a column")
        if token.keyword in KEYWORDS:
            raise RowExpressionError(
                f"{token.text} is a keyword; as a column it is written in double quotes"
            )
        column = token.text.lower()
        if not re.fullmatch(r"[a-z_][a-z0-9_]*", column) or column in RESERVED_COLUMNS:
            raise RowExpressionError(f"{token} cannot be a column of a row expression")
        self._next += 1
        return column

    def _constant(self) -> Constant:
        token = self._peek()
        self._next += 1
        if token.kind == "text":
            return token.text
        if token.kind == "number":
            return Decimal(token.text)
        if token.keyword in {"TRUE", "FALSE"}:
            return token.keyword == "TRUE"
        self._next -= 1
        raise self._unexpected("a constant: a number, true, false or a text in single quotes")

    def _peek(self) -> Token:
        return self._tokens[self._next]

    def _take(self, keyword: str) -> bool:
        taken = self._peek().keyword == keyword
        self._next += taken
        return taken

    def _take_sign(self, sign: str) -> bool:
        token = self._peek()
        taken = token.kind == "sign" and token.text == sign
        self._next += taken
        return taken

    def _expect(self, keyword: str) -> None:
        if not self._take(keyword):
            raise self._unexpected(keyword)

    def _expect_sign(self, sign: str) -> None:
        if not self._take_sign(sign):
            raise self._unexpected(repr(sign))

    def _unexpected(self, wanted: str) -> RowExpressionError:
        token = self._peek()
        return RowExpressionError(
            f"row expression, character {token.at + 1}: {token} stands where {wanted} must stand"
        )
