"""Sweep: every hour, what landed against what the ledger knows."""

import logging
from collections.abc import Mapping
from dataclasses import asdict
from functools import cache
from typing import Any

from mesh.aws.publishing_world import connect
from mesh.publishing.sweeping import Sweep

_log = logging.getLogger()


@cache
def _sweep() -> Sweep:
    # Built on the first event, kept while warm: the import needs no credentials and no settings.
    return Sweep(connect())


def handle(_event: Mapping[str, Any], _context: object) -> dict[str, int]:
    """Send on what was forgotten, and say how much it was."""
    found = asdict(_sweep().run())
    _log.info("sweep: %s", found)
    return found
