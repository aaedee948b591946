"""Versions of products have the form of IP addresses, and are none."""

import pytest

from tests.unit.mesh.pii.test_engine import found_in


@pytest.mark.parametrize(
    "text",
    [
        "Chrome/138.0.0.0",
        "Mozilla/5.0 (X11; rv:1.9.5.20) Gecko/20100101 Firefox/3.6.13.1",
        "AppleWebKit/537.36 (KHTML, like Gecko) YaBrowser/25.8.0.0 Safari/537.36",
        'curl,"Opera/9.80.12.16"',
    ],
)
def test_the_version_of_a_product_is_no_address(text: str) -> None:
    assert found_in([text] * 20, "c1") == {}


@pytest.mark.parametrize(
    "text",
    [
        "web-1/10.20.30.40:8080",
        "localhost/10.20.30.40",
        "http://10.20.30.40/index.html",
        "10.0.0.1/10.20.30.40",
        "src:10.20.30.40",
        "Chrome/138.0.0.0 from 10.20.30.40",
    ],
)
def test_an_address_behind_a_host_or_a_colon_is_one(text: str) -> None:
    assert found_in([text] * 20, "c1")["IP_ADDRESS"].count == 20


def test_an_address_under_a_name_for_software_is_doubted() -> None:
    sure = found_in(["7.0.57.30"] * 20, "client")["IP_ADDRESS"].confidence

    assert found_in(["7.0.57.30"] * 20, "user_agent")["IP_ADDRESS"].confidence < 0.5 < sure
