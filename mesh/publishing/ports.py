"""What those who follow files need of the world; `row_ports` has what their rows need."""

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO, Protocol

from mesh.contracts.model import Contract
from mesh.naming import Names, ProductAddress
from mesh.naming.limits import ScanLimits
from mesh.naming.rules import ScanRules
from mesh.publishing.landing import ObjectFacts, ObjectVersion
from mesh.publishing.ledger import LedgerEntry
from mesh.publishing.publications import Publication


@dataclass(frozen=True)
class DomainAccount:
    """A registered domain and where its storage is."""

    name: str
    account: str


class Contracts(Protocol):
    """Contracts in force, and the domains that made them."""

    def domains(self) -> Sequence[DomainAccount]:
        """Every registered domain."""

    def in_force(self, domain: str, product: str) -> Contract | None:
        """The active contract of the highest major, or None."""

    def products(self, domain: str) -> Sequence[str]:
        """Names of the domain's products that have an active contract."""

    def mark_published(self, address: ProductAddress) -> None:
        """Record that the product's tables exist."""


class Zones(Protocol):
    """The three buckets of every domain."""

    def facts(self, file: ObjectVersion) -> ObjectFacts | None:
        """What storage says of the version; None if it is gone."""

    def content(self, file: ObjectVersion) -> contextlib.AbstractContextManager[BinaryIO]:
        """Exactly that version as a file without a name, at its start."""

    def quarantine(self, file: ObjectVersion, account: str) -> str:
        """Copy exactly that version under the same key; give the copy's version."""

    def settle(self, file: ObjectVersion, state: str) -> None:
        """Tag the landed version; a version that is gone needs none."""

    def landed(self, account: str) -> Iterator[ObjectVersion]:
        """Every version in the landing bucket, newest first within a key, without sequencers."""


class Ledger(Protocol):
    """What became of every file version, and of every publication."""

    def find(self, domain: str, product: str, file_id: str) -> LedgerEntry | None:
        """The entry as it is now."""

    def write(self, entry: LedgerEntry) -> None:
        """Write revision n over revision n - 1 (1: over nothing).

        Raises:
            ConflictError: if somebody else was faster.
        """

    def keep(self, entry: LedgerEntry) -> None:
        """Keep the verdict of this revision beside the one that will take its place."""

    def files(self, domain: str, product: str) -> Sequence[LedgerEntry]:
        """Every entry of a product."""

    def versions(self, domain: str, product: str, key: str) -> Sequence[LedgerEntry]:
        """Every entry of one key, as they are now."""

    def clean(self, domain: str, product: str) -> Sequence[LedgerEntry]:
        """Clean and unpublished files, as they are now."""

    def publications(self, domain: str, product: str) -> Sequence[Publication]:
        """Every publication, prepared ones included, oldest first."""

    def prepared(self, domain: str, product: str) -> Sequence[Publication]:
        """Publications that are not known to be committed, as they are now."""

    def record(self, publication: Publication) -> None:
        """Write a publication over what was there under its id."""

    def forget(self, publication: Publication) -> None:
        """Remove a publication that was prepared and never committed."""


class Queues(Protocol):
    """Wakes other functions."""

    def scan(self, file: ObjectVersion, account: str) -> None:
        """Hand a version to the scanner."""

    def scan_again(self, receipt: str) -> None:
        """Put back at once a version that was handed to the scanner and not begun."""

    def publish(self, domain: str, product: str, cause: str, file_id: str = "") -> None:
        """Wake the publisher; the same cause wakes it once."""

    def reconcile(self, reason: str, cause: str) -> None:
        """Wake the reconciler."""


class Alerts(Protocol):
    """Tells people."""

    def alert(self, account: str, subject: str, content: dict[str, object]) -> None:
        """Tell the domain's account and governance."""


class Clock(Protocol):
    """Time."""

    def now(self) -> str:
        """ISO 8601 in UTC, with microseconds."""


@dataclass(frozen=True, kw_only=True)
class World:
    """Everything outside that one flow needs, in one hand."""

    names: Names
    contracts: Contracts
    zones: Zones
    ledger: Ledger
    queues: Queues
    alerts: Alerts
    clock: Clock
    limits: ScanLimits = field(default_factory=ScanLimits)
    rules: ScanRules = field(default_factory=ScanRules)
