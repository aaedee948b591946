"""These tests need no more than the foundation."""

from collections.abc import Collection

import pytest


@pytest.fixture
def services() -> Collection[str]:
    return ("sts", "s3", "organizations", "sqs")
