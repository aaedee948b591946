"""Registrar: tickets from the queue in, a domain's things in governance out."""

import json
import logging
from collections.abc import Mapping
from functools import cache
from typing import Any

from botocore.exceptions import ClientError

from lambdas.registrar.work import Registrar
from mesh.errors import MeshError
from mesh.registry.tickets import done, failed

_log = logging.getLogger()


@cache
def _registrar() -> Registrar:
    # Built on the first message, kept while warm: the import needs no credentials.
    return Registrar.connect()


def handle(event: Mapping[str, Any], _context: object) -> None:
    """Work off tickets in their order; each ends done or failed, with a reason."""
    for record in event["Records"]:
        _work(str(json.loads(record["body"])["ticket"]))


def _work(ticket_id: str) -> None:
    registrar = _registrar()
    ticket = registrar.registry.ticket(ticket_id)
    if ticket is None or ticket.state != "pending":
        _log.info("ticket %s is settled already", ticket_id)
        return
    try:
        after = done(ticket, registrar.work(ticket))
    except MeshError as error:
        after = failed(ticket, str(error))
    except ClientError as error:
        # Told to whoever waits for it, and raised: the alarm of this function has it too.
        registrar.registry.write_ticket(failed(ticket, f"governance failed: {error}"))
        raise
    registrar.registry.write_ticket(after)
    _log.info("ticket %s: %s", ticket_id, after.state)
