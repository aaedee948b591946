"""TPC-H's two largest tables at scale 0.1 in the engine: column grant and row filter beside DuckDB.

DuckDB's wheel has no generator of TPC-H: the rows are made here with its column names, sizes and
ranges under a fixed seed, so the answers are not TPC-H's. What is measured is a worker with the
tables cut to a grant; the service around it is measured by ``athena``.
"""

import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import parquet

from benchmarks.measure import Measure, median_ms
from emulator.athena.engine.job import FileToRead, Job, TableToRead, VisibleCells
from emulator.athena.engine.pool import shared

ORDERS, LINES = 150_000, 600_000
RUNS, SEED = 7, 20
QUERIES = {
    "pricing": (
        "SELECT l_returnflag, l_linestatus, sum(l_quantity), avg(l_extendedprice), count(*)"
        " FROM lineitem GROUP BY l_returnflag, l_linestatus"
    ),
    "priority": (
        "SELECT o_orderpriority, count(*) FROM orders JOIN lineitem ON o_orderkey = l_orderkey"
        " WHERE l_discount > 0.05 GROUP BY o_orderpriority"
    ),
}
_KEPT = {"lineitem": pc.field("l_quantity") > 0, "orders": pc.field("o_orderkey") > 0}


def measure() -> Iterator[Measure]:
    """Milliseconds over bare DuckDB at the median; the row filter lets every row pass."""
    with tempfile.TemporaryDirectory() as name:
        tables = _tables()
        for table, rows in tables.items():
            parquet.write_table(rows, Path(name) / f"{table}.parquet")
        for kind, sql in QUERIES.items():
            bare = median_ms(partial(_bare, Path(name), sql), runs=RUNS)
            yield Measure(f"TPC-H 0.1 {kind}, bare DuckDB", bare, "ms")
            for grant, target in (("columns", 60), ("rows", 100)):
                job = Job(sql, tuple(_cut(t, r, Path(name), grant) for t, r in tables.items()))
                added = median_ms(partial(_work, job), runs=RUNS) - bare
                yield Measure(f"TPC-H 0.1 {kind}, {grant} granted, added", added, "ms", target)


def _work(job: Job) -> None:
    shared().start().finish(job, lambda _: None, lambda _: None)


def _bare(folder: Path, sql: str) -> None:
    with duckdb.connect() as connection:
        for table in _KEPT:
            connection.execute(f"CREATE VIEW {table} AS FROM '{folder / table}.parquet'")
        connection.sql(sql).to_arrow_table()


def _cut(table: str, rows: pa.Table, folder: Path, grant: str) -> TableToRead:
    names = tuple(rows.schema.names)
    file = FileToRead(str(folder / f"{table}.parquet"), {n: n for n in names}, plain=True)
    filters = (VisibleCells(frozenset(names), _KEPT[table]),) if grant == "rows" else ()
    return TableToRead(table, rows.schema, names, (file,), filters)


def _tables() -> dict[str, pa.Table]:
    made = np.random.default_rng(SEED)
    priorities = ["1-URGENT", "2-HIGH", "3-MEDIUM", "4-NOT SPECIFIED", "5-LOW"]
    return {
        "orders": pa.table(
            {
                "o_orderkey": np.arange(1, ORDERS + 1),
                "o_custkey": made.integers(1, 15_001, ORDERS),
                "o_totalprice": made.uniform(850, 560_000, ORDERS).round(2),
                "o_orderpriority": pa.array(made.choice(priorities, ORDERS)),
            }
        ),
        "lineitem": pa.table(
            {
                "l_orderkey": made.integers(1, ORDERS + 1, LINES),
                "l_quantity": made.integers(1, 51, LINES),
                "l_extendedprice": made.uniform(900, 105_000, LINES).round(2),
                "l_discount": made.integers(0, 11, LINES) / 100,
                "l_returnflag": pa.array(made.choice(["A", "N", "R"], LINES)),
                "l_linestatus": pa.array(made.choice(["F", "O"], LINES)),
            }
        ),
    }
