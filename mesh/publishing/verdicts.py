"""The scanner's verdict on one file, and whether one that was given before still counts."""

from collections.abc import Mapping

from mesh.contracts.model import Contract, Table
from mesh.naming.rules import ScanRules
from mesh.pii import ENGINE_VERSION, Finding, Verdict, describe, judge
from mesh.publishing.ledger import FileVerdict
from mesh.publishing.reading import TableScan
from mesh.publishing.waiving import Waiver
from mesh.scanning import READER_VERSION
from mesh.scanning.reasons import Status

Waivers = Mapping[tuple[str, str], Waiver]
# Who wrote a workbook stands beside its tables, and is never published.
_ABOUT_THE_FILE = "docProps/"


def judged(
    scan: TableScan,
    contract: Contract,
    table: Table,
    waivers: Waivers,
    tolerances: Mapping[str, float],
) -> FileVerdict:
    """What a contract says of a file that was looked at.

    Args:
        scan: what was seen.
        contract: in force.
        table: that the file landed for.
        waivers: that still count, by column and kind.
        tolerances: by kind or group of kinds.
    """
    published = (each for each in scan.findings if not each.column.startswith(_ABOUT_THE_FILE))
    said = judge(published, table.columns, tolerances=tolerances)
    leaks = said.leaks
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
        notes=said.notes + _unseen(scan, table) if scan.status == Status.COMPLETE else (),
        waived=tuple(map(_accepted, waived, answered)),
        waived_until=min((waiver.until for waiver in answered), default=""),
    )


def _unseen(scan: TableScan, table: Table) -> tuple[str, ...]:
    """What nobody looked into, and the owner's word for it."""
    return tuple(
        f"column {column.name} holds bytes that nobody looked into, as the contract declares: "
        f"{column.opaque}"
        for column in table.columns
        if column.name in scan.opaque
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


def refused(
    reasons: tuple[str, ...], contract: Contract | None, findings: tuple[Finding, ...] = ()
) -> FileVerdict:
    """What is said of a file that nobody looked at."""
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
