"""What happens to refused files: told at once, then discarded or released by their owner."""

from collections.abc import Sequence

from mesh.errors import ConflictError, NotFoundError
from mesh.pii import Waiver
from mesh.publishing.ledger import LedgerEntry
from mesh.publishing.ports import Clock, Contracts, Ledger, Queues, Zones


def refusal_alert(entry: LedgerEntry) -> tuple[str, dict[str, object]]:
    """Subject and content of the alert about a refused file; nothing of its content is in it."""
    subject = f"Refused: {entry.domain}/{entry.product}"
    content: dict[str, object] = {
        "kind": "file-refused",
        "domain": entry.domain,
        "product": entry.product,
        "key": entry.file.key,
        "version": entry.file.version_id,
        "reasons": list(entry.verdict.reasons),
        "findings": [found.to_dict() for found in entry.verdict.findings],
        "next": "mesh quarantine list, then mesh quarantine release or discard",
    }
    return subject, content


class Quarantine:
    """The owner's decisions about refused files."""

    def __init__(
        self, *, ledger: Ledger, zones: Zones, queues: Queues, contracts: Contracts, clock: Clock
    ) -> None:
        self._ledger = ledger
        self._zones = zones
        self._queues = queues
        self._contracts = contracts
        self._clock = clock

    def list(self, domain: str | None = None) -> Sequence[LedgerEntry]:
        """Files that wait for a decision; of every domain if none is named."""
        return self._ledger.quarantined(domain)

    def discard(
        self, domain: str, product: str, file_id: str, *, owner: str, reason: str
    ) -> LedgerEntry:
        """Decide that a file is never published; its copy expires with the bucket's rules.

        Raises:
            NotFoundError: if the ledger has no such file.
            ConflictError: if the file is not in quarantine, or no reason is given.
        """
        entry = self._found(domain, product, file_id)
        after = entry.step("discarded", **self._decision("discarded", owner, reason))
        self._ledger.write(after)
        self._zones.settle(after.file, after.state)
        return after

    def release(
        self,
        domain: str,
        product: str,
        file_id: str,
        *,
        owner: str,
        reason: str,
        waivers: Sequence[Waiver] = (),
    ) -> LedgerEntry:
        """Send a file through the scan again, under a waiver or because the contract has changed.

        Raises:
            NotFoundError: if the ledger has no such file.
            ConflictError: if the file is not in quarantine, no reason is given, nothing has changed
                since it was refused, or its landed version has expired.
        """
        entry = self._found(domain, product, file_id)
        contract = self._contracts.in_force(domain, product)
        is_changed = contract is not None and contract.digest != entry.verdict.contract_digest
        if not waivers and not is_changed:
            raise ConflictError(
                f"{entry.file.key} would be refused again; name a waiver or change the contract"
            )
        if self._zones.facts(entry.file) is None:
            raise ConflictError(
                f"the landed version of {entry.file.key} has expired; land it again"
            )
        decision = self._decision("released", owner, reason)
        waived = tuple(dict.fromkeys((*entry.waivers, *waivers)))
        after = entry.step("released", waivers=waived, **decision)
        self._ledger.write(after)
        self.hand_over(after)
        return after

    def hand_over(self, entry: LedgerEntry) -> None:
        """Send a released file to the scanner; the sweep repeats this if it was lost."""
        self._zones.unsettle(entry.file)
        for owner in self._contracts.domains():
            if owner.name == entry.domain:
                self._queues.scan(entry.file, owner.account)

    def _found(self, domain: str, product: str, file_id: str) -> LedgerEntry:
        entry = self._ledger.find(domain, product, file_id)
        if entry is None:
            raise NotFoundError(
                f"{domain}/{product} has no file {file_id!r}; see mesh quarantine list"
            )
        return entry

    def _decision(self, done: str, owner: str, reason: str) -> dict[str, str]:
        if not reason.strip():
            raise ConflictError("a decision needs a reason; say why")
        now = self._clock.now()
        return {"decision": f"{done} by {owner}: {reason.strip()}", "changed_at": now}
