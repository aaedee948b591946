"""``CREATE VIEW``: a query that is kept as text, and checked with the rights of who asks.

Source: https://docs.aws.amazon.com/athena/latest/ug/views.html
"""

from sqlglot import exp

from emulator.athena.faults import QueryFault
from emulator.athena.reading.types import glue_type
from emulator.athena.running import Query
from emulator.athena.sql.tables import CATALOGUE
from emulator.athena.sql.views import View
from emulator.athena.stored_views import view_input
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
        kinds = {field.name: glue_type(field.type) for field in rows.schema}
    view = View(statement.sql, CATALOGUE, query.execution.database)
    wanted = view_input(name, view, kinds)
    operation = "create_table" if found is None else "update_table"
    caller.define(operation, DatabaseName=database, TableInput=wanted)


def _without_rows(query: exp.Expr) -> exp.Expr:
    inner = query.copy() if isinstance(query, exp.Subquery) else exp.Subquery(this=query.copy())
    inner.set("alias", exp.TableAlias(this=exp.to_identifier("_view", quoted=True)))
    return exp.select("*").from_(inner).limit(0)
