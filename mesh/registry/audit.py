"""The audit trail: who did what to what, and when. Records are added, never changed."""

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class AuditRecord:
    """One thing that happened.

    Attributes:
        at: ``yyyy-mm-ddThh:mm:ss.ffffffZ``.
        actor: ARN of the role, from the request context or the function's own.
        action: a verb, such as ``request``, ``approve``, ``grant``.
        subject: what it was done to: a request's id, a product, a domain.
        accounts: whom it concerns; they and governance may read it.
    """

    id: str
    at: str
    actor: str
    action: str
    subject: str
    detail: str
    accounts: tuple[str, ...]

    @property
    def month(self) -> str:
        """The part of the trail that the record is in."""
        return self.at[:7]


def visible_to(record: AuditRecord, account: str, governance: str) -> bool:
    """Whether an account may read a record."""
    return account == governance or account in record.accounts


def select(
    records: Collection[AuditRecord], account: str, governance: str, subject: str | None
) -> list[AuditRecord]:
    """What an account may read of the trail, oldest first."""
    chosen = [
        record
        for record in records
        if visible_to(record, account, governance) and subject in {None, record.subject}
    ]
    return sorted(chosen, key=lambda record: (record.at, record.id))
