"""Every landed file version ends published or quarantined with a reason; none is lost."""

import gzip
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cli.demo.world import World, wait_for
from cli.files import follow
from mesh.naming import ProductAddress

AIRLINES = ProductAddress("fleet", "airlines")
BOOKINGS = ProductAddress("loyalty", "bookings")
HEADER = "booking_id,passenger_id,carrier,flight,flight_date,origin,dest,fare,remarks\n"


def land(world: World, product: ProductAddress, name: str, body: bytes) -> str:
    bucket = world.mesh.names.bucket("landing", world.mesh.account(product.domain))
    key = f"{product.product}/{name}"
    s3 = world.session(f"{product.domain}/engineer").client("s3")
    return f"{key}#{s3.put_object(Bucket=bucket, Key=key, Body=body)['VersionId']}"


def settle(world: World, product: ProductAddress, name: str, body: bytes) -> dict[str, object]:
    (settled,) = follow(
        world.api(f"{product.domain}/owner"), product, [land(world, product, name, body)]
    )
    return settled


def booking(number: int, remark: str = "") -> str:
    return f"{number},1,UA,1,2013-08-01,EWR,ORD,100.0,{remark}\n"


def count(world: World, where: str) -> int:
    sql = f"SELECT count(*) FROM loyalty_shared.bookings_v1 WHERE {where}"  # noqa: S608
    answer = world.query("test", "loyalty/steward", sql)
    assert answer.succeeded, answer.error
    return int(answer.rows[0][0])


@pytest.mark.parametrize(
    ("name", "body", "reason"),
    [
        ("empty.csv", b"", "empty"),
        ("corrupt.parquet", b"PAR1 this is no parquet file PAR1", "parquet"),
        ("columns.csv", b"booking_id,surprise\n1,2\n", "not in the contract"),
        ("types.csv", (HEADER + "one,1,UA,1,2013-08-01,EWR,ORD,1.0,\n").encode(), "booking_id"),
    ],
)
def test_a_file_that_cannot_be_read_is_quarantined_with_the_reason(
    landed: World, name: str, body: bytes, reason: str
) -> None:
    settled = settle(landed, BOOKINGS, name, body)

    assert settled["state"] == "quarantined"
    assert reason in str(settled["reason"]).lower()


def test_a_file_for_a_product_that_does_not_exist_is_quarantined(landed: World) -> None:
    unknown = ProductAddress("fleet", "helicopters")

    settled = settle(landed, unknown, "h.csv", b"a\n1\n")

    assert settled["state"] == "quarantined"
    assert "helicopters" in str(settled["reason"])


def test_one_email_in_free_text_refuses_the_file_and_is_never_shown(landed: World) -> None:
    secret = "waldemar.unique@example.org"
    body = HEADER + booking(900_001) + booking(900_002, f"write to {secret}")

    settled = settle(landed, BOOKINGS, "remark.csv", body.encode())

    assert settled["state"] == "quarantined"
    assert "EMAIL_ADDRESS" in json.dumps(settled)
    assert "waldemar" not in json.dumps(settled)
    assert count(landed, "booking_id IN (900001, 900002)") == 0


def test_csv_gz_json_lines_and_parquet_are_published_alike(landed: World) -> None:
    row = {"carrier": "UA", "flight": 1, "flight_date": "2013-08-02", "origin": "EWR",
           "dest": "ORD", "fare": 10.0, "passenger_id": 1, "remarks": None}  # fmt: skip
    packed = gzip.compress((HEADER + booking(910_001)).encode())
    lines = json.dumps(row | {"booking_id": 910_002}).encode() + b"\n"
    sink = pa.BufferOutputStream()
    pq.write_table(pa.Table.from_pylist([row | {"booking_id": 910_003, "remarks": "aisle"}]), sink)

    for name, body in (
        ("one.csv.gz", packed),
        ("two.jsonl", lines),
        ("three.parquet", sink.getvalue().to_pybytes()),
    ):
        settled = settle(landed, BOOKINGS, name, body)
        assert settled["state"] == "published", settled
    assert count(landed, "booking_id BETWEEN 910001 AND 910003") == 3


def test_a_new_version_of_a_file_replaces_the_rows_of_the_old(landed: World) -> None:
    first = HEADER + booking(920_001) + booking(920_002)
    second = HEADER + booking(920_003)

    settle(landed, BOOKINGS, "replaced.csv", first.encode())
    settle(landed, BOOKINGS, "replaced.csv", second.encode())

    assert count(landed, "booking_id BETWEEN 920001 AND 920003") == 1


