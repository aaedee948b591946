"""One statement of Athena's SQL, bound to what its caller sees, as one statement of DuckDB's."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlglot import exp
from sqlglot.errors import SqlglotError

from emulator.athena.faults import QueryFault, place, refuse
from emulator.athena.sql import aggregating, labels, macros
from emulator.athena.sql.dialect import parse
from emulator.athena.sql.lowering import Lowering
from emulator.athena.sql.tables import CATALOGUE, Catalogue, Scan, bind

_PYTHON = re.compile(r"\bpy_\w+")


@dataclass(frozen=True)
class Translation:
    """A query ready to run.

    Attributes:
        sql: DuckDB's statement.
        scans: the tables it reads.
        macros: statements to run before it.
        functions: Python functions it calls.
        zones: zones of result columns that are not shown in UTC, by position.
        tree: Athena's statement after names were lowered, for places in messages.
    """

    sql: str
    scans: list[Scan]
    macros: list[str]
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
    return translate_tree(
        parse(text),
        catalogue,
        database=database,
        default_catalogue=default_catalogue,
        parameters=parameters,
    )


def translate_tree(
    tree: exp.Expr,
    catalogue: Catalogue,
    *,
    database: str,
    default_catalogue: str = CATALOGUE,
    parameters: Sequence[str] = (),
) -> Translation:
    """Translate a parsed query."""
    if not isinstance(tree, (exp.Select, exp.SetOperation, exp.Subquery, exp.Values)):
        refuse(f"statement {type(tree).__name__.upper()}", tree)
    try:
        return _translate(tree, catalogue, (default_catalogue, database), parameters)
    except RecursionError:
        raise QueryFault("STACK_OVERFLOW", "statement is too large (stack overflow)") from None
    except SqlglotError as error:
        raise QueryFault("SYNTAX_ERROR", f"line 1:1: {str(error).splitlines()[0]}") from None


def _translate(
    tree: exp.Expr, catalogue: Catalogue, where: tuple[str, str], parameters: Sequence[str]
) -> Translation:
    if isinstance(tree, exp.Values):
        tree = exp.select("*").from_(_as_table(tree))
    _fill(tree, parameters)
    _lower_names(tree)
    original = tree.copy()
    zones = labels.name_columns(tree)
    scans = bind(tree, catalogue, *where)
    Lowering(_types(scans)).lower(tree)
    aggregating.lower(tree)
    sql = tree.sql(dialect="duckdb")
    functions = frozenset(_PYTHON.findall(sql.lower()))
    return Translation(sql, scans, macros.needed(sql), functions, zones, original)


def _as_table(values: exp.Values) -> exp.Expr:
    width = len(values.expressions[0].expressions) if values.expressions else 0
    columns = [exp.to_identifier(f"_col{index}") for index in range(width)]
    values.set("alias", exp.TableAlias(this=exp.to_identifier("_values"), columns=columns))
    return values


def _fill(tree: exp.Expr, parameters: Sequence[str]) -> None:
    places = list(tree.find_all(exp.Placeholder))
    named = next((p for p in places if p.this is not None), None)
    if named is not None:
        raise QueryFault("SYNTAX_ERROR", f"{place(named)}: mismatched input ':'")
    if len(places) != len(parameters):
        raise QueryFault(
            "INVALID_PARAMETER_USAGE",
            f"line 1:1: Incorrect number of parameters: expected {len(places)}"
            f" but found {len(parameters)}",
        )
    # find_all walks breadth first: parameters count in the order in which they are written.
    places.sort(key=_written_at)
    for hole, text in zip(places, parameters, strict=True):
        hole.replace(_value(text))


def _written_at(hole: exp.Expr) -> int:
    return int(hole.meta.get("start", 0))


def _value(text: str) -> exp.Expr:
    tree = parse(f"SELECT {text}")
    if len(tree.expressions) != 1 or tree.find(exp.Column, exp.Table, exp.Subquery):
        raise QueryFault("INVALID_PARAMETER_USAGE", f"line 1:1: '{text}' is no literal")
    value: exp.Expr = tree.expressions[0]
    return value


def _lower_names(tree: exp.Expr) -> None:
    # Names are the same in any case, quoted or not; only a result's labels keep theirs.
    top = labels.first_select(tree)
    kept = (
        {id(item.args["alias"]) for item in top.expressions if isinstance(item, exp.Alias)}
        if isinstance(top, exp.Select)
        else set()
    )
    for name in tree.find_all(exp.Identifier):
        if isinstance(name.parent, exp.Column) and name.arg_key == "this":
            name.parent.meta["written"] = name.this
        if id(name) not in kept:
            name.set("this", name.name.lower())
        if not isinstance(name.parent, (exp.Lambda, exp.Dot)):
            name.set("quoted", True)


def _types(scans: Sequence[Scan]) -> dict[str, str]:
    types: dict[str, str] = {}
    clashing = set()
    for scan in scans:
        for name, kind in scan.table.columns.items():
            if types.setdefault(name, kind) != kind:
                clashing.add(name)
    return {name: kind for name, kind in types.items() if name not in clashing}
