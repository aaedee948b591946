"""A terabyte costs what its seconds cost on the function."""

import pytest

from benchmarks.pii.cost import terabyte


def test_a_terabyte_costs_its_seconds_times_memory_and_disk() -> None:
    seconds = 10**12 / 50e6
    memory, disk = seconds * 2 * 0.0000133334, seconds * 9.5 * 0.0000000309

    assert terabyte(50).value == pytest.approx(memory + disk, rel=1e-3)


def test_the_arithmetic_is_shown() -> None:
    told = terabyte(50).name

    assert "10^6 MB / 50.0 MB/s = 20000.000 s x (2.00 GB x 0.0000133334 USD" in told


@pytest.mark.parametrize(("speed", "verdict"), [(20, "MISSED"), (30, "ok")])
def test_slow_scans_miss_the_target(speed: float, verdict: str) -> None:
    assert terabyte(speed).verdict == verdict
