"""A lake for every test, and somebody outside the organisation who is let in or not."""

import pytest

from emulator.cloud import Cloud
from tests.emulator.conftest import OUTSIDER, MakeClient
from tests.emulator.lakeformation.world import Lake, make_lake


@pytest.fixture
def lake(cloud: Cloud, client: MakeClient) -> Lake:
    return make_lake(cloud, client)


@pytest.fixture
def stranger(lake: Lake) -> str:
    """A role outside the organisation."""
    return lake.role("stranger", OUTSIDER)
