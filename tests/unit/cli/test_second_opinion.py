"""Comprehend is asked only by who agrees to its price, and no cell is ever shown."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from cli.main import app
from mesh.aws.comprehend import Comprehend
from mesh.errors import RefusedError
from tests.unit.mesh.aws.test_comprehend import entity, stubbed

MAIL = "ada@example.org"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Texts that Comprehend is sent; it finds a name in each."""
    sent: list[str] = []
    client, stub = stubbed()
    for _ in range(3):
        stub.add_response("detect_pii_entities", {"Entities": [entity("NAME", 0, 3)]})
    stub.activate()

    class Noting(Comprehend):
        def spans(self, text: str) -> Any:  # noqa: ANN401 - as its base's
            sent.append(text)
            return super().spans(text)

    monkeypatch.setattr(Comprehend, "connect", lambda *_: Noting(client))
    return sent


@pytest.fixture
def people(tmp_path: Path) -> Path:
    path = tmp_path / "people.csv"
    path.write_text(f"id,mail\n1,{MAIL}\n2,{MAIL}\n", encoding="utf-8")
    return path


def run(*arguments: str, given: str | None = None) -> Any:  # noqa: ANN401 - of the runner
    return CliRunner().invoke(app, ["scan", *arguments], input=given)


def test_nobody_is_asked_unless_it_is_wanted(people: Path, asked: list[str]) -> None:
    assert run(str(people)).exit_code == 0
    assert asked == []


def test_the_price_comes_first_and_a_no_sends_nothing(people: Path, asked: list[str]) -> None:
    ran = run(str(people), "--comprehend", given="n\n")

    assert isinstance(ran.exception, RefusedError)
    assert "nothing was sent to Amazon Comprehend" in str(ran.exception)
    assert "units of 100 characters (at least 3 a cell) x USD 0.0001 = USD" in ran.stderr
    assert asked == []


@pytest.mark.parametrize(("option", "given"), [((), "y\n"), (("--yes",), None)])
def test_who_agrees_sees_what_was_said_and_no_cell(
    people: Path, asked: list[str], option: tuple[str, ...], given: str | None
) -> None:
    ran = run(str(people), "--comprehend", *option, given=given)

    assert ran.exit_code == 0, ran.exception
    assert MAIL in asked
    assert "PERSON" in ran.stdout
    assert "found by scan" in ran.stdout
    assert "ada" not in ran.output


def test_a_program_gets_both_opinions_as_json(people: Path, asked: list[str]) -> None:
    ran = run(str(people), "--comprehend", "--yes", "--json")

    (file,) = json.loads(ran.stdout)
    said = [one for one in file["second_opinion"] if one["column"] == "mail"]
    assert [(one["type"], one["found_by_scan"]) for one in said] == [("PERSON", False)]
    assert file["columns"][1]["entities"][0]["type"] == "EMAIL_ADDRESS"
    assert asked


def test_a_program_that_does_not_agree_gets_the_scan_alone(people: Path, asked: list[str]) -> None:
    ran = run(str(people), "--comprehend", "--json")

    assert isinstance(ran.exception, RefusedError)
    assert json.loads(ran.stdout)[0]["second_opinion"] is None
    assert asked == []
