"""Whether what was found may be published."""

from collections.abc import Iterable
from dataclasses import dataclass

from mesh.contracts.model import Column
from mesh.pii.findings import Finding

# Share of filled rows that may look like a kind without a validator by accident.
TOLERANCE = 0.01


@dataclass(frozen=True)
class Waiver:
    """An owner's word that one kind of finding in one column may be published."""

    column: str
    entity: str


@dataclass(frozen=True)
class Verdict:
    """What a contract says of the findings in one file.

    Attributes:
        leaks: findings that the contract does not declare; empty means clean.
    """

    leaks: tuple[Finding, ...]

    @property
    def is_clean(self) -> bool:
        """Whether every finding is declared, waived or within the tolerance."""
        return not self.leaks

    def reasons(self) -> tuple[str, ...]:
        """One line for each leak: what, where, how much, and what to do."""
        return tuple(_reason(leak) for leak in self.leaks)


def judge(
    findings: Iterable[Finding],
    columns: Iterable[Column],
    *,
    waivers: Iterable[Waiver] = (),
    tolerance: float = TOLERANCE,
) -> Verdict:
    """Compare what was found with what the contract declares.

    Args:
        findings: what the engine saw, at most one per column and kind.
        columns: of the contract's table; a column declares the kinds in ``personal``.
        waivers: kinds in columns that the owner has answered for.
        tolerance: share of filled rows (0.0 to 1.0) that may match by accident; it never applies to
            kinds with a validator, of which one row is enough.

    Raises:
        ValueError: if the tolerance is not within 0.0 and 1.0.
    """
    if not 0.0 <= tolerance <= 1.0:
        raise ValueError(f"tolerance must be a share within 0.0 and 1.0, got {tolerance}")
    allowed = {(column.name, entity) for column in columns for entity in column.personal}
    allowed |= {(waiver.column, waiver.entity) for waiver in waivers}
    leaks = (
        finding
        for finding in findings
        if (finding.column, finding.entity) not in allowed
        and (finding.validated or finding.share > tolerance)
    )
    return Verdict(tuple(leaks))


def _reason(leak: Finding) -> str:
    where = f" (first in row {leak.rows[0]})" if leak.rows else ""
    shape = f", shaped like {leak.evidence[0]!r}" if leak.evidence else ""
    return (
        f"column {leak.column} holds {leak.entity} in {leak.count} rows{where}{shape}; "
        f"declare it in the contract, or take it out of the file"
    )
