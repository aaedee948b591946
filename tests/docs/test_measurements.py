"""The page of measurements says of each number how it was got, and whether it is good enough."""

from typing import Any

import pytest

from docs.pages.measurements import Measured, records, render

RECORD = {
    "what": "CSV",
    "value": [31, 35],
    "unit": "MB/s",
    "least": 60,
    "how": "`make bench`",
    "date": "2026-11-21",
    "machine": "A",
}


@pytest.mark.parametrize(
    ("bounds", "verdict"),
    [
        ({"least": 60}, "**missed**"),
        ({"least": 33}, "**met at times**"),
        ({"least": 31}, "met"),
        ({"least": None, "most": 30}, "**missed**"),
        ({"least": None, "most": 35}, "met"),
        ({"least": None}, ""),
    ],
)
def test_a_number_tells_whether_every_run_met_its_target(
    bounds: dict[str, float | None], verdict: str
) -> None:
    assert Measured.of(RECORD | bounds).verdict == verdict


@pytest.mark.parametrize("missing", ["what", "value", "how", "date", "machine"])
def test_a_number_is_shown_only_with_how_when_and_where_it_was_got(missing: str) -> None:
    with pytest.raises((TypeError, KeyError), match=missing):
        Measured.of({name: told for name, told in RECORD.items() if name != missing})


def test_every_machine_of_a_number_is_described() -> None:
    told: Any = records()

    used = {one["machine"] for theme in told["themes"] for one in theme["measured"]}
    assert used == set(told["machines"])


def test_what_a_terabyte_costs_follows_the_speed_of_csv() -> None:
    measured = (one for theme in records()["themes"] for one in theme["measured"])
    csv = next(Measured.of(one) for one in measured if one["what"] == "CSV")

    told = render()
    seconds = [f" = {1e6 / speed:.3f} s x" for speed in csv.value]
    assert [one for one in seconds if one not in told] == []
