"""A table fits the terminal: columns go before words are torn, and it is told."""

import io

import pytest
from rich.console import Console

from cli import output

GRANT = {
    "product": "flight-ops/flights@1",
    "principal": "network-planning/analyst",
    "columns": ["year", "month", "day", "hour", "dep_delay", "carrier"],
    "rows": "origin = 'JFK' AND month <= 6",
    "until": "2027-03-31",
    "state": "active",
}


def shown(width: int, monkeypatch: pytest.MonkeyPatch, **more: object) -> tuple[list[str], str]:
    """The printed lines, and what is said beside them."""
    printed, said = io.StringIO(), io.StringIO()
    monkeypatch.setattr(output, "console", Console(file=printed, width=width))
    monkeypatch.setattr(output, "progress_console", Console(file=said, width=200))
    output.show_rows(
        [GRANT | more], list(GRANT), as_json=False, empty="none", extra=["until", "rows"]
    )
    return [line.rstrip() for line in printed.getvalue().splitlines()], said.getvalue()


def test_a_wide_terminal_shows_all_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    lines, said = shown(200, monkeypatch)

    assert len(lines) == 2
    assert "year, month, day, hour, dep_delay, carrier" in lines[1]
    assert said == ""


def test_a_narrow_terminal_leaves_out_columns_and_says_which(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lines, said = shown(88, monkeypatch)

    assert lines[0].split() == ["product", "principal", "columns", "state"]
    assert lines[1].split()[:2] == ["flight-ops/flights@1", "network-planning/analyst"]
    assert "year, month and 4 more" in lines[1]
    assert "without until, rows" in said
    assert "--json" in said


def test_what_fits_without_one_column_loses_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    lines, _ = shown(140, monkeypatch)

    assert lines[0].split() == ["product", "principal", "columns", "rows", "state"]
    assert len(lines) == 2


def test_an_id_is_never_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    lines, _ = shown(60, monkeypatch, state="in-a-state-of-many-characters")

    assert any("in-a-state-of-many-characters" in line for line in lines)


def test_json_is_whole_at_any_width(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(output, "console", Console(width=20))

    output.show_rows([GRANT], ["product"], as_json=True, empty="none", extra=["product"])

    assert "origin = 'JFK' AND month <= 6" in capsys.readouterr().out