def test_a_redelivered_event_publishes_nothing_twice(landed: World) -> None:
    body = (HEADER + booking(930_001)).encode()
    identity = land(landed, BOOKINGS, "again.csv", body)
    follow(landed.api("loyalty/owner"), BOOKINGS, [identity])
    before = publications(landed)

    redeliver(landed, identity, size=len(body))
    settle(landed, BOOKINGS, "other.csv", (HEADER + booking(930_002)).encode())

    assert count(landed, "booking_id = 930001") == 1
    assert publications(landed) == before + 1


def publications(world: World) -> int:
    found = world.api("loyalty/owner").call("GET", "/publications/loyalty/bookings")
    return len(found["publications"])


def redeliver(world: World, identity: str, *, size: int) -> None:
    """Send the same object-created event once more, as EventBridge may."""
    key, version = identity.rsplit("#", 1)
    account = world.mesh.account("loyalty")
    detail = {
        "bucket": {"name": world.mesh.names.bucket("landing", account)},
        "object": {"key": key, "size": size, "version-id": version, "sequencer": "00"},
    }
    event = {
        "source": "aws.s3",
        "detail-type": "Object Created",
        "account": account,
        "region": world.mesh.names.region,
        "time": "2026-01-01T00:00:00Z",
        "detail": detail,
    }
    sqs = world.session("governance").client("sqs")
    url = sqs.get_queue_url(QueueName="mesh-scanner")["QueueUrl"]
    sqs.send_message(QueueUrl=url, MessageBody=json.dumps(event))


def test_the_sweep_heals_what_a_disabled_rule_let_lie(landed: World) -> None:
    events = landed.session("fleet").client("events")
    events.disable_rule(Name="mesh-landing")
    try:
        identity = land(landed, AIRLINES, "airlines.csv", b"carrier,name\n9E,Endeavor Air Inc.\n")
        landed.session("governance").client("lambda").invoke(
            FunctionName="mesh-sweep", Payload=b"{}"
        )
        (settled,) = follow(landed.api("fleet/owner"), AIRLINES, [identity])
    finally:
        events.enable_rule(Name="mesh-landing")

    assert settled["state"] == "published"


def test_nobody_but_the_publisher_writes_or_reads_the_published_zone(landed: World) -> None:
    bucket = landed.mesh.names.bucket("published", landed.mesh.account("fleet"))
    for who in ("fleet", "fleet/owner", "fleet/engineer", "network-planning/analyst"):
        s3 = landed.session(who).client("s3")
        with pytest.raises(s3.exceptions.ClientError, match="AccessDenied"):
            s3.put_object(Bucket=bucket, Key="planes/v1/data/x.parquet", Body=b"x")
        with pytest.raises(s3.exceptions.ClientError, match="AccessDenied"):
            s3.get_object(Bucket=bucket, Key="planes/v1/data/x.parquet")


def test_a_refused_file_can_be_discarded_by_its_owner_only(landed: World) -> None:
    settled = settle(landed, BOOKINGS, "discard.csv", b"")
    body = {"product": "loyalty/bookings", "file": settled["id"], "reason": "empty"}

    with pytest.raises(Exception, match="owner"):
        landed.api("fleet/owner").call("POST", "/quarantine/discard", body)
    done = landed.api("loyalty/owner").call("POST", "/quarantine/discard", body)

    assert done["state"] == "discarded"


def test_landing_files_with_the_command_follows_them_to_the_end(
    landed: World, tmp_path: Path
) -> None:
    file = tmp_path / "fleet-airlines.csv"
    file.write_text("carrier,name\nUA,United Air Lines Inc.\n", encoding="utf-8")

    settled = settle(landed, AIRLINES, file.name, file.read_bytes())

    wait_for("publication", lambda: settled["state"] == "published")


def test_a_published_file_is_judged_anew_on_request_and_its_first_verdict_stays(
    deployed: World,
) -> None:
    settled = settle(deployed, BOOKINGS, "rescan.csv", (HEADER + booking(990_001)).encode())
    file, product = settled["id"], f"{BOOKINGS.domain}/{BOOKINGS.product}"
    api = deployed.api("loyalty/owner")

    api.call("POST", "/rescan", {"product": product, "file": file})

    def verdicts() -> list[dict[str, Any]]:
        found = api.call("GET", f"/verdicts/{product}", query={"file": str(file)})["verdicts"]
        return list(found)

    wait_for("a second verdict", lambda: len(verdicts()) > 1)
    latest, first = verdicts()
    assert settled["state"] == "published"
    assert latest["judged_at"] > first["judged_at"]
    assert latest["reasons"] == first["reasons"] == []
