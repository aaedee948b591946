"""Reconciler: a decision, a schedule or a publication wakes it; grants are made to match."""

import json
import logging
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any

from lambdas.reconciler.reconciling import Reconciler
from mesh.aws.lake_batches import describe

_log = logging.getLogger()


@cache
def _reconciler() -> Reconciler:
    # Built on the first message, kept while warm: the import needs no credentials.
    return Reconciler.connect()


def handle(event: Mapping[str, Any], _context: object) -> None:
    """Converge what the messages or the schedule name."""
    bodies = [json.loads(record["body"]) for record in event.get("Records", ())] or [event]
    reconciler = _reconciler()
    only = wanted(bodies)
    if {body.get("reason") for body in bodies} == {"expiry"}:
        only = reconciler.due(datetime.now(UTC))
        if not only:
            return
    run = reconciler.run(only)
    reasons = {str(body.get("reason")) for body in bodies}
    if reasons == {"drift"}:
        for step in run.steps:
            # Every decision and publication wakes a run of its own: this is nobody's decision.
            _log.warning("drifted: %s", describe(step))
    _log.info(
        "%s: %s steps, %s problems, %s subscriptions settled",
        ", ".join(sorted(reasons)),
        len(run.steps),
        len(run.problems),
        len(run.settled),
    )


def wanted(bodies: Iterable[Mapping[str, Any]]) -> frozenset[str] | None:
    """The subscriptions that messages name; None, which means everything, if one names none."""
    named = [body.get("subscription") for body in bodies]
    return None if None in named else frozenset(str(name) for name in named)
