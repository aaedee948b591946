"""``DELETE`` and ``UPDATE`` of Iceberg tables: all rows are written anew, changed or left out.

Athena writes the deleted rows beside the files instead; what a query reads afterwards is the same.

Source: https://docs.aws.amazon.com/athena/latest/ug/querying-iceberg-updating-iceberg-table-data.html
"""

from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from sqlglot import exp

from emulator.athena.faults import QueryFault, column_not_found
from emulator.athena.running import Query
from emulator.athena.store import Written
from emulator.athena.writing import iceberg
from emulator.athena.writing.caller import Caller
from emulator.athena.writing.creating import COUNT
from emulator.athena.writing.inserting import require_types
from emulator.athena.writing.rows import Rows, rows_of
from emulator.athena.writing.statements import Change, Name

_MARK = "_changed"


def change(statement: Change, query: Query, caller: Caller) -> None:
    """Delete or update rows in one commit.

    Raises:
        QueryFault: in Athena's words; also to who may read only some of the table.
    """
    # UPDATE is more than Lake Formation has a permission for: it takes rows away and adds some.
    permissions = ("DELETE",) if statement.deletes else ("DELETE", "INSERT")
    opened = open_for_change(statement.name, query, caller, permissions)
    with rows_of(query, _marked(statement, opened.schema)) as rows:
        require_types(pa.schema(list(rows.schema)[:-1]), list(opened.schema))
        changed = _count(rows)
        kept = _kept(rows, opened.schema, deletes=statement.deletes)
        files = opened.replace(kept) if changed else []
    query.execution.written = Written("", changed, files)
    query.execution.columns, query.execution.rows = COUNT, changed


def open_for_change(
    name: Name, query: Query, caller: Caller, permissions: Sequence[str]
) -> iceberg.OpenTable:
    """Open a table whose rows are to be written anew.

    Raises:
        QueryFault: the caller may not, or it is no table of Iceberg.
    """
    for permission in permissions:
        table = caller.target(name.database, name.table, permission)
    if str(table.get("Parameters", {}).get("table_type", "")).upper() != "ICEBERG":
        raise QueryFault("NOT_SUPPORTED", "line 1:1: Modifying Hive table rows is not supported")
    query.catalogue.require_everything(name.database, name.table)
    # Opened before its rows are read: who commits in between makes this commit fail.
    return iceberg.open_for_writing(caller, name)


def _marked(statement: Change, schema: pa.Schema) -> exp.Expr:
    """Every row as it is to be, and whether it is one of those that change."""
    for column in statement.values:
        if column not in schema.names:
            raise column_not_found(column, None)
    columns = [_changed(column, statement) for column in schema.names]
    mark = exp.alias_(_when(statement, exp.true(), exp.false()), _MARK, quoted=True)
    return exp.select(*columns, mark).from_(statement.table.copy())


def _changed(column: str, statement: Change) -> exp.Expr:
    now = exp.column(column, quoted=True)
    value = statement.values.get(column)
    made = now if value is None else _when(statement, value.copy(), now)
    return exp.alias_(made, column, quoted=True)


def _when(statement: Change, then: exp.Expr, otherwise: exp.Expr) -> exp.Expr:
    condition = statement.condition.copy() if statement.condition is not None else exp.true()
    return exp.Case(ifs=[exp.If(this=condition, true=then)], default=otherwise)


def _count(rows: Rows) -> int:
    marks: Any = (batch.column(_MARK) for batch in rows.batches())
    return sum(mark.true_count for mark in marks)


def _kept(rows: Rows, schema: pa.Schema, *, deletes: bool) -> Iterator[pa.RecordBatch]:
    wanted = schema.append(pa.field(_MARK, pa.bool_()))
    for batch in rows.batches(wanted):
        left = batch.filter(pc.invert(batch.column(_MARK))) if deletes else batch
        yield left.select(schema.names)
