"""A lake for every test, or one warehouse for a file of them."""

from collections.abc import Collection

import pytest

from emulator.cloud import Cloud
from tests.emulator.athena.conftest import house
from tests.emulator.conftest import MakeClient
from tests.emulator.lakeformation.world import Lake, make_lake

__all__ = ["house"]


@pytest.fixture
def services() -> Collection[str]:
    return ("sts", "s3", "sqs", "ram", "lakeformation", "glue", "athena", "events", "cloudtrail")


@pytest.fixture
def lake(cloud: Cloud, client: MakeClient) -> Lake:
    return make_lake(cloud, client)
