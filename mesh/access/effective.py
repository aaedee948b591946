"""Effective access: what a principal reads after the union of all its rights, cell by cell."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mesh.access.desired import Right
from mesh.access.lake import Table


@dataclass(frozen=True)
class Readable:
    """For each column of a table, the rows in which it is seen.

    Attributes:
        columns: per column the row expressions of which any one suffices; None means every row.
    """

    columns: Mapping[str, frozenset[str] | None]


def effective(rights: Iterable[Right], principal: str) -> dict[Table, Readable]:
    """What a principal reads of each table; tables without any right are absent.

    A row that one right shows never reveals a column that only another right gives.
    """
    seen: dict[Table, dict[str, frozenset[str] | None]] = {}
    for right in rights:
        if principal in right.principals:
            columns = seen.setdefault(right.filter.of, {})
            for column in right.cells.columns:
                columns[column] = _either(columns.get(column, frozenset()), right.cells.rows)
    return {table: Readable(columns) for table, columns in seen.items()}


def _either(before: frozenset[str] | None, rows: str | None) -> frozenset[str] | None:
    return None if before is None or rows is None else before | {rows}
