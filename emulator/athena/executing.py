"""The life of one query: classified, translated, run in a worker, written for its caller."""

import logging
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from typing import IO

from emulator.athena import results
from emulator.athena.catalogue import CallersCatalogue
from emulator.athena.engine.job import Column
from emulator.athena.faults import QueryFault
from emulator.athena.lake import CloudLake
from emulator.athena.looking import look, schema_rows
from emulator.athena.prepared import Prepared
from emulator.athena.running import Query
from emulator.athena.sql.dialect import parse
from emulator.athena.sql.labels import UNNAMED
from emulator.athena.sql.translate import filled
from emulator.athena.statements import classify
from emulator.athena.store import Athena, Execution
from emulator.athena.writing import Writing
from emulator.witness import Engine, working

_log = logging.getLogger(__name__)
_SYSTEM, _USER = 1, 2


def execute(athena: Athena, execution: Execution) -> None:
    """Run a query to its end; whatever goes wrong ends it FAILED with a reason."""
    fault: QueryFault | None = None
    execution.move("RUNNING")
    engine = Engine(name="ATHENA", code="AT", service="athena.amazonaws.com", job=execution.id)
    try:
        with working(engine):
            _attempt(athena, execution)
    except QueryFault as known:
        fault = known
    except Exception:  # noqa: BLE001 - the edge: a query never takes its thread or its state with it
        _log.exception("query %s failed in the engine itself", execution.id)
        fault = QueryFault("GENERIC_INTERNAL_ERROR", "internal error", "system")
    if execution.cancelled:
        execution.move("CANCELLED", "Query cancelled by user")
    elif fault is None:
        execution.move("SUCCEEDED")
    elif fault.code == "CUTOFF":
        execution.move("CANCELLED", "Bytes scanned limit was exceeded", _USER)
    else:
        execution.move("FAILED", str(fault), _SYSTEM if fault.blame == "system" else _USER)


def _attempt(athena: Athena, execution: Execution) -> None:
    with tempfile.TemporaryFile() as body:
        if not execution.cancelled:
            _answer(athena, execution, body)
        if not execution.cancelled:
            body.seek(0)
            results.store(athena.cloud, execution, body)


def _answer(athena: Athena, execution: Execution, body: IO[bytes]) -> None:
    prepared = Prepared(athena.cloud, execution.principal, execution.workgroup)
    if prepared.manage(execution.query):
        execution.kind, execution.header = "DDL", False
        return
    text, parameters = prepared.resolve(execution.query, execution.parameters)
    statement = classify(text)
    catalogue = CallersCatalogue(
        CloudLake(athena.cloud), execution.principal, athena.plans, schema_rows
    )
    query = Query(execution, catalogue)
    if statement.kind == "write":
        Writing(athena.cloud, query).run(filled(text, parameters))
        return
    if statement.kind != "query":
        execution.kind, execution.header = "UTILITY", False
        execution.columns, lines = look(statement, catalogue, execution.database)
        execution.rows = len(lines)
        body.write("".join(f"{line}\n" for line in lines).encode())
        return
    execution.substatement = "SELECT"
    _query(query, text, parameters, body)


def _query(query: Query, text: str, parameters: Sequence[str], body: IO[bytes]) -> None:
    execution = query.execution

    def begin(columns: Sequence[Column]) -> None:
        execution.columns = [_named(column, index) for index, column in enumerate(columns)]
        body.write(results.header(execution.columns))

    tree = parse(filled(text, parameters))
    execution.rows = query.run(query.translate(tree), begin, body.write)


def _named(column: Column, index: int) -> Column:
    return replace(column, name=f"_col{index}") if column.name.startswith(UNNAMED) else column
