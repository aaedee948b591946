"""Scans landed files: a verdict on exactly one version, then the ledger, then the next in line."""

from dataclasses import replace

from mesh.contracts.model import Contract, Table
from mesh.errors import NotFoundError, RefusedError, advice
from mesh.naming.rules import ScanRules
from mesh.publishing.landing import ObjectFacts, ObjectVersion, table_of
from mesh.publishing.ledger import SETTLED, FileVerdict, LedgerEntry, State
from mesh.publishing.mapping.schema import FileSchema
from mesh.publishing.ports import DomainAccount
from mesh.publishing.quarantining import refusal_alert
from mesh.publishing.reading import TableScan, scan_table
from mesh.publishing.row_ports import ReadingWorld
from mesh.publishing.verdicts import Waivers, engine_version, is_current, judged, refused
from mesh.publishing.waiving import in_force_at
from mesh.scanning.frames import too_large
from mesh.scanning.scanner import limits_of

# Seconds to fetch the largest file, to copy it to quarantine, and to start a parser.
_BEFORE_AND_AFTER = 45
_EXPIRED = "it was released, but its landed version has expired; land the file again"


class Scanner:
    """Brings each landed version to clean or quarantined, however often it is told."""

    def __init__(self, world: ReadingWorld) -> None:
        self._names = world.names
        self._contracts = world.contracts
        self._zones = world.zones
        self._ledger = world.ledger
        self._queues = world.queues
        self._alerts = world.alerts
        self._parsing = world.parsing
        self._clock = world.clock
        self._limits = world.limits
        self._rules = world.rules

    def seconds_for(self, size: int) -> int:
        """The longest that a file of so many bytes may take, from its fetching to its verdict."""
        return limits_of(self._limits, size).seconds + _BEFORE_AND_AFTER

    def scan(self, file: ObjectVersion, *, again: bool = False) -> LedgerEntry | None:
        """Judge a version and hand it on.

        Args:
            file: the version.
            again: whether to judge it even if it is published, which it stays.

        Returns:
            The version's entry; None if the version no longer exists.

        Raises:
            RefusedError: if the bucket is no landing bucket of a registered domain.
        """
        owner = self._owner(file.bucket)
        contract = self._contracts.in_force(owner.name, file.product)
        entry = self._ledger.find(owner.name, file.product, file.file_id)
        is_asked = again and entry is not None and entry.state == "published"
        if entry is None or is_asked or self._needs_scan(entry, contract):
            facts = self._zones.facts(file)
            if facts is not None:
                entry = self._judged(owner, file, facts, contract, entry)
            elif entry is None or entry.state != "released":
                return entry
            else:
                entry = self._expired(entry)
        return self._hand_on(entry, owner)

    def _needs_scan(self, entry: LedgerEntry, contract: Contract | None) -> bool:
        if entry.state != "clean" or contract is None:
            return entry.state in {"clean", "released"}
        return not is_current(entry.verdict, contract, self._rules, self._clock.now())

    def _owner(self, bucket: str) -> DomainAccount:
        for owner in self._contracts.domains():
            if self._names.bucket("landing", owner.account) == bucket:
                return owner
        raise RefusedError(
            f"{bucket} is the landing bucket of no registered domain; register its domain first"
        )

    def _judged(
        self,
        owner: DomainAccount,
        file: ObjectVersion,
        facts: ObjectFacts,
        contract: Contract | None,
        before: LedgerEntry | None,
    ) -> LedgerEntry:
        waivers = in_force_at(before.waivers if before else (), self._clock.now())
        verdict = self._verdict(owner.name, file, facts, contract, waivers)
        by, now = engine_version(self._rules), self._clock.now()
        verdict = replace(verdict, engine_version=by, judged_at=now)
        if before:
            self._ledger.keep(before)
        if before and before.state == "published":
            after = before.step("published", verdict=verdict, alerted=False)
            self._ledger.write(after)
            return after
        copied = "" if verdict.is_clean else self._zones.quarantine(file, owner.account)
        state: State = "clean" if verdict.is_clean else "quarantined"
        changes = {"verdict": verdict, "facts": facts, "quarantine_version": copied}
        changes |= {"changed_at": self._clock.now(), "alerted": False}
        if before:
            after = before.step(state, **changes)
        else:
            after = LedgerEntry(
                domain=owner.name,
                product=file.product,
                file=file,
                state=state,
                **changes,  # type: ignore[arg-type]
            )
        self._ledger.write(after)
        return after

    def _verdict(
        self,
        domain: str,
        file: ObjectVersion,
        facts: ObjectFacts,
        contract: Contract | None,
        waivers: Waivers,
    ) -> FileVerdict:
        if contract is None:
            return refused((self._no_product(domain, file),), None)
        try:
            table = table_of(contract, file.key)
        except NotFoundError as error:
            return refused((str(error),), contract)
        rules = self._rules.with_those_of(contract.rules)
        scan = self._looked_at(file, facts, table, rules)
        return judged(scan, contract, table, waivers, dict(rules.tolerance))

    def _looked_at(
        self, file: ObjectVersion, facts: ObjectFacts, table: Table, rules: ScanRules
    ) -> TableScan:
        schema = FileSchema.of(table).arrow()
        if facts.size_bytes > self._limits.file_bytes:
            frames = too_large(facts.size_bytes, self._limits)
            return scan_table(frames, schema, facts.size_bytes, rules)
        with self._zones.content(file) as content:
            frames = self._parsing.frames(content, table)
            opaque = [column.name for column in table.columns if column.opaque]
            return scan_table(frames, schema, facts.size_bytes, rules, opaque)

    def _expired(self, entry: LedgerEntry) -> LedgerEntry:
        """Take a released file back whose landed version is gone: there is nothing to scan."""
        verdict = replace(entry.verdict, reasons=(_EXPIRED,))
        changes = {"verdict": verdict, "changed_at": self._clock.now(), "alerted": False}
        after = entry.step("quarantined", **changes)
        self._ledger.write(after)
        return after

    def _no_product(self, domain: str, file: ObjectVersion) -> str:
        known = self._contracts.products(domain)
        return (
            f"domain {domain} has no product {file.product!r} with an active contract; "
            f"{advice(file.product, known)}; land files under <product>/"
        )

    def _hand_on(self, entry: LedgerEntry, owner: DomainAccount) -> LedgerEntry:
        """Do what follows from the entry's state; doing it twice changes nothing."""
        if entry.state == "clean":
            cause = f"{entry.file.source}#{entry.revision}"
            self._queues.publish(entry.domain, entry.product, cause, entry.file_id)
        if entry.state in SETTLED:
            self._zones.settle(entry.file, entry.state)
        is_refused = entry.state in {"quarantined", "published"} and not entry.verdict.is_clean
        if is_refused and not entry.alerted:
            subject, content = refusal_alert(entry)
            self._alerts.alert(owner.account, subject, content)
            entry = replace(entry, alerted=True, revision=entry.revision + 1)
            self._ledger.write(entry)
        return entry
