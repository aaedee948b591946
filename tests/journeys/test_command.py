"""The command answers bad input with one clear message that names the fix, and no traceback."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from cli.demo import using
from cli.demo.world import World
from cli.project import ROOT


def mesh(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    return subprocess.run(
        [sys.executable, "-m", "cli", *arguments],
        cwd=ROOT,
        env=clean | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def refused(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr


def test_a_port_in_use_is_named() -> None:
    with socket.socket() as taken:
        taken.bind(("localhost", 0))
        taken.listen()
        port = str(taken.getsockname()[1])

        assert port in refused(mesh("local", "up", "--detach", "--port", port))


def test_a_second_local_up_says_that_one_runs_already(deployed: World) -> None:
    told = refused(mesh("local", "up", "--detach", "--port", str(deployed.aws.port)))

    assert "already runs" in told
    assert "mesh local down" in told


def test_a_demo_on_a_port_in_use_leaves_alone_what_runs_there(deployed: World) -> None:
    told = refused(mesh("demo", "--keep", "--port", str(deployed.aws.port)))

    assert "already runs" in told
    assert deployed.aws.health() is not None


def test_without_an_embedded_aws_the_command_says_how_to_start_it() -> None:
    assert "mesh local up" in refused(mesh("local", "env", "fleet", "--port", "1"))


def test_an_unknown_domain_is_answered_with_the_nearest(deployed: World) -> None:
    told = refused(mesh("local", "env", "fleat/owner", "--port", str(deployed.aws.port)))

    assert "did you mean 'fleet'" in told


def test_a_contract_with_an_unknown_type_is_answered_with_line_and_advice(tmp_path: Path) -> None:
    source = ROOT / "domains/fleet/products/airlines.odcs.yaml"
    path = tmp_path / "fleet/products/airlines.odcs.yaml"
    path.parent.mkdir(parents=True)
    text = source.read_text(encoding="utf-8")
    path.write_text(
        text.replace("physicalType: string", "physicalType: strin", 1), encoding="utf-8"
    )

    told = refused(mesh("product", "validate", str(path)))

    assert "did you mean 'string'?" in told
    assert f"{path}:" in told


def test_bad_usage_exits_with_two() -> None:
    assert mesh("request").returncode == 2


def test_every_command_prints_json_for_programs_and_text_for_people(granted: World) -> None:
    endpoint = {"AWS_ENDPOINT_URL": granted.aws.endpoint}
    commands = (
        ("domain", "list", "--as", "governance/auditor"),
        ("product", "list", "--as", using.ANALYST),
        ("product", "show", "fleet/planes", "--as", using.ANALYST),
        ("search", "delay", "--as", using.ANALYST),
        ("requests", "--as", using.ANALYST),
        ("grants", "flight-ops/flights", "--as", "flight-ops/owner"),
        ("audit", "--as", "governance/auditor"),
        ("status", "--as", "governance/auditor"),
        ("publications", "fleet/planes", "--as", "fleet/owner"),
        ("quarantine", "list", "--as", "loyalty/owner"),
        ("query", "SELECT 1 AS one", "--as", using.ANALYST),
        ("product", "validate"),
        ("local", "status", "--port", str(granted.aws.port)),
    )
    for command in commands:
        done = mesh(*command, "--json", **endpoint)
        assert done.returncode == 0, (command, done.stderr)
        json.loads(done.stdout)
        for_people = mesh(*command, **endpoint)
        assert for_people.returncode == 0, (command, for_people.stderr)


def test_the_audit_trail_names_people_as_they_are_written(granted: World) -> None:
    done = mesh("audit", "--as", "governance/auditor", AWS_ENDPOINT_URL=granted.aws.endpoint,
                COLUMNS="200")  # fmt: skip

    assert using.ANALYST in done.stdout
    assert "flight-ops/owner" in done.stdout


def test_a_query_with_a_syntax_error_is_one_message(granted: World) -> None:
    done = mesh("query", "SELEC 1", "--as", using.ANALYST, AWS_ENDPOINT_URL=granted.aws.endpoint)

    assert "line 1" in refused(done)


def test_asking_for_an_unknown_product_is_not_found(granted: World) -> None:
    done = mesh("product", "show", "fleet/helicopters", "--as", using.ANALYST,
                AWS_ENDPOINT_URL=granted.aws.endpoint)  # fmt: skip

    assert "helicopters" in refused(done)


@pytest.mark.parametrize("command", ["demo", "put", "search", "request", "approve", "query"])
def test_every_command_explains_itself(command: str) -> None:
    done = mesh(command, "--help")

    assert done.returncode == 0
    assert "--json" in done.stdout
