"""Athena's grammar with every function kept by its own name.

sqlglot's own dialects rewrite functions into neutral ones on the way in, and some lose their
meaning: here a call stays a call, so that the allow-list decides about Athena's function.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, ClassVar

from sqlglot import exp
from sqlglot.dialects.trino import Trino
from sqlglot.errors import ParseError, TokenError
from sqlglot.parsers.trino import TrinoParser
from sqlglot.tokenizer_core import Token, TokenType

from emulator.athena.faults import QueryFault

_GRAMMAR_OF_ITS_OWN = (
    "CAST",
    "TRY_CAST",
    "EXTRACT",
    "TRIM",
    "SUBSTRING",
    "POSITION",
    "NORMALIZE",
    "JSON_VALUE",
    "JSON_QUERY",
    "LISTAGG",
)


def _sized(_parser: object, text: exp.Expr, kind: exp.DataType) -> exp.Expr:
    """``DECIMAL '1.50'`` and ``CHAR 'ab'`` have as many digits and signs as are written."""
    written = str(text.this)
    whole, _, fraction = written.strip().lstrip("+-").partition(".")
    sizes = [max(1, len(whole.lstrip("0")) + len(fraction)), len(fraction)]
    if kind.this == exp.DType.CHAR:
        sizes = [max(1, len(written))]
    params = [exp.DataTypeParam(this=exp.Literal.number(size)) for size in sizes]
    return exp.Cast(this=text, to=exp.DataType(this=kind.this, expressions=params))


class AthenaQueries(Trino):
    """Athena engine version 3, read for translation."""

    INDEX_OFFSET = 0  # subscripts stay as written: they become calls

    class Parser(TrinoParser):
        """Calls stay calls."""

        FUNCTIONS: ClassVar = {}
        TYPE_LITERAL_PARSERS: ClassVar[dict[exp.DType, Any]] = {
            **TrinoParser.TYPE_LITERAL_PARSERS,
            exp.DType.DECIMAL: _sized,
            exp.DType.CHAR: _sized,
        }

        def _warn_unsupported(self) -> None:
            """Say nothing: the base class would write the text of a query into the log."""

        FUNCTION_PARSERS: ClassVar = {
            name: parse
            for name, parse in TrinoParser.FUNCTION_PARSERS.items()
            if name in _GRAMMAR_OF_ITS_OWN
        }
        NO_PAREN_FUNCTION_PARSERS: ClassVar = {
            name: parse
            for name, parse in TrinoParser.NO_PAREN_FUNCTION_PARSERS.items()
            if name in ("CASE", "IF")
        }


def parse(text: str) -> exp.Expr:
    """Parse exactly one statement.

    Raises:
        QueryFault: SYNTAX_ERROR with line and column, for none, several or a broken one.
    """
    dialect = AthenaQueries()
    try:
        tokens = dialect.tokenize(text)
        _only_athenas(text, tokens)
        trees = [tree for tree in dialect.parser().parse(tokens, text) if tree is not None]
    except ParseError as error:
        found = error.errors[0] if error.errors else {}
        where = f"line {found.get('line', 1)}:{found.get('col', 1)}"
        what = f"mismatched input '{found['highlight']}'" if found.get("highlight") else "no viable"
        raise QueryFault("SYNTAX_ERROR", f"{where}: {what}: {_plain(found, error)}") from None
    except (TokenError, RecursionError) as error:
        raise QueryFault("SYNTAX_ERROR", f"line 1:1: {str(error).splitlines()[0]}") from None
    if len(trees) != 1:
        raise QueryFault(
            "SYNTAX_ERROR",
            f"line 1:1: Only one sql statement is allowed. Got: {len(trees)}",
        )
    return trees[0]


# What may stand before the bracket of a list of DuckDB, but not before a subscript.
_NO_VALUE = frozenset(
    {TokenType.SELECT, TokenType.COMMA, TokenType.L_PAREN, TokenType.L_BRACKET, TokenType.EQ}
    | {TokenType.NEQ, TokenType.LT, TokenType.GT, TokenType.PLUS, TokenType.DASH, TokenType.STAR}
    | {TokenType.DPIPE, TokenType.IN, TokenType.ARROW, TokenType.WHERE, TokenType.AND}
)


def _only_athenas(text: str, tokens: Sequence[Token]) -> None:
    """Refuse what only the parser knows: ``1::int``, ``[1]``, ``FROM t``, ``0x1F``."""
    if tokens and tokens[0].token_type == TokenType.FROM:
        raise QueryFault("SYNTAX_ERROR", "line 1:1: mismatched input 'FROM'")
    for before, token in pairwise(tokens):
        foreign = token.token_type == TokenType.DCOLON
        if token.token_type == TokenType.L_BRACKET:
            foreign = before.token_type in _NO_VALUE
        if token.token_type == TokenType.FROM:
            foreign = before.token_type == TokenType.L_PAREN
        if token.token_type == TokenType.HEX_STRING:
            foreign = text[token.start : token.start + 2].lower() == "0x"
        if token.token_type == TokenType.VAR:
            foreign = before.token_type == TokenType.NUMBER and before.end + 1 == token.start
        if foreign:
            written = text[token.start : token.end + 1]
            where = f"line {token.line}:{max(1, token.col - (token.end - token.start))}"
            raise QueryFault("SYNTAX_ERROR", f"{where}: mismatched input '{written}'")


def _plain(found: dict[str, object], error: ParseError) -> str:
    return str(found.get("description") or str(error).splitlines()[0]).rstrip(".")
