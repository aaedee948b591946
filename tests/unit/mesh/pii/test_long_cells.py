"""A long cell costs as much as it is long: no text makes a pattern go over it again and again."""

import time

import pytest

from tests.unit.mesh.pii.test_engine import found_in

MAIL = "ada@example.org"
UNITS = [
    "word ", "a1 ", "1", "9-", "a.b", "x@", "@a.", "+1 ", "GB33", ":ab", "//u:", "é1 ", "-----",
    "eyJ", "= ",
]  # fmt: skip
SHORT, LONG = 20_000, 160_000


def seconds(unit: str, size: int) -> float:
    cells = [unit * (size // len(unit)) + f" {MAIL}", *[f"{MAIL} {place}" for place in range(9)]]
    began = time.process_time()
    assert "EMAIL_ADDRESS" in found_in(cells)
    return time.process_time() - began


@pytest.mark.parametrize("unit", UNITS)
def test_eight_times_the_length_takes_no_fifty_times_the_time(unit: str) -> None:
    seconds(unit, 100)

    assert seconds(unit, LONG) < 0.2 + 40 * seconds(unit, SHORT)
