"""These tests need functions and the gateway only."""

from collections.abc import Collection

import pytest


@pytest.fixture
def services() -> Collection[str]:
    return ("sts", "functions", "gateway")
