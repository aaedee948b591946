"""The contract's table as Arrow knows it, and as the parse worker is told."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

import pyarrow as pa

from mesh.contracts.model import Table
from mesh.errors import ContractError
from mesh.scanning.expected import Expected

_TYPES: Mapping[str, pa.DataType] = {
    "string": pa.string(),
    "int": pa.int32(),
    "bigint": pa.int64(),
    "double": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "timestamp": pa.timestamp("us"),
    "binary": pa.binary(),
}


def arrow_type(name: str) -> pa.DataType:
    """Arrow's type of a contract's type.

    Raises:
        ContractError: if the contract's type is not one of Athena's that the mesh knows.
    """
    decimal = re.fullmatch(r"decimal\((\d+),\s*(\d+)\)", name)
    if decimal:
        return pa.decimal128(int(decimal[1]), int(decimal[2]))
    if name not in _TYPES:
        raise ContractError(
            f"type {name!r} is unknown; write one of {', '.join(_TYPES)}, decimal(p,s)"
        )
    return _TYPES[name]


@dataclass(frozen=True, kw_only=True)
class FileSchema:
    """What a file must hold.

    Attributes:
        columns: names and contract types, in the contract's order.
        required: columns that may not be null.
        null_values: texts that stand for null in delimited files and sheets.
        tables: names that its sheet or its table in a database may have, the best first.
    """

    columns: tuple[tuple[str, str], ...]
    required: tuple[str, ...]
    null_values: tuple[str, ...]
    tables: tuple[str, ...] = ()

    @classmethod
    def of(cls, table: Table) -> Self:
        """Take from a contract's table what a reader needs."""
        return cls(
            columns=tuple((column.name, column.type) for column in table.columns),
            required=tuple(column.name for column in table.columns if column.required),
            null_values=table.null_values,
            tables=(table.name,) if table.name else (),
        )

    @classmethod
    def from_dict(cls, fields: Mapping[str, Any]) -> Self:
        """Read what ``to_dict`` wrote."""
        return cls(
            columns=tuple((name, kind) for name, kind in fields["columns"]),
            required=tuple(fields["required"]),
            null_values=tuple(fields["null_values"]),
            tables=tuple(fields["tables"]),
        )

    def to_dict(self) -> dict[str, Any]:
        """Write the schema as JSON knows it."""
        return asdict(self)

    @property
    def names(self) -> list[str]:
        """Column names in the contract's order."""
        return [name for name, _ in self.columns]

    def expected(self) -> Expected:
        """The same as a reader is told."""
        return Expected(kinds=dict(self.columns), tables=self.tables, nulls=self.null_values)

    def arrow(self) -> pa.Schema:
        """The schema of every batch that a reader gives."""
        return pa.schema([(name, arrow_type(kind)) for name, kind in self.columns])
