"""What follows a commit or a refusal; every step may be repeated after a crash."""

from dataclasses import replace
from typing import Literal

from mesh.contracts.model import Contract
from mesh.publishing.ledger import LedgerEntry, State
from mesh.publishing.ports import DomainAccount, World
from mesh.publishing.publications import Publication
from mesh.publishing.quarantining import refusal_alert


class Finisher:
    """Marks the ledger and the landing zone after the fact."""

    def __init__(self, world: World) -> None:
        self._contracts = world.contracts
        self._zones = world.zones
        self._ledger = world.ledger
        self._queues = world.queues
        self._alerts = world.alerts
        self._clock = world.clock

    def finish(self, publication: Publication, snapshot_id: int, contract: Contract) -> Publication:
        """Mark everything that a commit settled; the publication's own mark comes last."""
        for file_id in publication.files:
            self._settle(publication, file_id, "published")
        for file_id in publication.superseded:
            self._settle(publication, file_id, "superseded")
        if publication.is_new_shape:
            self._contracts.mark_published(contract.address)
            self._queues.reconcile("table-published", publication.publication_id)
        committed = replace(
            publication,
            state="committed",
            snapshot_id=snapshot_id,
            committed_at=self._clock.now(),
        )
        self._ledger.record(committed)
        return committed

    def supersede(self, entry: LedgerEntry) -> None:
        """Settle a clean file that came too late."""
        self._zones.settle(entry.file, "superseded")
        self._ledger.write(entry.step("superseded", changed_at=self._clock.now()))

    def quarantine(
        self, entry: LedgerEntry, reasons: tuple[str, ...], owner: DomainAccount
    ) -> None:
        """Refuse a file that the scanner found clean."""
        copied = self._zones.quarantine(entry.file, owner.account)
        refused = entry.step(
            "quarantined",
            verdict=replace(entry.verdict, reasons=reasons),
            quarantine_version=copied,
            changed_at=self._clock.now(),
            alerted=False,
        )
        self._ledger.write(refused)
        self._zones.settle(entry.file, "quarantined")
        self._alerts.alert(owner.account, *refusal_alert(refused))
        self._ledger.write(replace(refused, alerted=True, revision=refused.revision + 1))

    def _settle(
        self,
        publication: Publication,
        file_id: str,
        state: Literal["published", "superseded"],
    ) -> None:
        entry = self._ledger.find(publication.domain, publication.product, file_id)
        before: State = "clean" if state == "published" else "published"
        if entry is None:
            return
        self._zones.settle(entry.file, state)
        if entry.state == before:
            changes = {"changed_at": self._clock.now()}
            if state == "published":
                changes["publication"] = publication.publication_id
            self._ledger.write(entry.step(state, **changes))
