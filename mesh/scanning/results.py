"""What a scan found in one file, as people and programs are told."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Self

from mesh.pii import Finding
from mesh.scanning.reasons import Reason, Status


@dataclass(frozen=True, kw_only=True)
class FileScan:
    """One file, or one file inside another, after its scan.

    Attributes:
        path: as the caller named it; files inside follow after ``!/``.
        format: by content, the packing last (``csv.gzip``); empty if nobody knows.
        bytes: size, unpacked for a file inside another.
        rows: rows, lines or values looked at; those of nested lists do not count.
        reason: why it is not complete; None if it is.
        columns: names of all columns, in the order in which they appeared.
        errors: what was wrong, without anything of the content.
        fault: why it does not hold the table that it should, if one is expected of it.
        opaque: columns with bytes that nobody looked into, as is foreseen of them.
    """

    path: str
    format: str
    bytes: int
    rows: int
    status: Status
    reason: Reason | None
    seconds: float
    columns: tuple[str, ...]
    findings: tuple[Finding, ...]
    errors: tuple[str, ...]
    fault: str = ""
    opaque: tuple[str, ...] = ()

    @property
    def is_clean(self) -> bool:
        """Whether all of it was looked at and nothing was found."""
        return self.status is Status.COMPLETE and not self.findings

    @classmethod
    def unopened(cls, path: str, size: int, detail: str) -> Self:
        """The result of a file that cannot even be opened."""
        return cls(
            path=path,
            format="",
            bytes=size,
            rows=0,
            status=Status.SKIPPED,
            reason=Reason.UNREADABLE,
            seconds=0.0,
            columns=(),
            findings=(),
            errors=(detail,),
        )

    def to_dict(self) -> dict[str, Any]:
        """Write the result as JSON knows it."""
        by_column = _by_column(self.findings)
        # What is found in names, and not under one, has a column of its own.
        columns = dict.fromkeys((*self.columns, *by_column))
        return {
            "path": self.path,
            "format": self.format,
            "bytes": self.bytes,
            "rows": self.rows,
            "status": str(self.status),
            "reason": str(self.reason) if self.reason else None,
            "complete": self.status is Status.COMPLETE,
            "seconds": round(self.seconds, 3),
            "columns": [{"name": name, "entities": by_column.get(name, [])} for name in columns],
            "errors": list(self.errors),
        }


def _by_column(findings: Iterable[Finding]) -> Mapping[str, list[dict[str, Any]]]:
    def column(finding: Finding) -> str:
        return finding.column

    return {
        name: [_entity(finding) for finding in found]
        for name, found in groupby(sorted(findings, key=column), key=column)
    }


def _entity(finding: Finding) -> dict[str, Any]:
    return {
        "type": finding.entity,
        "class": finding.category,
        "count": finding.count,
        "share": round(finding.share, 6),
        "confidence": finding.confidence,
        "rows": list(finding.rows),
        "evidence": list(finding.evidence),
        "why": list(finding.why),
        **({"spans": dict(finding.spans)} if finding.spans else {}),
    }
