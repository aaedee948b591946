"""These tests need keys and what they lock."""

from collections.abc import Collection

import pytest


@pytest.fixture
def services() -> Collection[str]:
    """Name the own services of keys and buckets."""
    return ("sts", "s3", "kms")
