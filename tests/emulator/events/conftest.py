"""These tests need events, and what they reach."""

from collections.abc import Collection

import pytest


@pytest.fixture
def services() -> Collection[str]:
    return ("sts", "s3", "functions", "events")
