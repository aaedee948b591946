"""What scanner and publisher make of a landed file's frames: the same rows, the same digest."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

import pyarrow as pa

from mesh.naming.rules import ScanRules
from mesh.pii import Finding
from mesh.publishing.digest import RowDigest
from mesh.publishing.mapping.refusal import UnreadableError
from mesh.scanning.frames import Ended, Frame, Opaque, Typed, Unfit
from mesh.scanning.names import shown
from mesh.scanning.parsers import ParserDiedError, ParserExpiredError
from mesh.scanning.reasons import Reason, Status
from mesh.scanning.results import FileScan
from mesh.scanning.scanner import scanned


@dataclass(frozen=True, kw_only=True)
class TableScan:
    """One landed file after its scan.

    Attributes:
        status: how much of it was looked at; only ``COMPLETE`` can be clean.
        reason: why it is not complete; empty if it is.
        format: by content.
        faults: why it cannot be published, whatever it holds.
        findings: personal data of every value, those outside the table included.
        rows: of the contract's table.
        digest: of these rows.
        bytes: unpacked values looked at.
        opaque: columns with bytes that nobody looked into, as was allowed.
    """

    status: Status
    reason: str
    format: str
    faults: tuple[str, ...]
    findings: tuple[Finding, ...]
    rows: int
    digest: str
    bytes: int
    opaque: tuple[str, ...] = ()


def scan_table(
    frames: Iterable[Frame],
    schema: pa.Schema,
    size: int,
    rules: ScanRules | None = None,
    opaque: Collection[str] = (),
) -> TableScan:
    """Look at every value of a file and take the digest of the rows of its table.

    Args:
        frames: of the file, its rows fitted to the table.
        schema: of the table.
        size: of the file in bytes.
        rules: what is looked for besides, and what is allowed.
        opaque: columns that may hold bytes which are no text: nobody looks into these.
    """
    digest = RowDigest(schema)
    looked_at = 0

    def report(values: int) -> None:
        nonlocal looked_at
        looked_at += values

    scans = list(scanned(_digested(frames, digest), "", size, report, rules, opaque))
    whole = scans[-1]
    faults = [_told(scan) for scan in scans if scan.status is not Status.COMPLETE]
    return TableScan(
        status=whole.status,
        reason=str(whole.reason or ""),
        format=whole.format,
        faults=tuple(dict.fromkeys(faults + [scan.fault for scan in scans if scan.fault])),
        findings=tuple(_named(scans, schema.names)),
        rows=digest.rows,
        digest=digest.hexdigest(),
        bytes=looked_at,
        opaque=tuple(dict.fromkeys(name for scan in scans for name in scan.opaque)),
    )


def _named(scans: Iterable[FileScan], columns: Collection[str]) -> Iterator[Finding]:
    """Findings of the file and of those inside it; names that the file chose are masked."""
    for one in (finding for scan in scans for finding in scan.findings):
        yield replace(one, column=one.column if one.column in columns else shown(one.column))


def rows_of(frames: Iterable[Frame], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """Give the rows of the contract's table.

    Raises:
        UnreadableError: if the file is not read as a whole or does not hold the table. What was
            given before must then not be used.
    """
    try:
        for frame in frames:
            if isinstance(frame, Typed):
                yield _checked(frame.batch, schema)
            elif isinstance(frame, Unfit):
                raise UnreadableError(frame.fault)
            elif isinstance(frame, Opaque):
                raise UnreadableError(_sentence(Reason.BINARY_CONTENT, "", ""))
            elif isinstance(frame, Ended) and frame.reason:
                raise UnreadableError(_sentence(frame.reason, "", frame.detail))
    except ParserExpiredError as error:
        raise UnreadableError(_sentence(Reason.TIME_LIMIT, "", str(error))) from None
    except ParserDiedError as error:
        raise UnreadableError(_sentence(Reason.PARSER_DIED, "", str(error))) from None


def _digested(frames: Iterable[Frame], digest: RowDigest) -> Iterator[Frame]:
    for frame in frames:
        if isinstance(frame, Typed):
            digest.add(_checked(frame.batch, digest.schema))
        yield frame


def _checked(batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    """The worker is not trusted: what it gives is in the table's columns and types or nothing."""
    if not batch.schema.equals(schema):
        raise ParserDiedError("its parser gave rows of another table")
    return batch


def _told(scan: FileScan) -> str:
    reason = scan.reason or Reason.UNREADABLE
    # What is said of bytes names their columns, and a name may be a value.
    is_plain = scan.errors and reason is not Reason.BINARY_CONTENT
    return _sentence(reason, scan.format, scan.errors[0] if is_plain else "")


def _sentence(reason: Reason, kind: str, detail: str) -> str:
    """Code, format and detail, then what it means and what to do."""
    code = f"{reason} ({kind})" if kind else str(reason)
    told = f"{code}: {detail}." if detail and detail != reason.sentence else f"{code}."
    return f"{told} {reason.sentence}"
