"""The embedded AWS starts fast, says what is wrong in one line, and leaves nothing behind."""

import json
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from emulator.accounts import Seed, SeedError
from emulator.cloud import Cloud
from emulator.server import start

SEED = {
    "organisation": {
        "id": "o-airmesh0001",
        "management_account": "100000000000",
        "members": ["100000000001"],
    },
    "region": "eu-central-1",
}


@pytest.fixture
def seed_file(tmp_path: Path) -> Path:
    path = tmp_path / "seed.json"
    path.write_text(json.dumps(SEED), encoding="utf-8")
    return path


@pytest.fixture
def process(seed_file: Path) -> Iterator[subprocess.Popen[str]]:
    with run("--port", "0", "--seed", str(seed_file)) as running:
        yield running
        running.kill()


def run(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "emulator", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def ask(url: str, method: str = "GET", headers: dict[str, str] | None = None) -> Any:  # noqa: ANN401 - JSON
    request = urllib.request.Request(url, method=method, headers=headers or {})  # noqa: S310 - the test's own server
    with urllib.request.urlopen(request, timeout=5) as response:  # noqa: S310
        return json.load(response)


def ready(process: subprocess.Popen[str]) -> Any:  # noqa: ANN401 - JSON
    assert process.stdout is not None
    return json.loads(process.stdout.readline())


def test_it_is_ready_within_seconds_and_stops_when_asked(process: subprocess.Popen[str]) -> None:
    started = time.monotonic()

    told = ready(process)

    assert time.monotonic() - started < 10
    assert ask(f"{told['endpoint']}/_emulator/health")["ready"] is True
    assert ask(f"{told['endpoint']}/_emulator/stop", "POST") == {"stopping": True}
    assert process.wait(timeout=20) == 0


def test_a_port_in_use_is_told_in_one_line(seed_file: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("localhost", 0))
        taken.listen()
        port = str(taken.getsockname()[1])

        with run("--port", port, "--seed", str(seed_file)) as process:
            _, said = process.communicate(timeout=30)

    assert process.returncode == 1
    assert said.count("\n") == 1
    assert f"port {port} on localhost cannot be used" in said


def test_the_state_folder_goes_with_the_process(seed: Seed) -> None:
    with start(seed=seed, services=("s3",)) as running:
        folder = running.cloud.folder
        assert folder.is_dir()

    assert not folder.exists()


def test_a_new_start_knows_nothing_of_the_last(seed: Seed) -> None:
    with start(seed=seed, services=()) as running:
        account = "100000000001"
        running.cloud.moto("sqs", "CreateQueue", {"QueueName": "q"}, account=account)

    with start(seed=seed, services=()) as running:
        assert "QueueUrls" not in running.cloud.moto("sqs", "ListQueues", {}, account=account)


def test_two_at_once_in_one_process_are_refused(cloud: Cloud, seed: Seed) -> None:
    assert cloud.endpoint
    with pytest.raises(RuntimeError, match="already runs"):
        start(seed=seed)


def test_a_web_page_cannot_ask_for_keys(cloud: Cloud) -> None:
    url = f"{cloud.endpoint}/_emulator/credentials/100000000001"

    assert ask(url)["AWS_ACCESS_KEY_ID"] == "AKIAROOT100000000001"
    with pytest.raises(urllib.error.HTTPError, match="403"):
        ask(url, headers={"Host": "evil.example"})


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ([], "organisation"),
        ({"organisation": {"id": "x"}}, "id is 'x'"),
        ({"organisation": {**SEED["organisation"], "management_account": 1}}, "management_account"),  # type: ignore[dict-item]
        ({"organisation": {**SEED["organisation"], "members": ["1"]}}, "members"),  # type: ignore[dict-item]
        ({**SEED, "region": "moon"}, "region is 'moon'"),
    ],
)
def test_a_wrong_seed_is_told_by_field(content: object, told: str) -> None:
    with pytest.raises(SeedError, match=told):
        Seed.from_json(content, where="seed.json")


def test_a_missing_seed_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(SeedError, match="does not exist"):
        Seed.from_file(tmp_path / "none.json")
