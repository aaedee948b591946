"""One warehouse per file, its port, and an analyst's credentials as clients read them."""

import functools
from collections.abc import Mapping
from typing import Any

import pytest
from pyarrow import fs

from tests.emulator.athena.conftest import house
from tests.emulator.athena.world import SHARED, Warehouse

__all__ = ["house"]


@pytest.fixture(scope="module")
def analyst(house: Warehouse) -> Mapping[str, str]:
    """Environment of a shell in which the analyst works; it may read all of ``planes``."""
    house.open_to_analyst()
    credentials = house.cloud.session(house.analyst, "client", seconds=3600)
    return {
        **credentials.to_environment(),
        "AWS_ENDPOINT_URL": house.cloud.endpoint,
        "AWS_DEFAULT_REGION": house.cloud.region,
        "AWS_REGION": house.cloud.region,
        "AWS_EC2_METADATA_DISABLED": "true",
    }


@pytest.fixture
def shell(analyst: Mapping[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """The test's process in the analyst's shell."""
    for name, value in analyst.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def arrow_at_endpoint(house: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tell pyarrow the endpoint: of all clients it alone does not read it from the environment.

    See https://github.com/apache/arrow/issues/49643; PyAthena has no setting that it hands on.
    """
    told = functools.partial(fs.S3FileSystem, endpoint_override=house.cloud.endpoint)
    monkeypatch.setattr(fs, "S3FileSystem", told)


@pytest.fixture
def options(shell: None, arrow_at_endpoint: None) -> dict[str, Any]:
    """How PyAthena connects."""
    del shell, arrow_at_endpoint
    return {"work_group": "planning", "schema_name": SHARED, "poll_interval": 0.01}
