"""A scan's cost is memory and disk by the second, and a request."""

import pytest

from mesh.publishing.spending import Spent


def test_a_terabyte_of_csv_at_sixty_megabytes_a_second_costs_less_than_a_dollar() -> None:
    spent = Spent(bytes=600_000_000, seconds=10, memory_mb=2048, disk_mb=10_240)

    # 20 GB-seconds x 0.0000133334 USD, 95 GB-seconds of disk x 0.0000000309 USD, one request.
    assert spent.usd == pytest.approx(0.000266668 + 0.0000029355 + 0.0000002, rel=1e-6)
    assert spent.usd_per_gb * 1000 == pytest.approx(0.45, abs=0.005)
    assert spent.to_dict()["gb_seconds"] == 20
    assert "10.000 s x (2.00 GB x 0.0000133334 USD" in spent.to_dict()["arithmetic"]


def test_what_is_small_costs_its_request() -> None:
    assert Spent(bytes=0, seconds=0, memory_mb=2048).usd == 0.0000002
