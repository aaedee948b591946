"""What is known of a file beforehand, so that its rows come out as they were meant."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self


@dataclass(frozen=True, kw_only=True)
class Expected:
    """The table that a file should hold. It changes how a file is read, never how much of it.

    Attributes:
        kinds: Athena's type of each column, by the column's name; empty if nothing is expected.
        tables: names that a sheet or a database's table of these rows may have, the best first.
        nulls: texts that stand for nothing in cells without a type.
    """

    kinds: Mapping[str, str]
    tables: tuple[str, ...] = ()
    nulls: tuple[str, ...] = ("",)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns."""
        return tuple(self.kinds)

    @property
    def binary(self) -> tuple[str, ...]:
        """Names of the columns whose values are bytes."""
        return tuple(name for name, kind in self.kinds.items() if kind == "binary")

    def __bool__(self) -> bool:
        """Whether anything is expected."""
        return bool(self.kinds)

    def table_among(self, tables: Sequence[str]) -> Sequence[str]:
        """The one of several tables that is meant, by its name; empty if none is."""
        return [name for name in self.tables if name in tables][:1]

    @classmethod
    def from_dict(cls, fields: Mapping[str, Any]) -> Self:
        """Read what JSON made of it."""
        return cls(
            kinds=dict(fields["kinds"]),
            tables=tuple(fields["tables"]),
            nulls=tuple(fields["nulls"]),
        )


NOTHING = Expected(kinds={})
