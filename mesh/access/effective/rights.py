"""Effective access as the registry wants it: the union of a principal's rights, cell by cell."""

from collections.abc import Iterable

from mesh.access.desired import Right
from mesh.access.effective.readable import Readable
from mesh.access.lake import Table


def effective(rights: Iterable[Right], principal: str) -> dict[Table, Readable]:
    """What a principal reads of each table; tables without any right are absent.

    A row that one right shows never reveals a column that only another right gives.
    """
    seen: dict[Table, Readable] = {}
    for right in rights:
        if principal in right.principals:
            table = right.filter.of
            shown = Readable.of(right.cells.columns, right.cells.rows)
            seen[table] = seen.get(table, Readable()) | shown
    return seen
