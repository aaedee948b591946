"""TPC-H's two largest tables at scale 0.1 through Athena: grants of columns and of rows.

DuckDB's wheel has no generator of TPC-H: the rows are made here with its column names, sizes and
ranges under a fixed seed, so the answers are not TPC-H's. Each table is one file of Parquet.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import parquet

from benchmarks.asking import Asker, compare, embedded_aws
from benchmarks.measure import Measure
from benchmarks.warehouse import DATABASE, WORKGROUP, Warehouse

ORDERS, LINES = 150_000, 600_000
SEED = 20
QUERIES = {
    "pricing": (
        "SELECT l_returnflag, l_linestatus, sum(l_quantity), avg(l_extendedprice), count(*)"
        " FROM lineitem GROUP BY l_returnflag, l_linestatus"
    ),
    "revenue": (
        "SELECT sum(l_extendedprice * l_discount) FROM lineitem"
        " WHERE l_discount BETWEEN 0.05 AND 0.07 AND l_quantity < 24"
    ),
    "priority": (
        "SELECT o_orderpriority, count(*) FROM orders JOIN lineitem ON o_orderkey = l_orderkey"
        " WHERE l_discount > 0.05 GROUP BY o_orderpriority"
    ),
    "customer": (
        "SELECT o_custkey, sum(l_quantity) FROM orders JOIN lineitem ON o_orderkey = l_orderkey"
        " WHERE o_totalprice > 550000 GROUP BY o_custkey ORDER BY 2 DESC LIMIT 100"
    ),
    "order": "SELECT * FROM lineitem WHERE l_orderkey = 1545",
}
EVERY_ROW = {"lineitem": "l_quantity > 0", "orders": "o_orderkey > 0"}
"""A row filter that costs most: it lets every row pass, and so DuckDB reads the same rows."""


def measure() -> Iterator[Measure]:
    """Added milliseconds over bare DuckDB on the same files."""
    with tempfile.TemporaryDirectory() as name, embedded_aws() as aws:
        files = dict(_files(Path(name)))
        bare = {table: f"FROM '{path}'" for table, path in files.items()}
        schemas = {table: parquet.read_schema(path) for table, path in files.items()}
        lake = Warehouse.lay(aws)
        for table, path in files.items():
            lake.put(table, path)
        for grant, rows in (("columns", {}), ("rows", EVERY_ROW)):
            athena = lake.analyst(grant, schemas, rows)
            asker = Asker(athena, WORKGROUP, DATABASE, grant, bare)
            yield from compare("TPC-H 0.1", asker, QUERIES)


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    for table, rows in _tables().items():
        path = folder / f"{table}.parquet"
        parquet.write_table(rows, path)
        yield table, path


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
