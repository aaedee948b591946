"""When a refused file may go through the scan again: its contract changed, or its owner answers.

Light on purpose: the API decides with it and loads no reader of files.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from mesh.errors import ConflictError

# A waiver is for the file in hand; what is still unpublished after this is decided on again.
WAIVED_DAYS = 30


@dataclass(frozen=True, kw_only=True)
class Waiver:
    """An owner's word that one kind of finding in one column of one file version may be published.

    Attributes:
        column: as the finding names it.
        entity: kind of finding, such as ``EMAIL_ADDRESS``.
        owner: ARN of the role that answers for it.
        until: moment from which it counts no more, ISO 8601 in UTC.
    """

    column: str
    entity: str
    owner: str
    until: str

    @property
    def name(self) -> str:
        """The finding as people type it."""
        return f"{self.column}={self.entity}"


@dataclass(frozen=True, kw_only=True)
class RefusedFile:
    """What a release is judged by.

    Attributes:
        key: of the landed file.
        found: column and kind of everything that its verdict names.
        contract_digest: of the contract that it was judged under; empty if there was none.
        waivers: given before.
    """

    key: str
    found: frozenset[tuple[str, str]]
    contract_digest: str
    waivers: tuple[Waiver, ...] = ()


def waivers_after(
    file: RefusedFile,
    asked: Sequence[tuple[str, str]],
    *,
    in_force: str,
    owner: str,
    now: datetime,
) -> tuple[Waiver, ...]:
    """Accept a release, and give the waivers that the file carries from then on.

    Args:
        file: as it was refused.
        asked: column and kind of the findings that its owner answers for.
        in_force: digest of the contract in force; empty if there is none.
        owner: ARN of the role that answers.
        now: when it does.

    Raises:
        ConflictError: if the file would be refused again because nothing has changed, or a waiver
            names what was not found in this version.
    """
    unknown = [pair for pair in asked if pair not in file.found]
    if unknown:
        raise ConflictError(
            f"{file.key} has no finding {_names(unknown)}; found: {_names(sorted(file.found))}; "
            "a waiver names one of these as COLUMN=KIND"
        )
    if not asked and in_force in {"", file.contract_digest}:
        raise ConflictError(
            f"{file.key} would be refused again: nothing changed since; register a contract that "
            "allows it, waive a finding as COLUMN=KIND, or discard the file"
        )
    until = (now.astimezone(UTC) + timedelta(days=WAIVED_DAYS)).strftime("%Y-%m-%dT%H:%M:%SZ")
    given = {(waiver.column, waiver.entity): waiver for waiver in file.waivers}
    for column, entity in asked:
        given[column, entity] = Waiver(column=column, entity=entity, owner=owner, until=until)
    return tuple(given.values())


def in_force_at(waivers: Iterable[Waiver], now: str) -> dict[tuple[str, str], Waiver]:
    """Waivers that still count, by column and kind."""
    return {(waiver.column, waiver.entity): waiver for waiver in waivers if now < waiver.until}


def _names(pairs: Iterable[tuple[str, str]]) -> str:
    return ", ".join(f"{column}={entity}" for column, entity in pairs) or "nothing"
