"""A query through the embedded Athena beside the same rows in bare DuckDB."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from statistics import median
from typing import Any

import duckdb

from benchmarks.measure import Measure, median_ms
from cli import project
from cli.demo.command import free_port
from cli.embedded import EmbeddedAws

RUNS = 9
POLL_SECONDS = 0.005
TARGETS_MS = {"columns": 60, "rows": 100}
"""What a grant of columns and a filter of rows may add at the median."""


@contextmanager
def embedded_aws() -> Iterator[EmbeddedAws]:
    """Run an embedded AWS of the example mesh's organisation until the block ends."""
    aws = EmbeddedAws(free_port())
    aws.start(project.mesh())
    try:
        yield aws
    finally:
        aws.stop()


@dataclass(frozen=True)
class Asker:
    """Somebody who asks Athena.

    Attributes:
        athena: made once: what a client costs to make is no part of a query.
        grant: ``columns``, or ``rows`` for a filter with a row expression.
        bare: the same rows for DuckDB: what to select from, by the name of a table.
    """

    athena: Any
    workgroup: str
    database: str
    grant: str
    bare: Mapping[str, str]


def compare(topic: str, asker: Asker, queries: Mapping[str, str]) -> Iterator[Measure]:
    """Added milliseconds of the second run and later, per query and at the median of them all."""
    added = []
    for kind, sql in queries.items():
        alone = median_ms(partial(_bare, sql, asker.bare), runs=RUNS)
        through = median_ms(partial(_ask, asker, sql), runs=RUNS)
        added.append(through - alone)
        name = f"  {topic}, {asker.grant}: {kind}, to {alone:.0f} ms"
        yield Measure(name, added[-1], "ms")
    name = f"{topic}, {asker.grant}: added at the median"
    yield Measure(name, median(added), "ms", TARGETS_MS[asker.grant])


def _ask(asker: Asker, sql: str) -> None:
    athena = asker.athena
    started = athena.start_query_execution(
        QueryString=sql,
        WorkGroup=asker.workgroup,
        QueryExecutionContext={"Database": asker.database},
    )
    execution = {"QueryExecutionId": started["QueryExecutionId"]}
    while True:
        status = athena.get_query_execution(**execution)["QueryExecution"]["Status"]
        if status["State"] not in {"QUEUED", "RUNNING"}:
            break
        time.sleep(POLL_SECONDS)
    if status["State"] != "SUCCEEDED":
        raise RuntimeError(status.get("StateChangeReason"))
    athena.get_query_results(**execution)


def _bare(sql: str, tables: Mapping[str, str]) -> None:
    with duckdb.connect() as connection:
        for table, rows in tables.items():
            connection.execute(f"CREATE VIEW {table} AS {rows}")
        connection.sql(sql).to_arrow_table()
