"""A small mesh for every test, on the services that it needs."""

from collections.abc import Collection

import pytest

from emulator.cloud import Cloud
from tests.emulator.conftest import MakeClient, client, cloud, seed
from tests.emulator.lakeformation.world import World
from tests.unit.lambdas.control_plane.mesh_world import MeshWorld, make_mesh

__all__ = ["client", "cloud", "mesh", "seed", "services"]


@pytest.fixture
def services() -> Collection[str]:
    return ("sts", "lakeformation", "glue")


@pytest.fixture
def mesh(cloud: Cloud, client: MakeClient) -> MeshWorld:
    """A mesh whose one table exists; its publication is not announced yet."""
    return make_mesh(World(cloud, client))
