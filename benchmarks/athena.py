"""What the embedded Athena adds on the flights of the example mesh, as their owners gave them."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from pyarrow import csv, parquet
from rich.console import Console

from benchmarks.asking import Asker, compare, embedded_aws
from benchmarks.measure import Measure
from cli import project
from cli.demo.building import deploy_mesh, land_files, synthesise_app
from cli.demo.files import make_files
from cli.demo.story import Story
from cli.demo.using import ANALYST, grant_all
from cli.demo.world import World
from cli.embedded import EmbeddedAws

STEWARD = "flight-ops/steward"
DATABASE = "flight_ops_shared"
GRANTED_ROWS = "WHERE origin = 'JFK' AND month <= 6"
"""Those of the analyst's subscription."""
QUERIES = {
    "count": "SELECT count(*) FROM flights_v1",
    "aggregate": "SELECT carrier, count(*), avg(dep_delay) FROM flights_v1 GROUP BY carrier",
    "point": "SELECT carrier, dep_delay FROM flights_v1 WHERE tailnum = 'N14228' AND month = 1",
    "limit": "SELECT * FROM flights_v1 LIMIT 10",
}


def measure() -> Iterator[Measure]:
    """Added milliseconds: the owner's steward sees every row, the analyst those it asked for."""
    with tempfile.TemporaryDirectory() as name, embedded_aws() as aws:
        folder = Path(name)
        bare = f"FROM '{_bare_file(folder)}'"
        world = _world(aws, folder)
        yield from compare("flights", _asker(world, STEWARD, "columns", bare), QUERIES)
        analyst = _asker(world, ANALYST, "rows", f"{bare} {GRANTED_ROWS}")
        yield from compare("flights", analyst, QUERIES)


def _asker(world: World, who: str, grant: str, bare: str) -> Asker:
    athena = world.session(who).client("athena")
    return Asker(athena, who.split("/", maxsplit=1)[0], DATABASE, grant, {"flights_v1": bare})


def _bare_file(folder: Path) -> Path:
    flights = next(
        file.path for file in make_files(folder / "files") if file.path.stem == "flights"
    )
    options = csv.ConvertOptions(null_values=["", "NA"], strings_can_be_null=True)
    path = folder / "flights.parquet"
    parquet.write_table(csv.read_csv(flights, convert_options=options), path)
    return path


def _world(aws: EmbeddedAws, folder: Path) -> World:
    world, story = World(aws, project.mesh()), Story(Console(quiet=True), aws.endpoint)
    stacks = synthesise_app(story)
    os.environ["AWS_ENDPOINT_URL"] = aws.endpoint
    deploy_mesh(story, world, stacks)
    land_files(story, world, make_files(folder / "landed"))
    grant_all(story, world)
    return world
