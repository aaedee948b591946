"""Whether what was found may be published."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from mesh.contracts.model import Column
from mesh.pii.findings import IN_TEXT, Finding

# Share of filled rows that may look like a kind without a validator by accident.
TOLERANCE = 0.01


@dataclass(frozen=True)
class Verdict:
    """What a contract says of the findings in one file.

    Attributes:
        leaks: findings that the contract does not declare; empty means clean.
    """

    leaks: tuple[Finding, ...]

    @property
    def is_clean(self) -> bool:
        """Whether every finding is declared or within the tolerance."""
        return not self.leaks

    def reasons(self) -> tuple[str, ...]:
        """One line for each leak: what, where, how much, and what to do."""
        return tuple(
            f"{describe(leak)}; declare it in the contract, or take it out of the file"
            for leak in self.leaks
        )


def judge(
    findings: Iterable[Finding],
    columns: Iterable[Column],
    *,
    tolerance: float = TOLERANCE,
) -> Verdict:
    """Compare what was found with what the contract declares.

    Args:
        findings: what the engine saw, at most one per column and kind; attributes, which name
            nobody, are told and never refused.
        columns: of the contract's table; a column declares the kinds in ``personal``, and with
            ``PII_IN_TEXT`` whatever its sentences hold.
        tolerance: share of filled rows (0.0 to 1.0) that may match by accident; it never applies to
            kinds with a validator, of which one row is enough.

    Raises:
        ValueError: if the tolerance is not within 0.0 and 1.0.
    """
    if not 0.0 <= tolerance <= 1.0:
        raise ValueError(f"tolerance must be a share within 0.0 and 1.0, got {tolerance}")
    allowed = {(column.name, entity) for column in columns for entity in column.personal}
    personal = (finding for finding in findings if finding.category == "personal")
    leaks = (
        finding
        for finding in personal
        if not _is_declared(finding, allowed) and (finding.validated or finding.share > tolerance)
    )
    return Verdict(tuple(leaks))


def _is_declared(finding: Finding, allowed: AbstractSet[tuple[str, str]]) -> bool:
    column = finding.column
    if (column, finding.entity) in allowed or (column, IN_TEXT) in allowed:
        return True
    return bool(finding.spans) and all((column, kind) in allowed for kind, _ in finding.spans)


def describe(leak: Finding) -> str:
    """What was found, where and how much, with nothing that tells a value."""
    where = f" (first in row {leak.rows[0]})" if leak.rows else ""
    shape = f", shaped like {leak.evidence[0]!r}" if leak.evidence else ""
    return f"column {leak.column} holds {leak.entity} in {leak.count} rows{where}{shape}"
