"""DuckDB's refusals in Athena's words: no path, no macro, no Python shows."""

import re

from sqlglot import exp

from emulator.athena.engine.pool import WorkerFault
from emulator.athena.faults import QueryFault, column_not_found, place

_OURS = re.compile(r"§(?:([A-Z_]+): )?(.*)", re.DOTALL)
_COLUMN = re.compile(
    r'Referenced column "([^"]+)"|does not have a column named "([^"]+)"'
    r'|Column "(.+?)" referenced that exists in the SELECT'
)
_SHARED = re.compile(r'[Cc]olumn "([^"]+)" does not exist on (left|right) side of join')
_TABLE = re.compile(r'Referenced table "([^"]+)"')
_CONVERT = re.compile(
    r"Could not convert string ['\"](.*?)['\"] to (\w+)|invalid (\w+) field", re.DOTALL
)
_SECRETS = re.compile(r"(?:/[\w.@+-]+){2,}|\bath_\w+|\bpy_\w+|\bt\d+\b", re.IGNORECASE)
_KINDS = {
    "OutOfRangeException": "NUMERIC_VALUE_OUT_OF_RANGE",
    "ConversionException": "INVALID_CAST_ARGUMENT",
    "BinderException": "TYPE_MISMATCH",
    "CatalogException": "FUNCTION_NOT_FOUND",
    "ParserException": "SYNTAX_ERROR",
    "InvalidInputException": "INVALID_FUNCTION_ARGUMENT",
}


def reword(fault: WorkerFault, tree: exp.Expr) -> QueryFault:
    """Say in Athena's words why a query failed."""
    text = str(fault)
    ours = _OURS.search(text)
    if ours and ours[1]:
        return QueryFault(ours[1], re.sub(r"' to INT\d+.*$", "", ours[2], flags=re.DOTALL).strip())
    if not fault.kind:
        return QueryFault(
            "EXCEEDED_TIME_OR_MEMORY_LIMIT",
            "Query exhausted resources of the local engine: it was ended for its time or memory",
        )
    return _of_binder(text, tree) or _of_execution(fault.kind, text)


def _of_binder(text: str, tree: exp.Expr) -> QueryFault | None:
    if found := _COLUMN.search(text):
        return _column((found[1] or found[2] or found[3]).replace('""', '"'), tree)
    if found := _SHARED.search(text):
        where = f"Column '{found[1]}' is missing from {found[2]} side of join"
        return QueryFault("COLUMN_NOT_FOUND", f"{place(_named(found[1], tree))}: {where}")
    if found := _TABLE.search(text):
        node = next((c for c in tree.find_all(exp.Column) if c.table), None)
        name = f"{found[1]}.{node.name}" if node is not None else found[1]
        return column_not_found(name, node)
    if "must appear in the GROUP BY clause" in text:
        found = re.search(r'column "?([^"\s]+)"? must appear', text)
        name = found[1] if found else "?"
        return QueryFault(
            "EXPRESSION_NOT_AGGREGATE",
            f"{place(_named(name, tree))}: '{name}' must be an aggregate expression"
            " or appear in GROUP BY clause",
        )
    if found := re.search(r'Ambiguous reference to column name "([^"]+)"', text):
        where = place(_named(found[1], tree))
        return QueryFault("AMBIGUOUS_NAME", f"{where}: Column '{found[1]}' is ambiguous")
    return None


def _column(name: str, tree: exp.Expr) -> QueryFault:
    node = _named(name, tree)
    return column_not_found(node.sql("trino").replace('"', "") if node is not None else name, node)


def _named(name: str, tree: exp.Expr) -> exp.Expr | None:
    columns = (c for c in tree.find_all(exp.Column) if c.name.lower() == name.lower())
    return min(columns, key=lambda c: c.this.meta.get("start", 0), default=None)


def _of_execution(kind: str, text: str) -> QueryFault:
    if "Division by zero" in text:
        return QueryFault("DIVISION_BY_ZERO", "Division by zero")
    if kind in ("OutOfMemoryException", "MemoryError"):
        return QueryFault(
            "EXCEEDED_LOCAL_MEMORY_LIMIT", "Query exhausted resources of the local engine: memory"
        )
    if kind == "InterruptException" or "max_execution_time" in text:
        return QueryFault("EXCEEDED_TIME_LIMIT", "Query exceeded the maximum run time")
    if found := _CONVERT.search(text):
        value, target = found[1], found[2] or "a date"
        return QueryFault("INVALID_CAST_ARGUMENT", f"Cannot cast '{value}' to {target}")
    first = text.strip().splitlines()[0] if text.strip() else kind
    plain = _SECRETS.sub("…", re.sub(r"^[A-Z][\w ]* Error: ", "", first))
    return QueryFault(_KINDS.get(kind, "GENERIC_INTERNAL_ERROR"), plain)
