"""A landed file crosses the real adapters: scanned, committed and settled, or refused aloud."""

import json

import pytest

from lambdas.publisher.handler import handle as publish
from lambdas.scanner.handler import handle as scan
from lambdas.sweep.handler import handle as sweep
from mesh.aws.iceberg import glue_catalog
from mesh.aws.ledger import DynamoLedger
from mesh.errors import ConflictError
from tests.unit.lambdas.data_plane.conftest import Lake, batch
from tests.unit.mesh.publishing.fakes import FLEET, NAMES, csv

NO_FAILURES: dict[str, list[dict[str, str]]] = {"batchItemFailures": []}


def rows() -> list[dict[str, object]]:
    table = glue_catalog(NAMES.region).load_table(("fleet", "planes_v1"))
    return table.scan(selected_fields=("tailnum", "seats")).to_arrow().to_pylist()


def test_a_clean_file_is_published_and_its_landed_version_is_tagged(lake: Lake) -> None:
    event = lake.land("planes/2013.csv", csv("N1,5", "N2,NA"))

    assert scan(batch(event), None) == NO_FAILURES
    assert publish(batch(*lake.messages("mesh-publisher.fifo")), None) == NO_FAILURES

    assert rows() == [{"tailnum": "N1", "seats": 5}, {"tailnum": "N2", "seats": None}]
    assert lake.tags(event) == {"mesh:settled": "published"}
    assert lake.messages("mesh-reconciler.fifo") == [{"reason": "table-published"}]
    (publication,) = DynamoLedger.connect().publications("fleet", "planes")
    assert (publication.state, publication.rows) == ("committed", 2)


def test_a_newer_version_of_a_key_takes_the_place_of_the_older(lake: Lake) -> None:
    for content in (csv("N1,5"), csv("N2,6")):
        scan(batch(lake.land("planes/2013.csv", content)), None)
        publish(batch(*lake.messages("mesh-publisher.fifo")), None)

    assert rows() == [{"tailnum": "N2", "seats": 6}]


def test_a_refused_file_is_copied_to_quarantine_and_told(lake: Lake) -> None:
    event = lake.land("planes/leak.csv", csv("someone@example.org,5"))

    assert scan(batch(event), None) == NO_FAILURES

    (entry,) = DynamoLedger.connect().files("fleet", "planes")
    quarantine = NAMES.bucket("quarantine", FLEET.account)
    copy = lake.client("s3", FLEET.account).get_object(Bucket=quarantine, Key="planes/leak.csv")
    assert "EMAIL_ADDRESS" in entry.verdict.reasons[0]
    assert "someone" not in entry.verdict.to_json()
    assert entry.alerted
    assert copy["Body"].read() == csv("someone@example.org,5")
    assert lake.tags(event) == {"mesh:settled": "quarantined"}
    assert lake.messages("mesh-publisher.fifo") == []


def test_one_bad_message_comes_again_without_the_others(lake: Lake) -> None:
    good = lake.land("planes/2013.csv", csv("N1,5"))
    foreign = lake.land("planes/2014.csv", csv("N2,5"))
    foreign["detail"]["bucket"]["name"] = "someone-elses-bucket"

    answer = scan(batch(foreign, good), None)

    assert answer == {"batchItemFailures": [{"itemIdentifier": "m0"}]}
    assert len(lake.messages("mesh-publisher.fifo")) == 1


class LittleTime:
    """A call that ends soon."""

    def get_remaining_time_in_millis(self) -> int:
        """Lambda's own."""
        return 200_000


def test_a_file_that_may_not_be_done_in_time_is_put_back_at_once_and_small_ones_are_scanned(
    lake: Lake,
) -> None:
    sqs = lake.client("sqs", NAMES.governance_account)
    url = NAMES.queue_url("mesh-scanner")
    events = [lake.land(f"planes/{name}.csv", csv("N1,5")) for name in ("a", "b", "c")]
    events[1]["detail"]["object"]["size"] = 4 << 30
    for event in events:
        sqs.send_message(QueueUrl=url, MessageBody=json.dumps(event))
    taken = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, VisibilityTimeout=600)
    records = [
        {"messageId": m["MessageId"], "receiptHandle": m["ReceiptHandle"], "body": m["Body"]}
        for m in sorted(taken["Messages"], key=lambda m: m["Body"])
    ]

    answer = scan({"Records": records}, LittleTime())

    assert answer == {"batchItemFailures": [{"itemIdentifier": records[1]["messageId"]}]}
    assert len(lake.messages("mesh-publisher.fifo")) == 2
    assert lake.messages("mesh-scanner") == [json.loads(records[1]["body"])]


def test_the_log_tells_what_each_file_costs_and_how_that_comes_about(
    lake: Lake, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "2048")
    content = csv("N1,5")

    with caplog.at_level("INFO"):
        scan(batch(lake.land("planes/secret-name.csv", content)), None)

    (line,) = [message for message in caplog.messages if message.startswith("cost ")]
    cost = json.loads(line.removeprefix("cost "))
    assert cost["bytes"] == len(content)
    # Both are told to the millisecond.
    assert cost["gb_seconds"] == pytest.approx(cost["seconds"] * 2, abs=2e-3)
    assert cost["usd"] == pytest.approx(cost["seconds"] * 2 * 0.0000133334, rel=0.05)
    assert "2.00 GB x 0.0000133334 USD" in cost["arithmetic"]
    assert "secret-name" not in caplog.text


def test_the_sweep_finds_a_file_whose_event_was_lost(lake: Lake) -> None:
    lake.land("planes/2013.csv", csv("N1,5"))

    found = sweep({}, None)
    scan(batch(*lake.messages("mesh-scanner")), None)
    publish(batch(*lake.messages("mesh-publisher.fifo")), None)

    assert found == {"versions": 1, "missing": 1, "unfinished": 0, "failed_domains": 0}
    assert rows() == [{"tailnum": "N1", "seats": 5}]
    assert sweep({}, None)["missing"] == 0


def test_two_writers_of_one_entry_do_not_both_win(lake: Lake) -> None:
    scan(batch(lake.land("planes/2013.csv", csv("N1,5"))), None)
    ledger = DynamoLedger.connect()
    (entry,) = ledger.clean("fleet", "planes")
    after = entry.step("superseded")
    ledger.write(after)

    with pytest.raises(ConflictError, match="changed by another call"):
        ledger.write(after)
