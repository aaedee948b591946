"""Whether what was found may be published, and what the contract says otherwise."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from mesh.contracts.model import Column
from mesh.findings import IN_TEXT, Finding
from mesh.naming.entities import GROUPS

# Share of filled rows that may look like a kind without a validator by accident.
TOLERANCE = 0.01
_GROUP_OF = {entity: group for group, entities in GROUPS.items() for entity in entities}
# Kinds that are told by others: no detector finds a national identifier of no country.
_TOLD_BY = {"NATIONAL_ID": frozenset(GROUPS["national"])}


@dataclass(frozen=True)
class Verdict:
    """What a contract says of the findings in one file.

    Attributes:
        leaks: findings that the contract does not declare; empty means clean.
        notes: what the contract declares and the file does not hold, for its owner; they refuse
            nothing.
    """

    leaks: tuple[Finding, ...]
    notes: tuple[str, ...] = ()

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
    tolerances: Mapping[str, float] | None = None,
) -> Verdict:
    """Compare what was found with what the contract declares.

    Args:
        findings: what the engine saw, at most one per column and kind; attributes, which name
            nobody, are told and never refused.
        columns: of the contract's table; a column declares the kinds in ``personal``, and with
            ``PII_IN_TEXT`` whatever its sentences hold.
        tolerance: share of filled rows (0.0 to 1.0) that may match by accident; it never applies to
            kinds with a validator, of which one row is enough.
        tolerances: of single kinds, and of groups of kinds that have none of their own.

    Raises:
        ValueError: if a tolerance is not within 0.0 and 1.0.
    """
    own = tolerances or {}
    for share in (tolerance, *own.values()):
        if not 0.0 <= share <= 1.0:
            raise ValueError(f"tolerance must be a share within 0.0 and 1.0, got {share}")

    def is_too_much(finding: Finding) -> bool:
        group = own.get(_GROUP_OF.get(finding.entity, ""), tolerance)
        return finding.validated or finding.share > own.get(finding.entity, group)

    columns, found = tuple(columns), tuple(findings)
    allowed = {(column.name, entity) for column in columns for entity in column.personal}
    personal = (finding for finding in found if finding.category == "personal")
    leaks = (
        finding
        for finding in personal
        if not _is_declared(finding, allowed) and is_too_much(finding)
    )
    return Verdict(tuple(leaks), tuple(_notes(found, columns)))


def _is_declared(finding: Finding, allowed: AbstractSet[tuple[str, str]]) -> bool:
    column = finding.column
    if (column, finding.entity) in allowed or (column, IN_TEXT) in allowed:
        return True
    return bool(finding.spans) and all((column, kind) in allowed for kind, _ in finding.spans)


def _notes(found: Sequence[Finding], columns: Iterable[Column]) -> Iterator[str]:
    for column in columns:
        if not column.personal or column.opaque:
            continue
        here = [finding for finding in found if finding.column == column.name]
        personal = [finding for finding in here if finding.category == "personal"]
        held = {one.entity for one in here} | {kind for one in here for kind, _ in one.spans}
        absent = [kind for kind in column.personal if not _is_held(kind, held, personal)]
        if absent and not personal:
            only = f" but {', '.join(sorted(held))}, which names nobody" if held else ""
            yield (
                f"column {column.name} is {column.classification} for {', '.join(absent)}, and "
                f"nothing personal was found in it{only}: it is less sensitive than declared; if "
                "that is so in every file, say so in the contract"
            )
        elif absent:
            yield (
                f"column {column.name} is declared to hold {', '.join(absent)}, which was not "
                "found; if that is so in every file, take it out of the contract"
            )


def _is_held(kind: str, held: AbstractSet[str], personal: Collection[Finding]) -> bool:
    if kind == IN_TEXT:
        return bool(personal)
    return kind in held or bool(held & _TOLD_BY.get(kind, frozenset()))


def describe(leak: Finding) -> str:
    """What was found, where and how much, with nothing that tells a value."""
    where = f" (first in row {leak.rows[0]})" if leak.rows else ""
    shape = f", shaped like {leak.evidence[0]!r}" if leak.evidence else ""
    return f"column {leak.column} holds {leak.entity} in {leak.count} rows{where}{shape}"
