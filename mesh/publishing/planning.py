"""Which waiting files one commit publishes, and which published ones they replace."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mesh.contracts.model import WriteMode
from mesh.publishing.ledger import LedgerEntry

# What one commit takes at most; the rest waits for the next.
MOST_FILES = 100
MOST_BYTES = 4 << 30


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What one commit to one table is to do.

    Attributes:
        publish: clean files, oldest first.
        replace: published files whose rows go in the same commit.
        outdated: clean files that come too late: something newer was published in their place.
    """

    publish: tuple[LedgerEntry, ...] = ()
    replace: tuple[LedgerEntry, ...] = ()
    outdated: tuple[LedgerEntry, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to do."""
        return not (self.publish or self.outdated)


def plan(
    mode: WriteMode,
    waiting: Iterable[LedgerEntry],
    settled: Iterable[LedgerEntry],
    *,
    most_files: int = MOST_FILES,
    most_bytes: int = MOST_BYTES,
) -> Plan:
    """Choose the next commit of one table.

    Args:
        mode: the contract's.
        waiting: clean files of the table.
        settled: other files of the table that were ever published (published or superseded).
        most_files: bound on files.
        most_bytes: bound on landed bytes; one file is always taken.
    """
    ordered = sorted(waiting, key=lambda entry: entry.age_order)
    if mode == "append":
        return Plan(publish=_bounded(ordered, most_files, most_bytes))
    published = list(settled)
    outdated = [e for e in ordered if any(_outranks(mode, other, e) for other in published)]
    fresh = [e for e in ordered if e not in outdated]
    newest = [e for e in fresh if not any(_outranks(mode, other, e) for other in fresh)]
    chosen = _bounded(newest, most_files, most_bytes)
    replaced = tuple(
        entry
        for entry in published
        if entry.state == "published" and any(_outranks(mode, e, entry) for e in chosen)
    )
    return Plan(publish=chosen, replace=replaced, outdated=tuple(outdated))


def _outranks(mode: WriteMode, one: LedgerEntry, other: LedgerEntry) -> bool:
    """Whether the first file takes the place of the second."""
    if one.file_id == other.file_id:
        return False
    if one.file.key == other.file.key:
        return one.version_order > other.version_order
    return mode == "replace-table" and one.age_order > other.age_order


def _bounded(
    entries: Sequence[LedgerEntry], most_files: int, most_bytes: int
) -> tuple[LedgerEntry, ...]:
    chosen: list[LedgerEntry] = []
    total = 0
    for entry in entries[:most_files]:
        total += entry.facts.size_bytes
        if chosen and total > most_bytes:
            break
        chosen.append(entry)
    return tuple(chosen)
