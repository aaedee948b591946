"""Domains, products, tickets, subscriptions and the audit trail in the registry's table."""

import json
import uuid
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any, TypeVar

from mesh.access.subscription import Subscription
from mesh.aws.registry_table import Item, RegistryTable, Write
from mesh.contracts import Contract
from mesh.errors import ConflictError
from mesh.naming import ProductAddress
from mesh.registry.audit import AuditRecord
from mesh.registry.domains import DomainEntry
from mesh.registry.keys import Family, Listed
from mesh.registry.products import ProductEntry
from mesh.registry.tickets import Ticket

TRIES = 4
Made = TypeVar("Made")


class Registry:
    """What the mesh knows of itself."""

    def __init__(self, table: RegistryTable) -> None:
        self._table = table

    @classmethod
    def connect(cls) -> "Registry":
        """Use the function's own role and region."""
        return cls(RegistryTable.connect())

    def domains(self) -> list[DomainEntry]:
        """Every domain, invited or registered."""
        return [_domain(item) for item in self._table.query(Family.DOMAINS.key())]

    def domain(self, name: str) -> DomainEntry | None:
        """One domain."""
        item = self._table.get(Family.DOMAINS.key(), name)
        return _domain(item) if item else None

    def write_domain(self, entry: DomainEntry) -> None:
        """Write a domain over what was read.

        Raises:
            ConflictError: if somebody else was faster; then nothing is written.
        """
        fields = {name: value for name, value in asdict(entry).items() if value is not None}
        del fields["name"]
        changes = {"roles": list(entry.roles), "revision": entry.revision + 1}
        self._table.set(Family.DOMAINS.key(), entry.name, fields | changes, {}, over=entry.revision)

    def products(self) -> list[ProductEntry]:
        """Every major version of every product."""
        return [_product(item) for item in self._table.index(Listed.PRODUCTS)]

    def versions(self, domain: str, product: str) -> list[ProductEntry]:
        """Every major version of one product, as it is now."""
        items = self._table.query(Family.PRODUCTS.key(f"{domain}/{product}"), "CONTRACT#")
        return [_product(item) for item in items]

    def product(self, address: ProductAddress) -> ProductEntry | None:
        """One major version, as it is now."""
        item = self._table.get(*_product_key(address))
        return _product(item) if item else None

    def write_product(self, entry: ProductEntry) -> None:
        """Put a contract in force; whether data was published is the publisher's to say."""
        contract = entry.contract
        fields = {
            "contract": contract.to_json(),
            "version": contract.version,
            "digest": contract.digest,
            "state": entry.state,
            "gsi_pk": Listed.PRODUCTS.key(),
            "gsi_sk": str(entry.address),
        }
        self._table.set(*_product_key(entry.address), fields, {"table_state": "none"})

    def ticket(self, ticket_id: str) -> Ticket | None:
        """One ticket."""
        item = self._table.get(Family.TICKETS.key(), ticket_id)
        return _ticket(item) if item else None

    def write_ticket(self, ticket: Ticket) -> None:
        """Write a ticket; it goes by itself after some days."""
        fields: Item = {
            "kind": ticket.kind,
            "account": ticket.account,
            "actor": ticket.actor,
            "payload": json.dumps(ticket.payload),
            "state": ticket.state,
            "message": ticket.message,
            "ttl": ticket.expires,
        }
        self._table.set(Family.TICKETS.key(), ticket.id, fields, {})

    def subscriptions(self) -> list[Subscription]:
        """Every subscription in every state."""
        return [_subscription(item) for item in self._table.query(Family.SUBSCRIPTIONS.key())]

    def subscription(self, request_id: str) -> Subscription | None:
        """One subscription, as it is now."""
        item = self._table.get(Family.SUBSCRIPTIONS.key(), request_id)
        return _subscription(item) if item else None

    def due(self, now: str) -> list[Subscription]:
        """Subscriptions whose end has come, or that wait for their grants to be changed."""
        return [_subscription(item) for item in self._table.index_until(Listed.DUE, now)]

    def write_subscription(self, subscription: Subscription, *events: AuditRecord) -> None:
        """Write revision n over revision n - 1 (1: over nothing), and with it the audit trail.

        Raises:
            ConflictError: if somebody else was faster; then nothing is written.
        """
        item: Item = {
            "pk": Family.SUBSCRIPTIONS.key(),
            "sk": subscription.id,
            "product": str(subscription.product),
            "principal": subscription.principal,
            "state": subscription.state,
            "revision": subscription.revision,
            "subscription": subscription.to_json(),
        }
        due = subscription.due_at()
        if due:
            item |= {"gsi_pk": Listed.DUE.key(), "gsi_sk": due}
        before = subscription.revision - 1
        self._table.put(
            Write(item, before or None), *(Write(audit_item(event)) for event in events)
        )

    def record(self, *events: AuditRecord) -> None:
        """Add to the audit trail; nothing that is there can be written over."""
        self._table.put(*(Write(audit_item(event)) for event in events))

    def audit(self, month: str) -> list[AuditRecord]:
        """The trail of one month, ``yyyy-mm``."""
        return [_record(item) for item in self._table.query(Family.AUDIT.key(month))]


def over_what_is_there(attempt: Callable[[], Made]) -> Made:
    """Read, change and write; once more from the reading if somebody else wrote in between.

    Raises:
        ConflictError: if it happens each time, or the change itself does not fit what is there.
    """
    for _ in range(TRIES - 1):
        with suppress(ConflictError):
            return attempt()
    return attempt()


def audit_record(
    *, actor: str, action: str, subject: str, detail: str, accounts: Iterable[str]
) -> AuditRecord:
    """A record of what happens now."""
    return AuditRecord(
        id=uuid.uuid4().hex,
        at=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        actor=actor,
        action=action,
        subject=subject,
        detail=detail,
        accounts=tuple(sorted(set(accounts))),
    )


def audit_item(event: AuditRecord) -> Item:
    """A record as it is kept."""
    content = asdict(event) | {"accounts": list(event.accounts)}
    return {"pk": Family.AUDIT.key(event.month), "sk": f"{event.at}#{event.id}"} | content


def _product_key(address: ProductAddress) -> tuple[str, str]:
    pk = Family.PRODUCTS.key(f"{address.domain}/{address.product}")
    return pk, f"CONTRACT#{address.major:04}"


def _domain(item: Mapping[str, Any]) -> DomainEntry:
    return DomainEntry(
        name=item["sk"],
        account=item["account"],
        roles=tuple(item["roles"]),
        state=item["state"],
        key_arn=item.get("key_arn"),
        invited_at=item["invited_at"],
        registered_at=item.get("registered_at"),
        revision=int(item.get("revision", 0)),
    )


def _product(item: Mapping[str, Any]) -> ProductEntry:
    return ProductEntry(
        contract=Contract.from_json(item["contract"]),
        state=item["state"],
        table_state=item["table_state"],
    )


def _ticket(item: Mapping[str, Any]) -> Ticket:
    return Ticket(
        id=item["sk"],
        kind=item["kind"],
        account=item["account"],
        actor=item["actor"],
        payload=json.loads(item["payload"]),
        state=item["state"],
        message=item["message"],
        expires=int(item["ttl"]),
    )


def _subscription(item: Mapping[str, Any]) -> Subscription:
    return Subscription.from_json(item["subscription"])


def _record(item: Mapping[str, Any]) -> AuditRecord:
    words = {name: item[name] for name in ("id", "at", "actor", "action", "subject", "detail")}
    return AuditRecord(**words, accounts=tuple(item["accounts"]))
