"""Data files of Iceberg tables that are partitioned by more than the values themselves.

pyiceberg computes days and buckets by a compiled library of its own, which is not needed for as
few rows as are written here.
"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa

if TYPE_CHECKING:
    from pyiceberg.manifest import DataFile
    from pyiceberg.partitioning import PartitionSpec
    from pyiceberg.schema import Schema
    from pyiceberg.table import Transaction
    from pyiceberg.typedef import Record


@dataclass(frozen=True)
class _Key:
    """The partition of a file, as pyiceberg asks for it."""

    partition: "Record"
    spec: "PartitionSpec"
    schema: "Schema"

    def to_path(self) -> str:
        """Folder of the partition."""
        return self.spec.partition_to_path(self.partition, self.schema)


def append(transaction: "Transaction", rows: pa.Table) -> None:
    """Append rows to a table, each partition in a file of its own."""
    with transaction.update_snapshot().fast_append() as snapshot:
        for file in _files(transaction, rows):
            snapshot.append_data_file(file)


def _files(transaction: "Transaction", rows: pa.Table) -> Iterator["DataFile"]:
    from pyiceberg.io.pyarrow import write_file  # noqa: PLC0415 - slow to import
    from pyiceberg.table import WriteTask  # noqa: PLC0415
    from pyiceberg.typedef import Record  # noqa: PLC0415

    metadata = transaction.table_metadata
    schema, spec, run = metadata.schema(), metadata.spec(), uuid.uuid4()
    groups: dict[tuple[Any, ...], list[int]] = {}
    for at, values in enumerate(zip(*_columns(rows, spec, schema), strict=True)):
        groups.setdefault(values, []).append(at)
    for number, (values, places) in enumerate(groups.items()):
        key: Any = _Key(Record(*values), spec, schema)
        batches = rows.take(pa.array(places)).combine_chunks().to_batches()
        task = WriteTask(run, number, schema, batches, partition_key=key)
        yield from write_file(transaction._table.io, metadata, iter([task]))  # noqa: SLF001 - it has no other door


def _columns(rows: pa.Table, spec: "PartitionSpec", schema: "Schema") -> list[list[Any]]:
    """The value of every field of the partition, row by row."""
    from pyiceberg.partitioning import partition_record_value  # noqa: PLC0415

    columns = []
    for field in spec.fields:
        source = schema.find_field(field.source_id)
        change = field.transform.transform(source.field_type)
        plain = [
            None if value is None else partition_record_value(field, value, schema)
            for value in rows.column(source.name).to_pylist()
        ]
        columns.append([change(value) for value in plain])
    return columns
