"""A lake for every test."""

import pytest

from emulator.cloud import Cloud
from tests.emulator.conftest import MakeClient
from tests.emulator.lakeformation.test_vending import make_vending
from tests.emulator.lakeformation.world import Lake, World, make_lake


@pytest.fixture
def world(cloud: Cloud, client: MakeClient) -> World:
    return World(cloud, client)


@pytest.fixture
def lake(cloud: Cloud, client: MakeClient) -> Lake:
    return make_lake(cloud, client)


@pytest.fixture
def vending(lake: Lake) -> Lake:
    return make_vending(lake)
