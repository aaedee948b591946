"""Scans landed files: a verdict on exactly one version, then the ledger, then the next in line."""

from collections.abc import Mapping
from dataclasses import replace

from mesh.contracts.model import Contract, Table
from mesh.errors import NotFoundError, RefusedError, advice
from mesh.naming.rules import ScanRules
from mesh.pii import ENGINE_VERSION, Finding, Verdict, describe, judge
from mesh.publishing.landing import ObjectFacts, ObjectVersion, table_of
from mesh.publishing.ledger import SETTLED, FileVerdict, LedgerEntry, State
from mesh.publishing.mapping.schema import FileSchema
from mesh.publishing.ports import DomainAccount, World
from mesh.publishing.quarantining import refusal_alert
from mesh.publishing.reading import TableScan, scan_table
from mesh.publishing.waiving import Waiver, in_force_at
from mesh.scanning import READER_VERSION
from mesh.scanning.frames import too_large
from mesh.scanning.reasons import Status
from mesh.scanning.scanner import limits_of

_Waivers = Mapping[tuple[str, str], Waiver]
# Seconds to fetch the largest file, to copy it to quarantine, and to start a parser.
_BEFORE_AND_AFTER = 45
# Who wrote a workbook stands beside its tables, and is never published.
_ABOUT_THE_FILE = "docProps/"
_EXPIRED = "it was released, but its landed version has expired; land the file again"


class Scanner:
    """Brings each landed version to clean or quarantined, however often it is told."""

    def __init__(self, world: World) -> None:
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

    def scan(self, file: ObjectVersion) -> LedgerEntry | None:
        """Judge a version and hand it on.

        Returns:
            The version's entry; None if the version no longer exists.

        Raises:
            RefusedError: if the bucket is no landing bucket of a registered domain.
        """
        owner = self._owner(file.bucket)
        contract = self._contracts.in_force(owner.name, file.product)
        entry = self._ledger.find(owner.name, file.product, file.file_id)
        if entry is None or self._needs_scan(entry, contract):
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
        waivers: _Waivers,
    ) -> FileVerdict:
        if contract is None:
            return _refused((self._no_product(domain, file),), None)
        try:
            table = table_of(contract, file.key)
        except NotFoundError as error:
            return _refused((str(error),), contract)
        rules = self._rules.with_those_of(contract.rules)
        scan = self._looked_at(file, facts, table, rules)
        return _judged(scan, contract, table, waivers, dict(rules.tolerance))

    def _looked_at(
        self, file: ObjectVersion, facts: ObjectFacts, table: Table, rules: ScanRules
    ) -> TableScan:
        schema = FileSchema.of(table).arrow()
        if facts.size_bytes > self._limits.file_bytes:
            frames = too_large(facts.size_bytes, self._limits)
            return scan_table(frames, schema, facts.size_bytes, rules)
        with self._zones.content(file) as content:
            frames = self._parsing.frames(content, table)
            return scan_table(frames, schema, facts.size_bytes, rules)

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
        if entry.state == "quarantined" and not entry.alerted:
            subject, content = refusal_alert(entry)
            self._alerts.alert(owner.account, subject, content)
            entry = replace(entry, alerted=True, revision=entry.revision + 1)
            self._ledger.write(entry)
        return entry


def _judged(
    scan: TableScan,
    contract: Contract,
    table: Table,
    waivers: _Waivers,
    tolerances: Mapping[str, float],
) -> FileVerdict:
    published = (each for each in scan.findings if not each.column.startswith(_ABOUT_THE_FILE))
    judged = judge(published, table.columns, tolerances=tolerances)
    leaks = judged.leaks
    waived = [leak for leak in leaks if _place(leak) in waivers]
    answered = [waivers[_place(leak)] for leak in waived]
    left = Verdict(tuple(leak for leak in leaks if leak not in waived))
    return FileVerdict(
        reasons=scan.faults + left.reasons(),
        findings=scan.findings,
        status=str(scan.status),
        reason=scan.reason,
        format=scan.format,
        reader_version=READER_VERSION,
        rows=scan.rows,
        digest=scan.digest,
        contract_version=contract.version,
        contract_digest=contract.digest,
        notes=judged.notes if scan.status == Status.COMPLETE else (),
        waived=tuple(map(_accepted, waived, answered)),
        waived_until=min((waiver.until for waiver in answered), default=""),
    )


def engine_version(rules: ScanRules) -> str:
    """What looks for personal data under the mesh's rules; a contract's own have its digest."""
    return f"{ENGINE_VERSION}+{rules.digest}" if rules.digest else ENGINE_VERSION


def is_current(verdict: FileVerdict, contract: Contract, rules: ScanRules, now: str) -> bool:
    """Whether a verdict was made as one would be made now, and its waivers count."""
    return (
        verdict.reader_version == READER_VERSION
        and verdict.engine_version == engine_version(rules)
        and verdict.contract_digest == contract.digest
        and verdict.contract_version == contract.version
        and (not verdict.waived_until or now < verdict.waived_until)
    )


def _place(leak: Finding) -> tuple[str, str]:
    return leak.column, leak.entity


def _accepted(leak: Finding, waiver: Waiver) -> str:
    return f"{describe(leak)}; waived by {waiver.owner} until {waiver.until}"


def _refused(
    reasons: tuple[str, ...], contract: Contract | None, findings: tuple[Finding, ...] = ()
) -> FileVerdict:
    return FileVerdict(
        reasons=reasons,
        findings=findings,
        status=Status.SKIPPED,
        reader_version=READER_VERSION,
        rows=0,
        digest="",
        contract_version=contract.version if contract else "",
        contract_digest=contract.digest if contract else "",
    )
