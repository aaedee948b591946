"""Contract types as Iceberg knows them, both ways."""

import re
from collections.abc import Mapping

from pyiceberg.schema import Schema
from pyiceberg.types import (
    BinaryType,
    BooleanType,
    DateType,
    DecimalType,
    DoubleType,
    IcebergType,
    IntegerType,
    LongType,
    NestedField,
    StringType,
    TimestampType,
)

_TYPES: Mapping[str, type[IcebergType]] = {
    "string": StringType,
    "int": IntegerType,
    "bigint": LongType,
    "double": DoubleType,
    "boolean": BooleanType,
    "date": DateType,
    "timestamp": TimestampType,
    "binary": BinaryType,
}


def iceberg_type(name: str) -> IcebergType:
    """Iceberg's type of a contract's type."""
    decimal = re.fullmatch(r"decimal\((\d+),\s*(\d+)\)", name)
    return DecimalType(int(decimal[1]), int(decimal[2])) if decimal else _TYPES[name]()


def contract_type(kind: IcebergType) -> str:
    """The contract's type of an Iceberg type; a type that no contract has keeps Iceberg's name."""
    if isinstance(kind, DecimalType):
        return f"decimal({kind.precision},{kind.scale})"
    return next((name for name, known in _TYPES.items() if type(kind) is known), str(kind))


def iceberg_schema(columns: Mapping[str, str]) -> Schema:
    """A new table's schema; every column is optional, so that one can be added later."""
    return Schema(
        *(
            NestedField(field_id=place, name=name, field_type=iceberg_type(kind), required=False)
            for place, (name, kind) in enumerate(columns.items(), start=1)
        )
    )
