"""One statement of Athena's SQL, bound to what its caller sees, as one statement of DuckDB's."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlglot import exp
from sqlglot.errors import SqlglotError, TokenError
from sqlglot.tokenizer_core import TokenType

from emulator.athena.faults import QueryFault, refuse
from emulator.athena.sql import aggregating, comparing, labels, operands, strictness, zones
from emulator.athena.sql.dialect import AthenaQueries, parse
from emulator.athena.sql.lowering import Lowering
from emulator.athena.sql.names import lower_names
from emulator.athena.sql.tables import CATALOGUE, Catalogue, Scan, bind
from emulator.athena.sql.types import Types
from emulator.athena.sql.views import expand

_PYTHON = re.compile(r"\bpy_\w+")


@dataclass(frozen=True)
class Translation:
    """A query ready to run.

    Attributes:
        sql: DuckDB's statement.
        scans: the tables it reads.
        functions: Python functions it calls.
        zones: zones of result columns that are not shown in UTC, by position.
        tree: Athena's statement after names were lowered, for places in messages.
    """

    sql: str
    scans: list[Scan]
    functions: frozenset[str]
    zones: dict[int, str]
    tree: exp.Expr


def translate(
    text: str,
    catalogue: Catalogue,
    *,
    database: str,
    default_catalogue: str = CATALOGUE,
    parameters: Sequence[str] = (),
) -> Translation:
    """Translate a query.

    Raises:
        QueryFault: in Athena's words; NOT_SUPPORTED names what only Athena can do.
    """
    tree = parse(filled(text, parameters))
    return translate_tree(tree, catalogue, database=database, default_catalogue=default_catalogue)


def translate_tree(
    tree: exp.Expr,
    catalogue: Catalogue,
    *,
    database: str,
    default_catalogue: str = CATALOGUE,
) -> Translation:
    """Translate a query that was read already.

    Raises:
        QueryFault: as ``translate``.
    """
    if not isinstance(tree, (exp.Select, exp.SetOperation, exp.Subquery, exp.Values)):
        refuse(f"statement {type(tree).__name__.upper()}", tree)
    try:
        return _translate(tree, catalogue, (default_catalogue, database))
    except RecursionError:
        raise QueryFault("STACK_OVERFLOW", "statement is too large (stack overflow)") from None
    except SqlglotError as error:
        raise QueryFault("SYNTAX_ERROR", f"line 1:1: {str(error).splitlines()[0]}") from None


def _translate(tree: exp.Expr, catalogue: Catalogue, where: tuple[str, str]) -> Translation:
    if isinstance(tree, exp.Values):
        tree = exp.select("*").from_(_as_table(tree))
    lower_names(tree)
    expand(tree, catalogue, where)
    original = tree.copy()
    shown_in = labels.name_columns(tree)
    scans = bind(tree, catalogue, *where)
    strictness.check(original, scans)
    types = Types(original, [scan.table.columns for scan in scans])
    operands.check(original, types)
    zones.check(original)
    comparing.check(original, types)
    Lowering(_types(scans), types).lower(tree)
    aggregating.lower(tree)
    sql = tree.sql(dialect="duckdb")
    functions = frozenset(_PYTHON.findall(sql.lower()))
    return Translation(sql, scans, functions, shown_in, original)


def _as_table(values: exp.Values) -> exp.Expr:
    width = len(values.expressions[0].expressions) if values.expressions else 0
    columns = [exp.to_identifier(f"_col{index}") for index in range(width)]
    values.set("alias", exp.TableAlias(this=exp.to_identifier("_values"), columns=columns))
    return values


def filled(text: str, parameters: Sequence[str]) -> str:
    """Put parameters in the places of ``?``, in the order in which those are written.

    Raises:
        QueryFault: INVALID_PARAMETER_USAGE, if their number differs or one is no literal.
    """
    try:
        tokens = AthenaQueries().tokenize(text)
    except TokenError:
        return text  # the parser says what is wrong
    places = [token.start for token in tokens if token.token_type == TokenType.PLACEHOLDER]
    if len(places) != len(parameters):
        raise QueryFault(
            "INVALID_PARAMETER_USAGE",
            f"line 1:1: Incorrect number of parameters: expected {len(places)}"
            f" but found {len(parameters)}",
        )
    for place_of, value in reversed(list(zip(places, parameters, strict=True))):
        text = f"{text[:place_of]}{_value(value)}{text[place_of + 1 :]}"
    return text


def _value(text: str) -> str:
    tree = parse(f"SELECT {text}")
    noted = any(token.comments for token in AthenaQueries().tokenize(text))
    if len(tree.expressions) != 1 or tree.find(exp.Column, exp.Table, exp.Subquery) or noted:
        raise QueryFault("INVALID_PARAMETER_USAGE", f"line 1:1: '{text}' is no literal")
    # One value, whatever stands around it: a parameter never changes what a query asks.
    whole = isinstance(tree.expressions[0], exp.Literal | exp.Boolean | exp.Null)
    return text if whole else f"({text})"


def _types(scans: Sequence[Scan]) -> dict[str, str]:
    types: dict[str, str] = {}
    clashing = set()
    for scan in scans:
        for name, kind in scan.table.columns.items():
            if types.setdefault(name, kind) != kind:
                clashing.add(name)
    return {name: kind for name, kind in types.items() if name not in clashing}
