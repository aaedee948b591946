"""Compares what landed with what the ledger knows, and sends on what was forgotten."""

import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from mesh.publishing.landing import ObjectVersion
from mesh.publishing.ledger import LedgerEntry
from mesh.publishing.ports import DomainAccount, World

_log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Swept:
    """What one run found.

    Attributes:
        versions: landed versions looked at.
        missing: versions unknown to the ledger, sent to the scanner.
        unfinished: versions known and not settled, sent on.
        failed_domains: domains whose landing bucket could not be read.
    """

    versions: int = 0
    missing: int = 0
    unfinished: int = 0
    failed_domains: int = 0


class Sweep:
    """Loses nothing: whatever an event, a queue or a crash forgot comes back within an hour."""

    def __init__(self, world: World) -> None:
        self._contracts = world.contracts
        self._zones = world.zones
        self._ledger = world.ledger
        self._queues = world.queues
        self._clock = world.clock

    def run(self) -> Swept:
        """Look at every domain, whatever is wrong with another one."""
        total = Swept()
        for owner in self._contracts.domains():
            try:
                found = self._domain(owner)
            except Exception:  # noqa: BLE001
                # One domain's broken bucket must not hide what another has lost.
                _log.exception(
                    "sweep of domain %s failed; its bucket or policy is wrong", owner.name
                )
                found = Swept(failed_domains=1)
            total = _sum(total, found)
        return total

    def _domain(self, owner: DomainAccount) -> Swept:
        known: dict[str, Mapping[str, LedgerEntry]] = {}
        versions = missing = unfinished = 0
        waiting: set[str] = set()
        for _, group in groupby(self._zones.landed(owner.account), key=lambda file: file.key):
            newest_first = list(group)
            product = newest_first[0].product
            if product not in known:
                files = self._ledger.files(owner.name, product)
                known[product] = {entry.file_id: entry for entry in files}
            versions += len(newest_first)
            for file in with_sequencers(newest_first, known[product]):
                self._queues.scan(file, owner.account)
                missing += 1
            for file in newest_first:
                entry = known[product].get(file.file_id)
                unfinished += entry is not None and self._send_on(entry, owner, waiting)
        for product in waiting:
            self._queues.publish(owner.name, product, f"sweep {self._clock.now()}")
        return Swept(versions=versions, missing=missing, unfinished=unfinished)

    def _send_on(self, entry: LedgerEntry, owner: DomainAccount, waiting: set[str]) -> bool:
        """Take an entry that stands still to where it belongs; tell whether it stood still."""
        if entry.state == "clean":
            waiting.add(entry.product)
            return True
        if entry.state == "released" or (entry.state == "quarantined" and not entry.alerted):
            self._queues.scan(entry.file, owner.account)
            return True
        return False


def with_sequencers(
    newest_first: Iterable[ObjectVersion], known: Mapping[str, LedgerEntry]
) -> Iterator[ObjectVersion]:
    """Versions that the ledger lacks, each ordered right after the version before it.

    A listing has no sequencers, but it has the order; the one made up here is that of the next
    older known version and a little more: less than what S3 gives to any version after it.
    """
    older, step = "", 0
    for file in reversed(list(newest_first)):
        entry = known.get(file.file_id)
        if entry:
            older, step = entry.file.sequencer, 0
        else:
            step += 1
            yield replace(file, sequencer=f"{older.ljust(32, '0')}{step:08x}")


def _sum(one: Swept, other: Swept) -> Swept:
    return Swept(
        versions=one.versions + other.versions,
        missing=one.missing + other.missing,
        unfinished=one.unfinished + other.unfinished,
        failed_domains=one.failed_domains + other.failed_domains,
    )
