"""These tests need no more than the foundation."""

from collections.abc import Collection

import pytest


@pytest.fixture
def services() -> Collection[str]:
    """Name the own services of the foundation."""
    return ("sts", "s3", "sqs", "kms")
