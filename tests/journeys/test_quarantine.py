"""The owner's word publishes exactly what it names, in exactly one version of a file."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from cli.demo.world import World
from cli.files import follow
from cli.project import ROOT
from tests.journeys.test_files import BOOKINGS, HEADER, booking, count, settle

EMAIL = "remarks=EMAIL_ADDRESS"


def release(
    world: World, settled: dict[str, object], *options: str, who: str = "loyalty/owner"
) -> subprocess.CompletedProcess[str]:
    command = ("quarantine", "release", "loyalty/bookings", str(settled["id"]), *options)
    clean = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    return subprocess.run(
        [sys.executable, "-m", "cli", *command, "--as", who],
        cwd=ROOT,
        env=clean | {"AWS_ENDPOINT_URL": world.aws.endpoint},
        capture_output=True,
        text=True,
        check=False,
    )


def refused(world: World, name: str, *bookings: str) -> dict[str, object]:
    settled = settle(world, BOOKINGS, name, (HEADER + "".join(bookings)).encode())
    assert settled["state"] == "quarantined", settled
    return settled


def after(world: World, settled: dict[str, object]) -> dict[str, Any]:
    (now,) = follow(world.api("loyalty/owner"), BOOKINGS, [str(settled["id"])])
    return now


def test_a_waived_finding_publishes_the_file_and_the_records_name_the_waiver(landed: World) -> None:
    settled = refused(landed, "desk.csv", booking(940_001, "desk@airline.example.org"))

    done = release(landed, settled, "--reason", "a desk's address", "--waive", EMAIL, "--json")

    assert done.returncode == 0, done.stderr
    (waiver,) = json.loads(done.stdout)["waivers"]
    now = after(landed, settled)
    assert now["state"] == "published", now
    assert waiver["until"] in now["waived"][0]
    assert "EMAIL_ADDRESS" in now["waived"][0]
    assert count(landed, "booking_id = 940001") == 1
    trail = landed.api("loyalty/owner").call("GET", "/audit")["records"]
    (record,) = [each for each in trail if str(settled["id"]) in each["subject"]]
    assert record["action"] == "release"
    assert record["actor"].endswith(":role/loyalty-owner")
    assert f"waives {EMAIL} until {waiver['until']}" in record["detail"]


def test_another_finding_in_the_same_file_refuses_it_again(landed: World) -> None:
    settled = refused(
        landed, "two.csv", booking(940_002, "desk@airline.example.org 4111 1111 1111 1111")
    )

    done = release(landed, settled, "--reason", "a desk's address", "--waive", EMAIL)

    assert done.returncode == 0, done.stderr
    assert "is released" in done.stdout
    now = after(landed, settled)
    assert now["state"] == "quarantined"
    assert "CREDIT_CARD" in now["reason"]
    assert "EMAIL_ADDRESS" not in now["reason"]
    assert count(landed, "booking_id = 940002") == 0


@pytest.mark.parametrize(
    ("options", "who", "status", "words"),
    [
        ((), "loyalty/owner", 1, "nothing changed since"),
        (("--waive", "remarks=US_SSN"), "loyalty/owner", 1, f"found: {EMAIL}"),
        (("--waive", "remarks"), "loyalty/owner", 2, "COLUMN=KIND"),
        (("--waive", EMAIL), "loyalty/engineer", 1, "only arn:aws:iam::"),
        (("--waive", EMAIL), "fleet/owner", 1, "only arn:aws:iam::"),
    ],
)
def test_without_a_change_or_the_owner_nothing_is_released(
    landed: World, options: tuple[str, ...], who: str, status: int, words: str
) -> None:
    name = f"kept-{len(options)}-{status}-{who.replace('/', '-')}-{len(words)}.csv"
    settled = refused(landed, name, booking(940_003, "desk@airline.example.org"))

    done = release(landed, settled, "--reason", "please", *options, who=who)

    assert (done.returncode, "Traceback" in done.stderr) == (status, False)
    assert words in " ".join(done.stderr.split())
    assert after(landed, settled)["state"] == "quarantined"
    assert count(landed, "booking_id = 940003") == 0
