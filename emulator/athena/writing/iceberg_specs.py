"""Partitioning as Athena writes it, as a specification of Iceberg.

Source: https://docs.aws.amazon.com/athena/latest/ug/querying-iceberg-creating-tables.html
"""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from emulator.athena.faults import QueryFault, refuse

if TYPE_CHECKING:
    from pyiceberg.partitioning import PartitionSpec

_TRANSFORM = re.compile(r"(?:(\w+)\s*\()?\s*(\w+)\s*(?:,\s*(\w+)\s*)?\)?$")
_FIRST_FIELD = 1000


def spec_of(schema: Any, partitioning: Sequence[str]) -> "PartitionSpec":  # noqa: ANN401 - pyiceberg's schema
    """Specify partitions by ``day(ts)``, ``bucket(4, id)`` or a column's name.

    Raises:
        QueryFault: COLUMN_NOT_FOUND, or NOT_SUPPORTED for a transform that Athena has not.
    """
    from pyiceberg.partitioning import PartitionField, PartitionSpec  # noqa: PLC0415
    from pyiceberg.transforms import parse_transform  # noqa: PLC0415

    fields = []
    for at, written in enumerate(partitioning):
        kind, column, transform = _transform(written)
        field = schema.find_field(column) if column in schema.column_names else None
        if field is None:
            raise QueryFault("COLUMN_NOT_FOUND", f"Unable to find partition column: {column}")
        name = column if kind == "identity" else f"{column}_{kind}".replace("truncate", "trunc")
        number = _FIRST_FIELD + at
        fields.append(PartitionField(field.field_id, number, parse_transform(transform), name))
    return PartitionSpec(*fields)


def _transform(written: str) -> tuple[str, str, str]:
    """Kind, column and Iceberg's own writing of ``day(ts)``, ``bucket(4,id)`` or ``name``."""
    found = _TRANSFORM.match(written.strip().lower())
    if found is None:
        refuse(f"partitioning by {written}")
    kind = found[1] or "identity"
    if kind in ("bucket", "truncate"):
        first, second = found[2], found[3] or ""
        size, column = (first, second) if first.isdigit() else (second, first)
        return kind, column, f"{kind}[{size}]"
    kind = kind.rstrip("s") if kind in ("years", "months", "days", "hours") else kind
    if kind not in ("identity", "year", "month", "day", "hour"):
        refuse(f"partitioning by {written}")
    return kind, found[2], kind
