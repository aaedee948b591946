"""What a file holds is in the file alone: no log, record, message or answer repeats a value."""

import gzip
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cli.demo.world import World
from cli.files import follow
from cli.project import ROOT
from tests.journeys.test_files import BOOKINGS, HEADER, land
from tests.unit.mesh.pii.canaries import cells, needles, sentences

CANARIES = {
    "e-mail": "zebulon.quistgaard@canary-mail.example.org",
    "phone": "+1 212-736-5087",
    "card": "5105105105105100",
    "IBAN": "GB33BUKB20201555555555",
    "SSN": "536-22-8726",
    "IP": "198.51.100.237",
}
GIVEN = [
    "Jessica",
    "Michael",
    "Sarah",
    "David",
    "Emma",
    "Laura",
    "Thomas",
    "Daniel",
    "Julia",
    "Robert",
    "Anna",
    "Peter",
]
PEOPLE = tuple(f"{given} Quistgaard" for given in GIVEN)
# A part is as telling as the whole.
NEEDLES = (
    *CANARIES.values(), "quistgaard", "zebulon", "canary-mail", "2127365087", "536228726",
    *needles(),
)  # fmt: skip
ALL = " ".join((*CANARIES.values(), *PEOPLE))
ROW: dict[str, Any] = {
    "booking_id": 1, "passenger_id": 1, "carrier": "UA", "flight": 1, "flight_date": "2013-08-01",
    "origin": "EWR", "dest": "ORD", "fare": 1.0, "remarks": "",
}  # fmt: skip


def rows(changes: Mapping[str, Any]) -> list[dict[str, Any]]:
    """One row, or one for each name where people are meant: a column is told by many."""
    people = changes.get("remarks") == PEOPLE
    chosen = PEOPLE if people else (changes.get("remarks", ""),)
    return [
        {**ROW, **changes} | {"booking_id": changes.get("booking_id", n), "remarks": each}
        for n, each in enumerate(chosen, 1)
    ]


def csv(**changes: object) -> bytes:
    lines = [",".join(rows(changes)[0])]
    lines += [",".join(str(value) for value in row.values()) for row in rows(changes)]
    return "".join(f"{line}\n" for line in lines).encode()


def parquet(**changes: object) -> bytes:
    sink = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows(changes)), sink)
    return sink.getvalue()


def jsonl(**changes: object) -> bytes:
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows(changes))


def files() -> Mapping[str, bytes]:
    """Each kind alone in a declared column, and all of them where a reader stumbles."""
    header = HEADER.strip()
    row = "1,1,UA,1,2013-08-01,EWR,ORD,1.0"
    alone = {
        f"{kind}{end}": write(remarks=f"call {value} now")
        for kind, value in CANARIES.items()
        for end, write in ((".csv", csv), (".jsonl", jsonl), (".parquet", parquet))
    }
    people = {
        f"person{end}": write(remarks=PEOPLE)
        for end, write in ((".csv", csv), (".jsonl", jsonl), (".parquet", parquet))
    }
    return (
        alone
        | people
        | every_kind()
        | {
            "column.csv": csv(contact=ALL),
            "column.jsonl": jsonl(contact=ALL),
            "column.parquet": parquet(contact=ALL),
            "named.csv": csv(**{ALL: 1}),
            "named.jsonl": jsonl(**{ALL: 1}),
            "named.parquet": parquet(**{ALL: 1}),
            "headless.csv": f"{','.join((*CANARIES.values(), *PEOPLE[:3]))}\n{row},x\n".encode(),
            "number.csv": csv(booking_id=ALL),
            "number.jsonl": jsonl(booking_id=ALL),
            "number.parquet": parquet(booking_id=ALL),
            "nested.jsonl": jsonl(remarks={ALL: [ALL]}),
            "wide.csv": f"{header}\n{row},,{','.join(CANARIES.values())}\n".encode(),
            "quote.csv": f'{header}\n{row},"{ALL}\n'.encode(),
            "bytes.csv": f"{header}\n{row},{ALL} ".encode() + b"\xff\xfe\n",
            "broken.jsonl": jsonl() + f'{{"booking_id": 2, "remarks": "{ALL}'.encode(),
            "words.jsonl": f"{ALL}\n".encode(),
            "tail.csv.gz": gzip.compress(csv(remarks=ALL))[:-9] + ALL.encode(),
            "packed.csv.gz": gzip.compress(csv(remarks=ALL)),
            "tail.parquet": parquet(remarks=ALL)[:-20] + ALL.encode() + b"PAR1",
            "words.parquet": f"PAR1{ALL}PAR1".encode(),
        }
    )


def every_kind() -> dict[str, bytes]:
    """One value of each kind that there is: in sentences, and in columns that tell it."""
    told = [
        {**ROW, "booking_id": place, "remarks": text}
        for place, text in enumerate(sentences().values(), 1)
    ]
    sink = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(told), sink)
    return {
        "sentences.parquet": sink.getvalue(),
        "sentences.jsonl": b"".join(json.dumps(row).encode() + b"\n" for row in told),
        "cells.csv": csv(**cells()),
        "cells.jsonl": jsonl(**cells()),
        "cells.parquet": parquet(**cells()),
    }


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
