"""What a file leaves free in the heap is given back while it passes."""

import resource
import sys
from pathlib import Path

import pytest

from mesh.scanning.allocation import Passing

_MEGABYTE = 1 << 20


def resident() -> float:
    """Megabytes of this process."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / _MEGABYTE


@pytest.mark.skipif(sys.platform != "linux", reason="glibc alone is told to give memory back")
def test_holes_between_what_is_still_held_go_back_after_so_many_bytes_and_not_before() -> None:
    passing = Passing()
    made = [bytearray(100_000) for _ in range(1_000)]
    held = made[::10]
    del made
    before = resident()

    passing.add(_MEGABYTE)
    early = resident()
    passing.add(256 * _MEGABYTE)

    assert early == pytest.approx(before, abs=10)
    assert resident() < before - 50
    assert len(held) == 100
