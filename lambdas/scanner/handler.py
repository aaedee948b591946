"""Scanner: SQS batches of S3 events in, verdicts out."""

import json
import logging
import os
import time
from collections.abc import Mapping
from functools import cache
from typing import Any

from mesh.aws.reading_world import connect
from mesh.publishing.landing import ObjectVersion
from mesh.publishing.ledger import LedgerEntry
from mesh.publishing.scanning import Scanner
from mesh.publishing.spending import Spent

_log = logging.getLogger()


@cache
def _scanner() -> Scanner:
    # Built on the first event, kept while warm: the import needs no credentials and no settings.
    return Scanner(connect())


def handle(event: Mapping[str, Any], context: Any) -> dict[str, list[dict[str, str]]]:  # noqa: ANN401 - Lambda's
    """Scan each landed version; only a message that failed comes again.

    What there is no time left for is put back at once: a function that is cut off would make every
    message of its batch come again, hours later.
    """
    failed = []
    for place, record in enumerate(event["Records"]):
        try:
            is_done = _taken(record, context, is_first=not place)
        except Exception:  # noqa: BLE001
            # The edge: one message must not take the others of its batch with it.
            _log.exception("scan failed, message %s comes again", record["messageId"])
            is_done = False
        if not is_done:
            failed.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failed}


def _taken(record: Mapping[str, Any], context: Any, *, is_first: bool) -> bool:  # noqa: ANN401 - Lambda's
    """Scan what a message tells of, or put it back."""
    landed = json.loads(record["body"])
    if not is_first and _is_short(context, landed):
        _log.info("message %s waits for another call: too little time", record["messageId"])
        connect().queues.scan_again(record["receiptHandle"])
        return False
    _scan(record["messageId"], landed)
    return True


def _is_short(context: Any, landed: Mapping[str, Any]) -> bool:  # noqa: ANN401 - Lambda's
    """Whether the call may end before a file of this size is done."""
    if context is None:
        return False
    size = landed["detail"]["object"].get("size", 0)
    return bool(context.get_remaining_time_in_millis() < _scanner().seconds_for(size) * 1000)


def _scan(message: str, landed: Mapping[str, Any]) -> None:
    began = time.monotonic()
    file = ObjectVersion.from_event(landed)
    entry = _scanner().scan(file, again=bool(landed["detail"].get("again")))
    _log.info("message %s: %s", message, entry.state if entry else "gone")
    if entry:
        _log.info("cost %s", json.dumps(_spent(entry, time.monotonic() - began).to_dict()))


def _spent(entry: LedgerEntry, seconds: float) -> Spent:
    return Spent(
        bytes=entry.facts.size_bytes,
        seconds=seconds,
        memory_mb=int(os.environ.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "0")),
        disk_mb=connect().limits.disk_mb,
    )
