"""`mesh demo --json` tells the whole story as one object, and exits 0 only if all went as told."""

import json
import subprocess
import sys

import pytest

from cli.project import ROOT


@pytest.fixture(scope="module")
def report() -> dict[str, object]:
    command = [sys.executable, "-m", "cli", "demo", "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told: dict[str, object] = json.loads(done.stdout)
    return told


def test_every_step_goes_as_told(report: dict[str, object]) -> None:
    steps = report["steps"]
    assert isinstance(steps, list)

    assert len(steps) == 8
    assert all(step["ok"] and step["seconds"] >= 0 for step in steps)


def test_the_analyst_is_refused_before_the_grant_and_after_the_revocation(
    report: dict[str, object],
) -> None:
    assert report["refused_before_grant"] is True
    assert report["refused_after_revoke"] is True


def test_the_answer_joins_delay_weather_and_plane_age(report: dict[str, object]) -> None:
    answer = report["answer"]
    assert isinstance(answer, dict)

    assert answer["columns"] == ["low_sight", "plane_age", "departures", "mean_delay"]
    assert len(answer["rows"]) == 6


def test_hidden_and_personal_columns_are_refused(report: dict[str, object]) -> None:
    assert report["refused_columns"] == ["flight-ops/flights.dest", "loyalty/passengers.email"]


def test_the_leaking_file_is_quarantined_with_masked_evidence(report: dict[str, object]) -> None:
    quarantined = report["quarantined"]
    assert isinstance(quarantined, list)
    (refused,) = quarantined

    assert refused["product"] == "loyalty/bookings"
    assert "EMAIL_ADDRESS" in refused["reason"]
    assert "xxxx@xxxx" in refused["reason"]
    assert "@example" not in refused["reason"]


def test_every_query_is_kept_as_evidence(report: dict[str, object]) -> None:
    evidence = report["evidence"]
    assert isinstance(evidence, list)

    assert all(
        set(entry) == {"step", "principal", "sql", "query_execution_id", "state", "error"}
        for entry in evidence
    )
    assert {entry["state"] for entry in evidence} == {"SUCCEEDED", "FAILED"}
