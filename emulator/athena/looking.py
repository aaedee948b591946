"""SHOW, DESCRIBE and information_schema: the catalogue as one caller sees it."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from emulator.api import AwsError
from emulator.athena.catalogue import CallersCatalogue
from emulator.athena.engine.job import Column
from emulator.athena.engine.rendering import column
from emulator.athena.faults import QueryFault, refuse, table_not_found
from emulator.athena.reading.types import athena_type
from emulator.athena.sql.tables import CATALOGUE
from emulator.athena.statements import Statement

_WIDTH = 20
_ONLY_ATHENAS = ("views", "table_privileges", "roles", "applicable_roles", "enabled_roles")
_COLUMNS = (
    *("table_catalog", "table_schema", "table_name", "column_name", "ordinal_position"),
    *("column_default", "is_nullable", "data_type"),
)


def look(
    statement: Statement, catalogue: CallersCatalogue, database: str
) -> tuple[list[Column], list[str]]:
    """Answer a statement: the columns and the lines, which have no header, as on AWS."""
    where = statement.database or database
    if statement.kind == "databases":
        names = (str(found["Name"]) for found in catalogue.lake.databases(catalogue.principal))
        return [_text("database_name")], sorted(n for n in names if _like(n, statement.pattern))
    if statement.kind in ("tables", "views"):
        shown = tables_of(catalogue, where)
        if statement.kind == "views":
            shown = [table for table in shown if _kind(table) == "VIEW"]
        names = (str(found["Name"]) for found in shown)
        label = "tab_name" if statement.kind == "tables" else "views"
        return [_text(label)], sorted(n for n in names if _like(n, statement.pattern))
    if statement.kind == "properties":
        found = _table(catalogue, where, statement.table).get("Parameters", {})
        lines = [f"{name}\t{found[name]}" for name in sorted(found)]
        return [_text("prpt_name"), _text("prpt_value")], lines
    listed = columns_of(_table(catalogue, where, statement.table))
    if statement.kind == "columns":
        return [_text("field")], [f"{name:<{_WIDTH}}" for name, _, _ in listed]
    lines = [f"{n:<{_WIDTH}}\t{kind:<{_WIDTH}}\t{note:<{_WIDTH}}" for n, kind, note in listed]
    return [_text("col_name"), _text("data_type"), _text("comment")], lines


def tables_of(catalogue: CallersCatalogue, database: str) -> list[Mapping[str, Any]]:
    """The tables that a caller sees in a database.

    Raises:
        QueryFault: SCHEMA_NOT_FOUND, also for a database that the caller may not know of.
    """
    try:
        return catalogue.lake.tables(catalogue.principal, database)
    except AwsError:
        raise QueryFault("SCHEMA_NOT_FOUND", f"Schema '{database}' does not exist") from None


def columns_of(table: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Name, Glue type and comment of each column."""
    listed = [
        *table.get("StorageDescriptor", {}).get("Columns", []),
        *table.get("PartitionKeys", []),
    ]
    return [(c["Name"], c["Type"], c.get("Comment") or "") for c in listed]


def schema_rows(catalogue: CallersCatalogue, table: str) -> pa.Table:
    """Make a table of information_schema out of what the caller sees.

    Raises:
        QueryFault: TABLE_NOT_FOUND, for one that is not made here.
    """
    if table in _ONLY_ATHENAS:
        refuse(f"information_schema.{table}")
    if table not in ("schemata", "tables", "columns"):
        raise table_not_found(CATALOGUE, "information_schema", table, None)
    databases = [str(found["Name"]) for found in catalogue.lake.databases(catalogue.principal)]
    if table == "schemata":
        names = sorted({*databases, "information_schema"})
        return _rows(("catalog_name", "schema_name"), [(CATALOGUE, name) for name in names])
    found = [(name, each) for name in databases for each in tables_of(catalogue, name)]
    if table == "tables":
        kinds = ("table_catalog", "table_schema", "table_name", "table_type")
        return _rows(kinds, [(CATALOGUE, d, str(t["Name"]), _kind(t)) for d, t in found])
    return _column_rows(found)


def _column_rows(tables: Sequence[tuple[str, Mapping[str, Any]]]) -> pa.Table:
    rows = [
        (CATALOGUE, d, str(t["Name"]), name, at, None, "YES", athena_type(kind))
        for d, t in tables
        for at, (name, kind, _) in enumerate(columns_of(t), start=1)
    ]
    return _rows(_COLUMNS, rows)


def _kind(table: Mapping[str, Any]) -> str:
    return "VIEW" if table.get("TableType") == "VIRTUAL_VIEW" else "BASE TABLE"


def _rows(names: Sequence[str], rows: Sequence[tuple[str | int | None, ...]]) -> pa.Table:
    kinds = {"ordinal_position": pa.int64()}
    schema = pa.schema([(name, kinds.get(name, pa.string())) for name in names])
    return pa.Table.from_pylist([dict(zip(names, row, strict=True)) for row in rows], schema)


def _table(catalogue: CallersCatalogue, database: str, name: str) -> Mapping[str, Any]:
    for table in tables_of(catalogue, database):
        if str(table["Name"]).lower() == name:
            return table
    raise table_not_found(CATALOGUE, database, name, None)


def _text(name: str) -> Column:
    return column(name, "VARCHAR")


def _like(name: str, pattern: str) -> bool:
    # Hive's patterns: * for anything, | for or.
    parts = (re.escape(part).replace(r"\*", ".*") for part in pattern.split("|"))
    return not pattern or any(re.fullmatch(part, name, re.IGNORECASE) for part in parts)
