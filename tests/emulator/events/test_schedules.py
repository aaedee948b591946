"""A schedule fires when it is due, and at once when somebody says so."""

import json
import urllib.error
import urllib.request
from datetime import UTC, datetime

import pytest
from botocore.exceptions import ClientError

from emulator.cloud import Cloud
from emulator.events.schedules import Clock, next_time
from tests.emulator.conftest import PRODUCER, MakeClient
from tests.emulator.events.arrange import arrived, open_queue, queue_arn
from tests.emulator.functions.arrange import bodies


def schedule(client: MakeClient, expression: str) -> str:
    url = open_queue(client, PRODUCER, "q")
    events = client("events", PRODUCER)
    events.put_rule(Name="tick", ScheduleExpression=expression)
    target = {"Id": "one", "Arn": queue_arn(PRODUCER, "q"), "Input": '{"reason": "expiry"}'}
    events.put_targets(Rule="tick", Targets=[target])
    return url


def fire(cloud: Cloud, rule: str) -> int:
    body = json.dumps({"account": PRODUCER, "rule": rule}).encode()
    url = f"{cloud.endpoint}/_emulator/schedules/fire"
    request = urllib.request.Request(url, body, method="POST")  # noqa: S310 - the emulator's own
    try:
        with urllib.request.urlopen(request) as response:  # noqa: S310 - the emulator's own
            return int(response.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def test_a_schedule_fires_on_demand(cloud: Cloud, client: MakeClient) -> None:
    url = schedule(client, "rate(1 hour)")

    assert fire(cloud, "tick") == 200
    assert arrived(client, PRODUCER, url) == {"reason": "expiry"}


def test_an_unknown_or_disabled_schedule_does_not_fire(cloud: Cloud, client: MakeClient) -> None:
    schedule(client, "rate(1 hour)")
    client("events", PRODUCER).disable_rule(Name="tick")

    assert fire(cloud, "tick") == 404
    assert fire(cloud, "nothing") == 404


def test_the_clock_fires_each_interval_and_not_before(cloud: Cloud, client: MakeClient) -> None:
    url = schedule(client, "rate(1 minute)")
    clock = Clock(cloud)

    clock.tick(1000.0)
    clock.tick(1059.0)
    early = bodies(client, PRODUCER, url)
    clock.tick(1060.0)

    assert early == []
    assert arrived(client, PRODUCER, url) == {"reason": "expiry"}


def test_a_schedule_does_not_answer_to_events(client: MakeClient) -> None:
    url = schedule(client, "rate(1 hour)")
    entry = {"Source": "test", "DetailType": "x", "Detail": "{}"}

    client("events", PRODUCER).put_events(Entries=[entry])

    assert bodies(client, PRODUCER, url) == []


def at(text: str) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()


@pytest.mark.parametrize(
    ("expression", "now", "then"),
    [
        ("rate(5 minutes)", "2026-01-01T00:00:00", "2026-01-01T00:05:00"),
        ("cron(0 10 * * ? *)", "2026-01-01T10:00:00", "2026-01-02T10:00:00"),
        ("cron(0/15 * * * ? *)", "2026-01-01T10:07:30", "2026-01-01T10:15:00"),
        ("cron(30 8 ? * MON-FRI *)", "2026-01-02T09:00:00", "2026-01-05T08:30:00"),
        ("cron(0 0 1 JAN ? *)", "2026-03-01T00:00:00", "2027-01-01T00:00:00"),
    ],
)
def test_schedules_mean_what_aws_says(expression: str, now: str, then: str) -> None:
    assert next_time(expression, at(now)) == at(then)


@pytest.mark.parametrize(
    "expression",
    [
        "rate(1 minutes)",
        "rate(5 minute)",
        "rate(0 minutes)",
        "cron(0 10 * * * *)",
        "cron(0 10 L * ? *)",
    ],
)
def test_a_schedule_that_is_none_is_refused(client: MakeClient, expression: str) -> None:
    with pytest.raises(ClientError, match="ScheduleExpression is not valid"):
        client("events", PRODUCER).put_rule(Name="r", ScheduleExpression=expression)
