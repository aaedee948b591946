"""What a file holds is in the file alone: no log, record, message or answer repeats a value."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from cli.demo.world import World
from cli.files import follow
from cli.project import ROOT
from tests.journeys.canary_files import CANARIES, NEEDLES, PEOPLE, files
from tests.journeys.test_files import BOOKINGS, land


@pytest.fixture(scope="module")
def alerts(landed: World) -> str:
    """A queue that hears what governance is told."""
    session = landed.session("governance")
    sqs, sns = session.client("sqs"), session.client("sns")
    names = landed.mesh.names
    topic = f"arn:aws:sns:{names.region}:{names.governance_account}:mesh-alerts"
    queue = f"arn:aws:sqs:{names.region}:{names.governance_account}:canary-alerts"
    delivers = {
        "Effect": "Allow",
        "Principal": {"Service": "sns.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": queue,
        "Condition": {"ArnEquals": {"aws:SourceArn": topic}},
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [delivers]})
    url = sqs.create_queue(QueueName="canary-alerts", Attributes={"Policy": policy})["QueueUrl"]
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue)
    return str(url)


@pytest.fixture(scope="module")
def settled(landed: World, alerts: str) -> list[dict[str, Any]]:
    """Every file at its end."""
    assert alerts
    identities = [land(landed, BOOKINGS, f"canary-{name}", body) for name, body in files().items()]
    return follow(landed.api("loyalty/owner"), BOOKINGS, identities)


def registry(world: World) -> Iterator[str]:
    dynamo = world.session("governance").client("dynamodb")
    for page in dynamo.get_paginator("scan").paginate(TableName="mesh-registry"):
        for item in page["Items"]:
            yield str(item)


def logs(world: World) -> Iterator[str]:
    for account in ("governance", "loyalty"):
        client = world.session(account).client("logs")
        for group in client.describe_log_groups()["logGroups"]:
            pages = client.get_paginator("filter_log_events").paginate(
                logGroupName=group["logGroupName"]
            )
            for page in pages:
                yield from (event["message"] for event in page["events"])


def messages(world: World) -> Iterator[str]:
    """Whatever waits in any queue, the queue of the alerts and dead letters among them."""
    sqs = world.session("governance").client("sqs")
    for url in sqs.list_queues()["QueueUrls"]:
        while found := sqs.receive_message(
            QueueUrl=url, MaxNumberOfMessages=10, VisibilityTimeout=600
        ).get("Messages"):
            yield from (message["Body"] for message in found)


def command(world: World, *arguments: str) -> str:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    done = subprocess.run(
        [sys.executable, "-m", "cli", *arguments, "--as", "loyalty/owner"],
        cwd=ROOT,
        env=clean | {"AWS_ENDPOINT_URL": world.aws.endpoint, "COLUMNS": "500"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr
    return done.stdout + done.stderr


def leaks(texts: Iterator[str]) -> list[tuple[str, str]]:
    return [
        (needle, text[max(0, place - 200) : place + 100])
        for text in texts
        for needle in NEEDLES
        if (place := text.lower().find(needle.lower())) >= 0
    ]


def test_the_search_sees_a_value_wherever_it_stands() -> None:
    for value in (*CANARIES.values(), *PEOPLE):
        assert leaks(iter([f"at {value.upper()}, and so on"])), value


def test_every_canary_refuses_its_file_with_a_reason(settled: list[dict[str, Any]]) -> None:
    assert len(settled) == len(files())
    assert {str(file["state"]) for file in settled} == {"quarantined"}, [
        file["file"] for file in settled if file["state"] != "quarantined"
    ]
    assert all(file["reason"] for file in settled)


def test_the_registry_holds_no_value(landed: World, settled: list[dict[str, Any]]) -> None:
    texts = list(registry(landed))

    assert sum("canary-" in text for text in texts) >= len(settled)
    assert leaks(iter(texts)) == []


def test_no_function_logs_a_value(landed: World, settled: list[dict[str, Any]]) -> None:
    assert settled
    texts = list(logs(landed))

    assert len(texts) > len(settled)
    assert leaks(iter(texts)) == []


def test_no_message_carries_a_value(landed: World, settled: list[dict[str, Any]]) -> None:
    texts = list(messages(landed))

    assert sum("file-refused" in text for text in texts) >= len(settled)
    assert leaks(iter(texts)) == []


def test_the_command_shows_no_value(landed: World, settled: list[dict[str, Any]]) -> None:
    shown = [
        command(landed, "quarantine", "list", "loyalty/bookings"),
        command(landed, "quarantine", "list", "loyalty/bookings", "--json"),
        command(landed, "audit"),
        command(landed, "status"),
    ]

    assert all(str(file["id"]) in shown[1] for file in settled)
    assert leaks(iter(shown)) == []
