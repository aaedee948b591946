"""A stream is read only a few blocks ahead of what is taken of it, and nobody waits for ever."""

import threading
import time
from collections.abc import Callable

import pytest

from mesh.scanning.formats.pacing import Paced

MANY = 100
SOON = 5.0


class Blocks:
    """A stream without end that counts how often it is read."""

    def __init__(self) -> None:
        self.read_so_far = 0

    def read(self, size: int) -> bytes:
        """Signs."""
        self.read_so_far += 1
        return b"x" * size


def reader_of(paced: Paced, times: int = MANY) -> threading.Thread:
    thread = threading.Thread(target=lambda: [paced.read(1) for _ in range(times)], daemon=True)
    thread.start()
    return thread


def comes(expected: Callable[[], bool]) -> bool:
    until = time.monotonic() + SOON
    while not expected() and time.monotonic() < until:
        time.sleep(0.01)
    return expected()


def test_nothing_is_read_far_ahead_of_who_takes_nothing() -> None:
    blocks = Blocks()
    paced = Paced(blocks)
    thread = reader_of(paced)

    thread.join(0.3)

    assert thread.is_alive()
    assert 0 < blocks.read_so_far < MANY / 10
    paced.end()


def test_each_batch_taken_lets_one_block_more_be_read() -> None:
    blocks = Blocks()
    paced = Paced(blocks)
    thread = reader_of(paced)
    thread.join(0.1)
    before = blocks.read_so_far

    for _ in range(3):
        paced.taken()

    assert comes(lambda: blocks.read_so_far == before + 3)
    paced.end()


def test_who_awaits_a_batch_that_the_blocks_do_not_give_gets_more_of_them() -> None:
    blocks = Blocks()
    paced = Paced(blocks, patience=0.01)
    thread = reader_of(paced, 20)

    with paced.awaited():
        thread.join(SOON)

    assert blocks.read_so_far == 20


@pytest.mark.parametrize("taken", [0, 3])
def test_at_the_end_nobody_waits(taken: int) -> None:
    paced = Paced(Blocks())
    thread = reader_of(paced)
    for _ in range(taken):
        paced.taken()

    paced.end()
    thread.join(SOON)

    assert not thread.is_alive()
