"""What is seen of one table: for each column, the rows in which it is seen."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

Rows = frozenset[str] | None
"""Row expressions of which any one suffices; None means every row."""


@dataclass(frozen=True)
class Readable:
    """For each column of a table, the rows in which it is seen.

    Attributes:
        columns: per column the row expressions of which any one suffices; None means every row.
            A column that is never seen is absent.
    """

    columns: Mapping[str, Rows] = field(default_factory=dict)

    @classmethod
    def of(cls, columns: Iterable[str], rows: str | None) -> "Readable":
        """Some columns in the rows of one expression, or in every row."""
        return cls(dict.fromkeys(columns, None if rows is None else frozenset({rows})))

    @property
    def rows(self) -> Rows:
        """The rows of which anything is seen; the others are left out, not shown as NULLs."""
        seen: Rows = frozenset()
        for rows in self.columns.values():
            seen = _either(seen, rows)
        return seen

    def __or__(self, other: "Readable") -> "Readable":
        """Cell by cell: a row that one shows never reveals a column that only the other gives."""
        found = dict(self.columns)
        for column, rows in other.columns.items():
            found[column] = _either(found.get(column, frozenset()), rows)
        return Readable(found)

    def __and__(self, other: "Readable") -> "Readable":
        """The cells that both show."""
        return Readable(
            {
                column: _both(rows, other.columns[column])
                for column, rows in self.columns.items()
                if column in other.columns
            }
        )


def _either(one: Rows, other: Rows) -> Rows:
    return None if one is None or other is None else one | other


def _both(one: Rows, other: Rows) -> Rows:
    if one is None or other is None:
        return other if one is None else one
    return frozenset(a if a == b else f"({a}) AND ({b})" for a in one for b in other)
