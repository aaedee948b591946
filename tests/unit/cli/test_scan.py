"""`mesh scan` tells people and programs what it found, and by its exit code if it saw all."""

import errno
import gzip
import json
import os
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner, Result

from cli import output, project
from cli.main import app
from emulator.accounts import Organisation, Seed
from emulator.server import start
from mesh.errors import MeshError, RefusedError

MAIL = "ada@example.org"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "people.txt").write_text(f"name,mail\nN1,{MAIL}\nN2,\n", encoding="utf-8")
    (tmp_path / "inside").mkdir()
    (tmp_path / "inside" / "planes").write_bytes(gzip.compress(b"id,seats\n1,5\n2,6\n"))
    return tmp_path


def shown_to_people(folder: Path, monkeypatch: pytest.MonkeyPatch, width: int) -> Result:
    monkeypatch.setattr(output, "console", Console(width=width))
    return CliRunner().invoke(app, ["scan", str(folder)])


def test_a_program_gets_one_object_per_file(folder: Path) -> None:
    ran = CliRunner().invoke(app, ["scan", str(folder), "--json"])

    clean, personal = json.loads(ran.stdout)
    assert ran.exit_code == 0
    assert (clean["path"], clean["format"]) == (str(folder / "inside" / "planes"), "csv.gzip")
    assert clean["columns"] == [{"name": "id", "entities": []}, {"name": "seats", "entities": []}]
    assert personal.keys() == {
        "path", "format", "bytes", "rows", "status", "reason", "complete", "seconds", "columns",
        "errors",
    }  # fmt: skip
    assert (personal["status"], personal["complete"], personal["reason"]) == (
        "COMPLETE",
        True,
        None,
    )
    (entity,) = personal["columns"][1]["entities"]
    assert (entity["type"], entity["count"], entity["share"]) == ("EMAIL_ADDRESS", 1, 1.0)
    assert entity["class"] == "personal"
    assert "structure" in entity["why"][0]


def test_a_program_is_told_which_kinds_sentences_hold(tmp_path: Path) -> None:
    cell = f"Please send the bill for the old lamp to {MAIL} before noon."
    (tmp_path / "notes.txt").write_text(f"id,notes\nN1,{cell}\nN2,{cell}\n", encoding="utf-8")

    ran = CliRunner().invoke(app, ["scan", str(tmp_path / "notes.txt"), "--json"])

    (file,) = json.loads(ran.stdout)
    (text,) = [one for one in file["columns"][1]["entities"] if one["type"] == "PII_IN_TEXT"]
    assert (text["count"], text["spans"]) == (2, {"EMAIL_ADDRESS": 2})
    assert MAIL not in ran.stdout


