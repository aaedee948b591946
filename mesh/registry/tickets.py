"""Tickets: what a domain asked of the registrar, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from mesh.errors import NotFoundError

Kind = Literal["register-domain", "put-product", "deprecate-product"]
KEPT_DAYS = 7


@dataclass(frozen=True, kw_only=True)
class Ticket:
    """One piece of work for the registrar.

    Attributes:
        account: of who asked, as the request context proved it; nobody else may read it.
        actor: ARN of the role that asked.
    """

    id: str
    kind: Kind
    account: str
    actor: str
    payload: Mapping[str, Any]
    state: Literal["pending", "done", "failed"] = "pending"
    message: str = ""
    expires: int


def check_reader(ticket: Ticket | None, ticket_id: str, account: str) -> Ticket:
    """Show a ticket only to the account that it belongs to.

    Raises:
        NotFoundError: also for other accounts' tickets.
    """
    if ticket is None or ticket.account != account:
        raise NotFoundError(f"account {account} has no ticket {ticket_id}; register again")
    return ticket


def done(ticket: Ticket, message: str) -> Ticket:
    """The ticket after its work was done."""
    return replace(ticket, state="done", message=message)


def failed(ticket: Ticket, message: str) -> Ticket:
    """The ticket after its work was refused; what was in force stays in force."""
    return replace(ticket, state="failed", message=message)
