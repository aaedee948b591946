"""Bad input through the command: one message that names the fix, no traceback, the right exit."""

import json
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.demo import using
from cli.demo.world import World
from cli.project import ROOT
from tests.journeys.test_command import mesh, refused


@pytest.fixture
def taken_port() -> Iterator[str]:
    """A port that something else listens on."""
    with socket.socket() as taken:
        taken.bind(("localhost", 0))
        taken.listen()
        yield str(taken.getsockname()[1])


def changed_checkout(folder: Path, old: str, new: str) -> Path:
    """What the command needs of the checkout, with another mesh.yaml."""
    for package in ("cli", "mesh"):
        shutil.copytree(ROOT / package, folder / package)
    text = (ROOT / "mesh.yaml").read_text(encoding="utf-8")
    assert old in text
    (folder / "mesh.yaml").write_text(text.replace(old, new), encoding="utf-8")
    return folder


def mesh_in(checkout: Path, *arguments: str, endpoint: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "cli", *arguments],
        cwd=checkout,
        env={"PATH": "/usr/bin:/bin", "AWS_ENDPOINT_URL": endpoint},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_missing_account_in_the_mesh_file_is_named_with_its_domain(tmp_path: Path) -> None:
    checkout = changed_checkout(tmp_path, 'fleet: {account: "200000000002", ', "fleet: {")

    told = refused(mesh_in(checkout, "domain", "list", endpoint="http://localhost:1"))

    assert "mesh.yaml" in told
    assert "fleet" in told
    assert "account" in told


def test_a_domain_name_of_another_account_is_not_given_away(
    deployed: World, tmp_path: Path
) -> None:
    checkout = changed_checkout(tmp_path, '"200000000002"', '"200000000077"')

    told = refused(
        mesh_in(
            checkout,
            "domain",
            "add",
            "fleet",
            "--as",
            "governance/platform",
            endpoint=deployed.aws.endpoint,
        )
    )

    assert "domain fleet belongs to account 200000000002" in told
    assert "choose another name" in told


def test_an_unknown_domain_is_not_invited(deployed: World) -> None:
    told = refused(
        mesh(
            "domain",
            "add",
            "fleat",
            "--as",
            "governance/platform",
            AWS_ENDPOINT_URL=deployed.aws.endpoint,
        )
    )

    assert "mesh.yaml has no domain 'fleat'; did you mean 'fleet'?" in told


@pytest.mark.parametrize(
    ("product", "name", "body", "reason"),
    [
        (
            "fleet/airlines",
            "bad.parquet",
            b"PAR1 this is no parquet file PAR1",
            "CORRUPT (parquet)",
        ),
        ("fleet/airlines", "nothing.csv", b"", "The file is empty"),
        ("fleet/helicopters", "h.csv", b"a\n1\n", "no product 'helicopters'"),
    ],
)
def test_a_file_that_cannot_be_published_is_told_of_and_kept_in_quarantine(
    landed: World, tmp_path: Path, product: str, name: str, body: bytes, reason: str
) -> None:
    (tmp_path / name).write_bytes(body)
    endpoint = {"AWS_ENDPOINT_URL": landed.aws.endpoint}

    done = mesh("put", product, str(tmp_path / name), "--as", "fleet/engineer", **endpoint,
                COLUMNS="300")  # fmt: skip

    assert "mesh quarantine list" in refused(done)
    assert reason in done.stdout
    waiting = mesh("quarantine", "list", "--as", "fleet/owner", "--json", **endpoint)
    assert f"/{name}#" in json.dumps([file["id"] for file in json.loads(waiting.stdout)])


def test_a_file_that_is_not_there_is_named_before_anything_lands(deployed: World) -> None:
    done = mesh("put", "fleet/airlines", "no-such-file.csv", "--as", "fleet/engineer",
                AWS_ENDPOINT_URL=deployed.aws.endpoint)  # fmt: skip

    assert "no-such-file.csv is no file; nothing was landed" in refused(done)


def test_a_port_in_use_is_named_in_the_foreground_too(taken_port: str) -> None:
    told = refused(mesh("local", "up", "--port", taken_port))

    assert taken_port in told
    assert "choose another --port" in told


def test_a_second_local_up_in_the_foreground_says_how_to_stop_the_first(deployed: World) -> None:
    port = str(deployed.aws.port)

    assert f"mesh local down --port {port}" in refused(mesh("local", "up", "--port", port))


@pytest.mark.parametrize("form", [[], ["--json"]])
def test_a_status_of_nothing_is_an_exit_of_one_in_either_form(form: list[str]) -> None:
    done = mesh("local", "status", "--port", "1", *form)

    assert "mesh local up --port 1" in refused(done)
    assert not form or json.loads(done.stdout)["running"] is False


@pytest.mark.parametrize(
    "command",
    [
        ("deny", "a1", "--why"),
        ("revoke", "a1", "--why"),
        ("request", "fleet/planes", "--until", "2027-01-01", "--purpose"),
        ("quarantine", "discard", "fleet/planes", "f", "--reason"),
        ("quarantine", "release", "fleet/planes", "f", "--reason"),
    ],
)
def test_a_reason_that_is_too_long_is_bad_usage(command: tuple[str, ...]) -> None:
    done = mesh(*command, "x" * 501, COLUMNS="300")

    assert done.returncode == 2
    assert "501 characters" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_period_that_is_none_is_refused_with_an_example(deployed: World) -> None:
    done = mesh("audit", "--since", "may", "--as", using.ANALYST,
                AWS_ENDPOINT_URL=deployed.aws.endpoint)  # fmt: skip

    assert "write a month like 2027-03" in refused(done)
