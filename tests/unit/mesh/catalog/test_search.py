"""A product is found by the words of its title, description, columns and tags."""

from collections.abc import Iterator

import pytest

from cli import project
from mesh.catalog import SearchIndex


@pytest.fixture(scope="module")
def index() -> Iterator[SearchIndex]:
    made = SearchIndex(project.contracts())
    yield made
    made.close()


def found(index: SearchIndex, text: str) -> list[str]:
    return [str(each.address) for each in index.search(text)]


def test_a_word_finds_longer_ones_too(index: SearchIndex) -> None:
    assert "flight-ops/flights@1" in found(index, "delay")


def test_a_column_is_found_by_its_name_and_by_its_parts(index: SearchIndex) -> None:
    assert "flight-ops/flights@1" in found(index, "dep_delay")
    assert "flight-ops/flights@1" in found(index, "DEP")


def test_every_word_counts(index: SearchIndex) -> None:
    assert found(index, "tailnum seats") == ["fleet/planes@1"]
    assert found(index, "tailnum unheard-of") == []


def test_what_is_not_a_word_is_no_command(index: SearchIndex) -> None:
    assert found(index, '" OR * NEAR( -') == []
    assert found(index, "") == []


def test_the_title_counts_most(index: SearchIndex) -> None:
    assert found(index, "members")[0] == "loyalty/passengers@1"
