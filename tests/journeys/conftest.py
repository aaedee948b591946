"""One embedded AWS with the whole example mesh deployed and its files landed, for every journey."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console

from cli import project
from cli.demo.building import deploy_mesh, land_files, synthesise_app
from cli.demo.command import free_port
from cli.demo.files import make_files
from cli.demo.story import Story
from cli.demo.using import grant_all
from cli.demo.world import World
from cli.embedded import EmbeddedAws


@pytest.fixture(scope="session")
def deployed() -> Iterator[World]:
    """The mesh deployed and every domain registered; nothing landed yet."""
    aws = EmbeddedAws(free_port())
    world = World(aws, project.mesh())
    story = Story(Console(quiet=True), aws.endpoint)
    stacks = synthesise_app(story)
    aws.start(world.mesh)
    before = os.environ.get("AWS_ENDPOINT_URL")
    os.environ["AWS_ENDPOINT_URL"] = aws.endpoint
    try:
        deploy_mesh(story, world, stacks)
        yield world
    finally:
        aws.stop()
        if before is None:
            del os.environ["AWS_ENDPOINT_URL"]
        else:
            os.environ["AWS_ENDPOINT_URL"] = before


@pytest.fixture(scope="session")
def landed(deployed: World, tmp_path_factory: pytest.TempPathFactory) -> World:
    """The files of four domains published, the leaking one discarded."""
    folder: Path = tmp_path_factory.mktemp("files")
    land_files(Story(Console(quiet=True), deployed.aws.endpoint), deployed, make_files(folder))
    return deployed


@pytest.fixture(scope="session")
def granted(landed: World) -> World:
    """The analyst of network-planning holds the subscriptions of the story."""
    grant_all(Story(Console(quiet=True), landed.aws.endpoint), landed)
    return landed
