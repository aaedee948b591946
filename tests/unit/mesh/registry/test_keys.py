"""A partition key is of one family, and neither divided nor left open by mistake."""

import pytest

from mesh.registry.keys import Family, Listed


def test_a_key_is_made_of_its_familys_pattern() -> None:
    assert Family.DOMAINS.key() == "DOMAIN"
    assert Family.FILES.key("fleet/planes") == "FILES#fleet/planes"


def test_a_pattern_is_not_left_open() -> None:
    with pytest.raises(ValueError, match=r"PRODUCT#\* needs something to stand for the star"):
        Family.PRODUCTS.key()


def test_a_single_partition_is_not_divided() -> None:
    with pytest.raises(ValueError, match="SUBSCRIPTION needs nothing to divide it by"):
        Family.SUBSCRIPTIONS.key("fleet")


def test_a_family_holds_its_own_keys_only() -> None:
    assert Family.PRODUCTS.holds("PRODUCT#fleet/planes")
    assert not Family.PRODUCTS.holds(Listed.PRODUCTS.key())
    assert not Family.DOMAINS.holds("DOMAIN#fleet")
