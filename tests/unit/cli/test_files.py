"""Owners are told what their contract declares in vain, once, and programs as part of the file."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from cli import files, profiles
from cli.main import app

NOTE = "column mail is declared to hold [EMAIL_ADDRESS], which was not found"


@pytest.fixture
def landed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Two files that are published with the same note."""
    told = {"state": "published", "rows": 1, "reason": "", "notes": [NOTE]}
    monkeypatch.setattr(profiles, "session_for", lambda *_: None)
    monkeypatch.setattr(files, "governance", lambda *_: None)
    monkeypatch.setattr(files, "land", lambda *given: given[3].name)

    def settled(*given: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - as the command calls it
        return [{"file": name, **told} for name in given[2]]

    monkeypatch.setattr(files, "follow", settled)
    paths = [tmp_path / "a.csv", tmp_path / "b.csv"]
    for path in paths:
        path.touch()
    return [str(path) for path in paths]


def test_people_read_each_note_once(landed: list[str]) -> None:
    ran = CliRunner().invoke(app, ["put", "fleet/airlines", *landed])

    assert ran.exit_code == 0, ran.exception
    assert " ".join(ran.stdout.split()).count(f"note: {NOTE}") == 1


def test_programs_read_the_notes_of_each_file(landed: list[str]) -> None:
    ran = CliRunner().invoke(app, ["put", "fleet/airlines", *landed, "--json"])

    assert [file["notes"] for file in json.loads(ran.stdout)] == [[NOTE], [NOTE]]