def test_files_are_judged_by_the_rules_of_mesh_yaml(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = f"""
personalData:
  detectors: [{{name: SEAT, pattern: '^6$'}}]
  allow: [{{values: [{MAIL}], owner: ada, reason: She is long gone.}}]
"""
    mesh_file = tmp_path / "mesh.yaml"
    mesh_file.write_text(project.MESH_FILE.read_text(encoding="utf-8") + rules, encoding="utf-8")
    monkeypatch.setattr(project, "MESH_FILE", mesh_file)

    ran = CliRunner().invoke(app, ["scan", str(folder), "--json"])

    found = {
        (column["name"], entity["type"])
        for file in json.loads(ran.stdout)
        if not file["path"].endswith("mesh.yaml")
        for column in file["columns"]
        for entity in column["entities"]
    }
    assert found == {("seats", "CUSTOM:SEAT")}


def test_people_get_a_table_without_any_value(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = shown_to_people(folder, monkeypatch, width=300)

    assert "EMAIL_ADDRESS" in ran.output
    assert "CLEAN" in ran.output
    assert MAIL not in ran.output


def test_a_file_that_was_not_seen_whole_is_an_error_and_the_others_are_told(folder: Path) -> None:
    (folder / "cut.json").write_text('[{"a": 1}, ', encoding="utf-8")

    ran = CliRunner().invoke(app, ["scan", str(folder), "--json"])

    assert [each["reason"] for each in json.loads(ran.stdout)] == ["TRUNCATED", None, None]
    assert isinstance(ran.exception, RefusedError)
    assert "1 of 3 files" in str(ran.exception)
    assert "cut.json" in str(ran.exception)


def test_what_is_no_file_is_told_and_never_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "pipe")

    ran = CliRunner().invoke(app, ["scan", str(folder), "--json"])

    (told,) = [each for each in json.loads(ran.stdout) if each["path"].endswith("pipe")]
    assert (told["status"], told["reason"]) == ("SKIPPED", "UNREADABLE")
    assert told["errors"] == ["it is a pipe or a device, and no file"]
    assert "1 of 3 files" in str(ran.exception)


def test_a_folder_that_cannot_be_read_is_told_and_never_taken_for_empty(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = os.scandir

    def refusing(path: str) -> object:
        if str(path).endswith("inside"):
            raise PermissionError(errno.EACCES, "Permission denied", path)
        return listed(path)

    monkeypatch.setattr(os, "scandir", refusing)

    ran = CliRunner().invoke(app, ["scan", str(folder), "--json"])

    (told,) = [each for each in json.loads(ran.stdout) if each["path"].endswith("inside")]
    assert (told["status"], told["reason"]) == ("SKIPPED", "UNREADABLE")
    assert told["errors"] == ["the folder cannot be read: Permission denied"]
    assert ran.exit_code == 1


def test_links_are_not_followed_and_an_empty_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "around").symlink_to(tmp_path)
    (tmp_path / "nowhere").symlink_to(tmp_path / "none")

    ran = CliRunner().invoke(app, ["scan", str(tmp_path)])

    assert isinstance(ran.exception, MeshError)
    assert "holds no file" in str(ran.exception)


def test_a_files_name_cannot_move_the_cursor_and_programs_get_it_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    odd = tmp_path / "\x1b[2J\udcff.csv"
    odd.write_text(f"name,mail\nN1,{MAIL}\n", encoding="utf-8")

    shown = shown_to_people(tmp_path, monkeypatch, width=300)
    told = CliRunner().invoke(app, ["scan", str(tmp_path), "--json"])

    assert "\x1b[2J" not in shown.output
    assert "EMAIL_ADDRESS" in shown.output
    assert [each["path"] for each in json.loads(told.stdout)] == [str(odd)]


def test_the_rows_that_hold_it_and_what_names_hold_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = "".join(f'{{"note": "{MAIL if place in {3, 7} else 0}"}}\n' for place in range(9))
    (tmp_path / "a.json").write_text(f'{rows}{{"{MAIL}": 1}}\n', encoding="utf-8")

    told = CliRunner().invoke(app, ["scan", str(tmp_path), "--json"])
    shown = shown_to_people(tmp_path, monkeypatch, width=200)

    (file,) = json.loads(told.stdout)
    by_column = {each["name"]: each["entities"] for each in file["columns"]}
    assert by_column["note"][0]["rows"] == [4, 8]
    assert by_column["names of columns"][0]["type"] == "EMAIL_ADDRESS"
    assert "4, 8" in shown.output
    assert MAIL not in told.stdout + shown.output


def test_the_table_fits_a_terminal_of_eighty_columns(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = shown_to_people(folder, monkeypatch, width=80)

    assert max(map(len, ran.stdout.splitlines())) <= 80
    assert "EMAIL_ADDRESS" in ran.stdout


def test_a_path_that_is_not_there_is_refused(tmp_path: Path) -> None:
    ran = CliRunner().invoke(app, ["scan", str(tmp_path / "none")])

    assert isinstance(ran.exception, MeshError)
    assert "does not exist" in str(ran.exception)


@pytest.mark.parametrize(
    ("address", "names"),
    [
        ("s3://files/in/a.csv", ["in/a.csv"]),
        ("s3://files/in", ["in/a.csv", "in/b.csv"]),
        ("s3://files/", ["in/a.csv", "in/b.csv", "inner.csv"]),
    ],
)
def test_objects_are_scanned_by_key_and_below_a_prefix(
    monkeypatch: pytest.MonkeyPatch, address: str, names: list[str]
) -> None:
    organisation = Organisation(
        id="o-scan000001", management_account="100000000000", members=frozenset()
    )
    with start(seed=Seed(organisation=organisation), services=("sts", "s3")) as running:
        administrator = running.cloud.administrator("200000000001")
        s3 = running.cloud.client("s3", administrator)
        region = {"LocationConstraint": running.cloud.region}
        s3.create_bucket(Bucket="files", CreateBucketConfiguration=region)
        monkeypatch.setenv("AWS_ENDPOINT_URL", running.cloud.endpoint)
        monkeypatch.setenv("AWS_DEFAULT_REGION", running.cloud.region)
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", administrator.access_key)
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", administrator.secret_key)
        monkeypatch.delenv("AWS_SESSION_TOKEN", raising=False)
        for key in ("in/a.csv", "in/b.csv", "inner.csv"):
            s3.put_object(Bucket="files", Key=key, Body=f"name,mail\nN1,{MAIL}\n".encode())

        ran = CliRunner().invoke(app, ["scan", address, "--json"])

    assert [each["path"] for each in json.loads(ran.stdout)] == [
        f"s3://files/{key}" for key in names
    ]
    assert MAIL not in ran.stdout
