"""Queries straight through translation and a worker, without the service around them."""

from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa
from sqlglot import exp

from emulator.athena.engine.job import Column, Job, Limits, TableToRead
from emulator.athena.engine.pool import WorkerFault, shared
from emulator.athena.faults import QueryFault, table_not_found
from emulator.athena.results import values
from emulator.athena.sql.translate import translate
from emulator.athena.wording import reword

ROWS = {
    "tbl": pa.table({"a": pa.array([1], pa.int32())}),
    "orders": pa.table({"id": pa.array([0, 1], pa.int32())}),
    "sales": pa.table(
        {
            "shop": ["x", "x", "y"],
            "pieces": pa.array([1, 2, 4], pa.int64()),
            "price": pa.array(["1.50", "2.25", "3.00"]).cast(pa.decimal128(7, 2)),
            "weight": [0.5, 1.5, 2.5],
        }
    ),
}
_KINDS = {"int32": "int", "int64": "bigint", "string": "string", "double": "double"}


@dataclass(frozen=True)
class Made:
    """A table as the translation sees it."""

    columns: Mapping[str, str]
    rows: pa.Table


class Shelf:
    """A catalogue of three tables."""

    def open(self, catalogue: str, database: str, table: str, node: exp.Expr) -> Made:
        """Open one of them."""
        if table not in ROWS:
            raise table_not_found(catalogue, database, table, node)
        kinds = {f.name: _KINDS.get(str(f.type), "decimal(7,2)") for f in ROWS[table].schema}
        return Made(kinds, ROWS[table])

    def view(self, catalogue: str, database: str, table: str, node: exp.Expr) -> None:
        """There are no views among them."""


@dataclass(frozen=True)
class Result:
    """What a query gave."""

    columns: list[Column]
    rows: list[list[str | None]]


def run(sql: str, limits: Limits | None = None) -> Result:
    """Run a query; QueryFault in Athena's words."""
    translation = translate(sql, Shelf(), database="salesdb")
    tables = []
    for scan in translation.scans:
        assert isinstance(scan.table, Made)
        names = tuple(scan.columns) or tuple(scan.table.columns)[:1]
        rows = scan.table.rows.select(list(names))
        tables.append(TableToRead(scan.name, rows.schema, names, rows=rows))
    job = Job(
        translation.sql,
        tuple(tables),
        tuple(translation.functions),
        translation.zones,
        limits or Limits(),
    )
    columns: list[Column] = []
    parts: list[bytes] = []
    try:
        shared().start().finish(job, columns.extend, parts.append)
    except WorkerFault as fault:
        raise reword(fault, translation.tree) from None
    lines = b"".join(parts).decode().splitlines()
    return Result(columns, [values(line) for line in lines])


def value(sql: str) -> str | None:
    """The one value of a query."""
    return run(sql).rows[0][0]


def reason(sql: str, limits: Limits | None = None) -> str:
    """Why a query fails."""
    try:
        run(sql, limits)
    except QueryFault as fault:
        return str(fault)
    raise AssertionError(f"{sql} did not fail")
