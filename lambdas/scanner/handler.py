"""Scanner: SQS batches of S3 events in, verdicts out."""

import json
import logging
from collections.abc import Mapping
from functools import cache
from typing import Any

from mesh.aws.publishing_world import connect
from mesh.publishing.landing import ObjectVersion
from mesh.publishing.scanning import Scanner

_log = logging.getLogger()


@cache
def _scanner() -> Scanner:
    # Built on the first event, kept while warm: the import needs no credentials and no settings.
    return Scanner(connect())


def handle(event: Mapping[str, Any], _context: object) -> dict[str, list[dict[str, str]]]:
    """Scan each landed version; only a message that failed comes again."""
    failed = []
    for record in event["Records"]:
        try:
            entry = _scanner().scan(ObjectVersion.from_event(json.loads(record["body"])))
        except Exception:  # noqa: BLE001
            # The edge: one message must not take the others of its batch with it.
            _log.exception("scan failed, message %s comes again", record["messageId"])
            failed.append({"itemIdentifier": record["messageId"]})
        else:
            state = entry.state if entry else "gone"
            _log.info("message %s: %s", record["messageId"], state)
    return {"batchItemFailures": failed}
