"""Publisher: wake-ups of one product in, commits out."""

import json
import logging
from collections.abc import Mapping
from functools import cache
from typing import Any

from mesh.aws.iceberg import IcebergTables
from mesh.aws.reading_world import connect
from mesh.aws.token_keys import KmsTokenKeys
from mesh.publishing.publisher import Publisher

_log = logging.getLogger()


@cache
def _publisher() -> Publisher:
    # Built on the first event, kept while warm: the import needs no credentials and no settings.
    world = connect()
    return Publisher(world, IcebergTables.connect(world.names), KmsTokenKeys.connect(world.names))


def handle(event: Mapping[str, Any], _context: object) -> dict[str, list[dict[str, str]]]:
    """Publish what waits; from the first failure on, messages come again in their order."""
    records = event["Records"]
    for place, record in enumerate(records):
        wake = json.loads(record["body"])
        try:
            outcome = _publisher().publish(wake["domain"], wake["product"], wake.get("file", ""))
        except Exception:  # noqa: BLE001
            # The edge: a queue in order gives back this message and all that follow.
            _log.exception("publication of %s/%s failed", wake["domain"], wake["product"])
            left = [{"itemIdentifier": later["messageId"]} for later in records[place:]]
            return {"batchItemFailures": left}
        for publication in outcome.publications:
            _log.info("published %s: %d rows", publication.publication_id, publication.rows)
    return {"batchItemFailures": []}
