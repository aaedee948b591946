"""Views as Athena keeps them in Glue: the query as text, checked with the rights of who asks.

Source: https://docs.aws.amazon.com/athena/latest/ug/views.html
"""

import base64
import json
from typing import Any

import pyarrow as pa
from sqlglot import exp

from emulator.athena.faults import QueryFault
from emulator.athena.reading.types import athena_type, glue_type
from emulator.athena.running import Query
from emulator.athena.sql.tables import CATALOGUE
from emulator.athena.writing.caller import Caller
from emulator.athena.writing.rows import require_names, rows_of
from emulator.athena.writing.statements import CreateView


def create_view(statement: CreateView, query: Query, caller: Caller) -> None:
    """Make or replace a view; its creator must be able to run its query.

    Raises:
        QueryFault: in Athena's words.
    """
    database, name = statement.name.database, statement.name.table
    caller.may_create(database, name, "")
    found = caller.find(database, name)
    if found is not None and not (statement.replace and found.get("TableType") == "VIRTUAL_VIEW"):
        raise QueryFault(
            "TABLE_ALREADY_EXISTS",
            f"line 1:1: View already exists: '{CATALOGUE}.{database}.{name}'",
        )
    with rows_of(query, _without_rows(statement.query)) as rows:
        require_names(rows.columns)
        wanted = _table_input(statement, rows.schema, query.execution.database)
    operation = "create_table" if found is None else "update_table"
    caller.define(operation, DatabaseName=database, TableInput=wanted)


def _without_rows(query: exp.Expr) -> exp.Expr:
    inner = query.copy() if isinstance(query, exp.Subquery) else exp.Subquery(this=query.copy())
    inner.set("alias", exp.TableAlias(this=exp.to_identifier("_view", quoted=True)))
    return exp.select("*").from_(inner).limit(0)


def _table_input(statement: CreateView, schema: pa.Schema, database: str) -> dict[str, Any]:
    kinds = {field.name: glue_type(field.type) for field in schema}
    described = {
        "originalSql": statement.sql,
        "catalog": CATALOGUE,
        "schema": database,
        "columns": [{"name": n, "type": athena_type(kind)} for n, kind in kinds.items()],
    }
    text = base64.b64encode(json.dumps(described).encode()).decode()
    return {
        "Name": statement.name.table,
        "TableType": "VIRTUAL_VIEW",
        "Parameters": {"presto_view": "true", "comment": "Presto View"},
        "PartitionKeys": [],
        "StorageDescriptor": {
            "Columns": [{"Name": n, "Type": kind} for n, kind in kinds.items()],
            "Location": "",
            "SerdeInfo": {},
        },
        "ViewOriginalText": f"/* Presto View: {text} */",
        "ViewExpandedText": "/* Presto View */",
    }
