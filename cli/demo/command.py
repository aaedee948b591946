"""`mesh demo`."""

import os
import socket
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from cli import project
from cli.demo.building import deploy_mesh, land_files, start_aws, synthesise_app
from cli.demo.files import make_files
from cli.demo.story import Story
from cli.demo.using import ask_and_approve, get_the_answer, grant_all, meet_refusal, take_it_back
from cli.demo.world import World
from cli.embedded import DEFAULT_PORT, EmbeddedAws
from cli.options import Json
from cli.output import show_json
from mesh.errors import UnreachableError


def demo(
    *,
    keep: Annotated[
        bool, typer.Option("--keep", help="Leave the embedded AWS up, the analyst granted again.")
    ] = False,
    port: Annotated[
        int | None,
        typer.Option(help=f"Port; {DEFAULT_PORT} with --keep, else any free one if absent."),
    ] = None,
    json: Json = False,
) -> None:
    """Tell the whole story on this machine: synth, deploy, land, ask, answer, revoke."""
    aws = EmbeddedAws(port or (DEFAULT_PORT if keep else free_port()))
    aws.require_none()
    story = Story(Console(quiet=json), aws.endpoint)
    world = World(aws, project.mesh())
    ok = False
    try:
        _tell(story, world, keep=keep)
        ok = True
    finally:
        if json:
            show_json(story.finish(world.evidence))
        if aws.process is not None and not (ok and keep):
            with suppress(UnreachableError):
                aws.stop()
    if not json:
        story.console.print(f"all went as told in {story.finish(world.evidence)['seconds']} s")
        if keep:
            story.console.print(
                f"the embedded AWS stays up at {aws.endpoint}; "
                f'try: eval "$(mesh local env network-planning/analyst --port {aws.port})"',
                soft_wrap=True,
            )


def _tell(story: Story, world: World, *, keep: bool) -> None:
    os.environ["AWS_ENDPOINT_URL"] = world.aws.endpoint
    with ThreadPoolExecutor(max_workers=1) as beside:
        started = beside.submit(start_aws, world)
        stacks = synthesise_app(story)
        with story.step("Start the embedded AWS, bootstrap its accounts; begun beside the synth"):
            started.result()
            story.say(f"{world.aws.endpoint}, organisation {world.mesh.names.organisation}")
    with tempfile.TemporaryDirectory(prefix="mesh-demo-") as folder:
        with ThreadPoolExecutor(max_workers=1) as beside:
            files = beside.submit(make_files, Path(folder))
            deploy_mesh(story, world, stacks)
        land_files(story, world, files.result())
    meet_refusal(story, world)
    ids = ask_and_approve(story, world)
    get_the_answer(story, world)
    take_it_back(story, world, ids)
    if keep:
        with story.step("Grant the analyst again, to look around"):
            grant_all(story, world)


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        return int(probe.getsockname()[1])
