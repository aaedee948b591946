"""What the embedded Athena adds to a query over bare DuckDB on the same rows."""

import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
from pyarrow import csv, parquet
from rich.console import Console

from benchmarks.measure import Measure, median_ms
from cli import project
from cli.demo.building import deploy_mesh, land_files, synthesise_app
from cli.demo.command import free_port
from cli.demo.files import make_files
from cli.demo.story import Story
from cli.demo.world import World
from cli.embedded import EmbeddedAws

RUNS = 9
POLL_SECONDS = 0.005
OWNER = "flight-ops/steward"
QUERIES = {
    "count": "SELECT count(*) FROM {flights}",
    "aggregate": "SELECT carrier, count(*), avg(dep_delay) FROM {flights} GROUP BY carrier",
    "point": "SELECT tailnum, dep_delay FROM {flights} WHERE flight = 1545 AND month = 1",
    "limit": "SELECT * FROM {flights} LIMIT 10",
}


def measure() -> Iterator[Measure]:
    """Added milliseconds at the median, per kind of query and over all of them."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bare = _bare_file(folder)
        world = _world(folder)
        try:
            added = list(_added(world, bare))
        finally:
            world.aws.stop()
    yield from added
    yield Measure("Athena added, median", statistics.median(one.value for one in added), "ms", 60)


def _added(world: World, bare: Path) -> Iterator[Measure]:
    # Made once: what a client costs to make is no part of a query.
    athena = world.session(OWNER).client("athena")
    for kind, sql in QUERIES.items():
        shared = sql.format(flights="flight_ops_shared.flights_v1")
        local = sql.format(flights=f"'{bare}'")
        through = median_ms(partial(_ask, athena, shared), runs=RUNS)
        alone = median_ms(partial(_duckdb, local), runs=RUNS)
        yield Measure(f"Athena added, {kind}", through - alone, "ms", 60)


def _ask(athena: Any, sql: str) -> None:  # noqa: ANN401 - as boto3 types it
    execution = athena.start_query_execution(QueryString=sql, WorkGroup="flight-ops")
    identity = execution["QueryExecutionId"]
    while True:
        status = athena.get_query_execution(QueryExecutionId=identity)["QueryExecution"]["Status"]
        if status["State"] not in {"QUEUED", "RUNNING"}:
            break
        time.sleep(POLL_SECONDS)
    if status["State"] != "SUCCEEDED":
        raise RuntimeError(status.get("StateChangeReason"))
    athena.get_query_results(QueryExecutionId=identity)


def _duckdb(sql: str) -> None:
    with duckdb.connect() as connection:
        connection.execute(sql).to_arrow_table()


def _bare_file(folder: Path) -> Path:
    flights = next(
        file.path for file in make_files(folder / "files") if file.path.stem == "flights"
    )
    options = csv.ConvertOptions(null_values=["", "NA"], strings_can_be_null=True)
    path = folder / "flights.parquet"
    parquet.write_table(csv.read_csv(flights, convert_options=options), path)
    return path


def _world(folder: Path) -> World:
    aws = EmbeddedAws(free_port())
    world, story = World(aws, project.mesh()), Story(Console(quiet=True), aws.endpoint)
    stacks = synthesise_app(story)
    aws.start(world.mesh)
    os.environ["AWS_ENDPOINT_URL"] = aws.endpoint
    deploy_mesh(story, world, stacks)
    land_files(story, world, folder / "landed")
    return world
