"""Publishes what waits: one commit per table for all clean files, however often it is told."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mesh.deidentification import TokenKeys
from mesh.errors import ContractError
from mesh.publishing.finishing import Finisher
from mesh.publishing.ledger import LedgerEntry
from mesh.publishing.planning import Plan, plan
from mesh.publishing.publications import Publication, publication_id
from mesh.publishing.row_ports import OpenTable, ReadingWorld, Tables
from mesh.publishing.staging import FaultyFileError, StagedFile, Stager
from mesh.publishing.target import Target, WaitingError, waiting_alert
from mesh.publishing.verdicts import is_current
from mesh.quality import Rules

_log = logging.getLogger(__name__)
# Commits per table and call; what is left wakes the publisher again.
_ROUNDS = 5


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What one call did.

    Attributes:
        publications: committed in this call, those of an earlier call that died included.
        waiting: why files of the product still wait.
    """

    publications: tuple[Publication, ...]
    waiting: tuple[str, ...]


class Publisher:
    """Makes clean files readable, oldest first, and nothing twice."""

    def __init__(self, world: ReadingWorld, tables: Tables, token_keys: TokenKeys) -> None:
        self._contracts = world.contracts
        self._ledger = world.ledger
        self._queues = world.queues
        self._alerts = world.alerts
        self._clock = world.clock
        self._rules = world.rules
        self._tables = tables
        self._stager = Stager(world, token_keys)
        self._finisher = Finisher(world)

    def publish(self, domain: str, product: str, file_id: str = "") -> Outcome:
        """Commit everything clean that waits for this product.

        Args:
            domain: of the product.
            product: its name.
            file_id: a file known to wait, in case the ledger's index does not show it yet.
        """
        contract = self._contracts.in_force(domain, product)
        owner = next((o for o in self._contracts.domains() if o.name == domain), None)
        if contract is None or owner is None:
            missing = f"{domain}/{product} has no contract in force"
            return Outcome(publications=(), waiting=(missing,))
        done: list[Publication] = []
        faults: list[str] = []
        for table in contract.tables:
            target = Target(contract=contract, table=table, owner=owner)
            try:
                self._publish_table(target, file_id, done)
            except (ContractError, WaitingError) as error:
                _log.error("publication refused: %s: %s", target.name, error)
                faults.append(str(error))
                reasons = getattr(error, "reasons", (str(error),))
                self._alerts.alert(owner.account, *waiting_alert(target, reasons))
        return Outcome(publications=tuple(done), waiting=tuple(faults))

    def _publish_table(self, target: Target, file_id: str, done: list[Publication]) -> None:
        """Finish what an earlier call left, then commit until nothing waits or the bound is met."""
        for _ in range(_ROUNDS):
            waiting = self._waiting(target, file_id)
            if not (waiting or self._prepared(target)) or not self._round(target, waiting, done):
                return
        address = target.contract.address
        self._queues.publish(address.domain, address.product, f"more {self._clock.now()}")

    def _round(
        self, target: Target, waiting: Iterable[LedgerEntry], done: list[Publication]
    ) -> bool:
        """Commit once; tell whether there was anything to do.

        The table is opened before the ledger is read: whatever another publisher has committed by
        then the ledger tells, and whatever it commits later makes this commit impossible.
        """
        table, is_changed = self._open(target)
        self._recover(target, table, done)
        still = self._still_clean(waiting)
        chosen = plan(target.contract.write_mode, still, self._ever_published(target, still))
        for entry in chosen.outdated:
            self._finisher.supersede(entry)
        if chosen.publish:
            self._commit(target, table, chosen, done, is_changed=is_changed)
        return not chosen.is_empty

    def _prepared(self, target: Target) -> list[Publication]:
        address = target.contract.address
        prepared = self._ledger.prepared(address.domain, address.product)
        return [publication for publication in prepared if publication.table == target.name]

    def _recover(self, target: Target, table: OpenTable, done: list[Publication]) -> None:
        """Finish publications that an earlier call committed; forget those that it did not.

        Who prepared one may be alive and about to commit it: the fence comes first.
        """
        prepared, snapshots = self._prepared(target), table.publication_snapshots()
        left = [each for each in prepared if each.publication_id not in snapshots]
        if left:
            table.fence()
        for publication in left:
            table.discard(publication.publication_id)
            self._ledger.forget(publication)
        for publication in (each for each in prepared if each not in left):
            snapshot = snapshots[publication.publication_id]
            done.append(self._finisher.finish(publication, snapshot, target.contract))

    def _still_clean(self, waiting: Iterable[LedgerEntry]) -> list[LedgerEntry]:
        found = [self._ledger.find(each.domain, each.product, each.file_id) for each in waiting]
        return [entry for entry in found if entry and entry.state == "clean"]

    def _open(self, target: Target) -> tuple[OpenTable, bool]:
        return self._tables.open(target.contract, target.table, target.owner.account)

    def _waiting(self, target: Target, file_id: str) -> list[LedgerEntry]:
        """Clean files of the table; those judged under another contract are scanned again."""
        address = target.contract.address
        entries = {e.file_id: e for e in self._ledger.clean(address.domain, address.product)}
        told = self._ledger.find(address.domain, address.product, file_id) if file_id else None
        if told and told.state == "clean":
            entries[told.file_id] = told
        mine = [entry for entry in entries.values() if target.takes(entry)]
        now = self._clock.now()
        current = [e for e in mine if is_current(e.verdict, target.contract, self._rules, now)]
        for entry in mine:
            if entry not in current:
                self._queues.scan(entry.file, target.owner.account)
        return current

    def _ever_published(self, target: Target, waiting: Iterable[LedgerEntry]) -> list[LedgerEntry]:
        """Published and superseded files that the waiting ones may replace or come too late for."""
        address = target.contract.address
        entries: list[LedgerEntry] = []
        if target.contract.write_mode == "replace-table":
            files = self._ledger.files(address.domain, address.product)
            entries += [entry for entry in files if target.takes(entry)]
        elif target.contract.write_mode == "replace-file":
            for key in {entry.file.key for entry in waiting}:
                entries += self._ledger.versions(address.domain, address.product, key)
        return [entry for entry in entries if entry.state in {"published", "superseded"}]

    def _commit(
        self,
        target: Target,
        table: OpenTable,
        chosen: Plan,
        done: list[Publication],
        *,
        is_changed: bool,
    ) -> None:
        now = self._clock.now()
        files = tuple(entry.file_id for entry in chosen.publish)
        name = publication_id(target.name, files, now)
        staged = self._staged(target, table, chosen.publish, name, now)
        replaced = _still_replaced(target, chosen, staged)
        if not staged:
            return
        dropped = frozenset(entry.file.source for entry in replaced)
        self._check_table_rules(target, table, staged, dropped, name)
        publication = Publication(
            domain=target.contract.address.domain,
            product=target.contract.address.product,
            table=target.name,
            publication_id=name,
            state="prepared",
            files=tuple(one.entry.file_id for one in staged),
            superseded=tuple(entry.file_id for entry in replaced),
            rows=sum(one.entry.verdict.rows for one in staged),
            contract_version=target.contract.version,
            is_new_shape=is_changed,
            prepared_at=now,
        )
        self._ledger.record(publication)
        added = [file for one in staged for file in one.files]
        snapshot = table.commit(publication, added, dropped)
        done.append(self._finisher.finish(publication, snapshot, target.contract))

    def _staged(
        self,
        target: Target,
        table: OpenTable,
        entries: Iterable[LedgerEntry],
        name: str,
        now: str,
    ) -> list[StagedFile]:
        """Write the rows of every file that keeps its promises; send the others to quarantine."""
        staged = []
        for entry in entries:
            writer = table.writer(name, entry.file.source, now)
            try:
                staged.append(self._stager.stage(entry, target.contract, target.table, writer))
            except FaultyFileError as error:
                self._finisher.quarantine(entry, error.reasons, target.owner)
        return staged

    def _check_table_rules(
        self,
        target: Target,
        table: OpenTable,
        staged: Iterable[StagedFile],
        dropped: frozenset[str],
        name: str,
    ) -> None:
        rules = Rules.on_table(target.table)
        if rules.is_empty:
            return
        for one in staged:
            one.replay(rules)
        if rules.columns:
            for batch in table.kept(rules.columns, dropped):
                rules.add(batch)
        else:
            rules.count_rows(table.row_count(dropped))
        broken = rules.broken()
        if broken:
            table.discard(name)
            raise WaitingError(broken)


def _still_replaced(
    target: Target, chosen: Plan, staged: Sequence[StagedFile]
) -> list[LedgerEntry]:
    """Published files whose successor is really among what was staged."""
    if target.contract.write_mode == "replace-table":
        return list(chosen.replace) if staged else []
    keys = {one.entry.file.key for one in staged}
    return [entry for entry in chosen.replace if entry.file.key in keys]
