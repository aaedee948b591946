"""Athena's grammar with every function kept by its own name.

sqlglot's own dialects rewrite functions into neutral ones on the way in, and some lose their
meaning: here a call stays a call, so that the allow-list decides about Athena's function.
"""

from typing import ClassVar

import sqlglot
from sqlglot import exp
from sqlglot.dialects.trino import Trino
from sqlglot.errors import ParseError, TokenError
from sqlglot.parsers.trino import TrinoParser

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


class AthenaQueries(Trino):
    """Athena engine version 3, read for translation."""

    INDEX_OFFSET = 0  # subscripts stay as written: they become calls

    class Parser(TrinoParser):
        """Calls stay calls."""

        FUNCTIONS: ClassVar = {}
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
    try:
        trees = [tree for tree in sqlglot.parse(text, read=AthenaQueries) if tree is not None]
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


def _plain(found: dict[str, object], error: ParseError) -> str:
    return str(found.get("description") or str(error).splitlines()[0]).rstrip(".")
