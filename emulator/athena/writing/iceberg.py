"""Iceberg tables made and appended to as the caller, who needs rights of its own in S3.

Source: https://docs.aws.amazon.com/athena/latest/ug/lf-athena-limitations.html ("Iceberg DDL
support": definitions of Iceberg tables need direct access to their location).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from botocore.exceptions import ClientError

from emulator.athena.faults import QueryFault
from emulator.athena.reading.types import arrow_type, glue_type
from emulator.athena.writing import iceberg_partitions
from emulator.athena.writing.caller import Caller, not_allowed
from emulator.athena.writing.iceberg_specs import spec_of
from emulator.athena.writing.properties import compression_of, text
from emulator.athena.writing.rows import Rows
from emulator.athena.writing.statements import CreateTableAs, Name

if TYPE_CHECKING:
    from pyiceberg.table import Table, Transaction

    from emulator.athena.writing.iceberg_io import CallersIO


@dataclass
class OpenTable:
    """An Iceberg table, open for writing.

    Attributes:
        schema: its columns, names in lower case.
    """

    table: "Table"
    schema: pa.Schema
    files: "CallersIO"

    def append(self, batches: Iterable[pa.RecordBatch]) -> list[str]:
        """Append rows in one commit; gives the new data files."""
        rows = self._rows(batches)
        if rows.num_rows:
            with _faults(), self.table.transaction() as transaction:
                self._append(transaction, rows)
        return self.files.written

    def rows(self) -> int:
        """Number of rows that the table has."""
        return sum(int(task.file.record_count) for task in self.table.scan().plan_files())

    def replace(self, batches: Iterable[pa.RecordBatch]) -> list[str]:
        """Put rows in place of all that are there, in one commit; gives the new data files."""
        rows = self._rows(batches)
        with _faults(), self.table.transaction() as transaction:
            transaction.delete("true")
            if rows.num_rows:
                self._append(transaction, rows)
        return self.files.written

    def alter(
        self,
        added: Mapping[str, pa.DataType],
        dropped: Sequence[str],
        properties: Mapping[str, str],
    ) -> None:
        """Change columns and properties in one commit."""
        own = {field.name.lower(): field.name for field in self.table.schema().fields}
        with _faults(), self.table.transaction() as transaction:
            if properties:
                transaction.set_properties(dict(properties))
            with transaction.update_schema(allow_incompatible_changes=True) as change:
                for name, kind in added.items():
                    change.add_column(name, _iceberg_type(kind))
                for name in dropped:
                    change.delete_column(own[name])

    def _append(self, transaction: "Transaction", rows: pa.Table) -> None:
        if self.table.spec().is_unpartitioned():
            transaction.append(rows)
        else:
            iceberg_partitions.append(transaction, rows)

    def _rows(self, batches: Iterable[pa.RecordBatch]) -> pa.Table:
        rows = pa.Table.from_batches(list(batches), self.schema)
        return rows.rename_columns([field.name for field in self.table.schema().fields])


def open_for_writing(caller: Caller, name: Name) -> OpenTable:
    """Open a table as the caller.

    Raises:
        QueryFault: the caller may not read its metadata.
    """
    from pyiceberg.io.pyarrow import schema_to_pyarrow  # noqa: PLC0415 - slow to import

    catalogue, files = _catalogue(caller, name)
    with _faults():
        table = catalogue.load_table((name.database, name.table))
    found = schema_to_pyarrow(table.schema(), include_field_ids=False)
    schema = pa.schema([(f.name.lower(), arrow_type(glue_type(f.type))) for f in found])
    return OpenTable(table, schema, files)


def rename(caller: Caller, name: Name, new_name: Name) -> None:
    """Give a table another name; its files stay where they are.

    Raises:
        QueryFault: the caller may not, in Glue or Lake Formation.
    """
    from pyiceberg.exceptions import TableAlreadyExistsError  # noqa: PLC0415 - loads pyiceberg

    catalogue, _ = _catalogue(caller, name)
    try:
        with _faults():
            catalogue.rename_table((name.database, name.table), (new_name.database, new_name.table))
    except TableAlreadyExistsError:
        raise QueryFault(
            "TABLE_ALREADY_EXISTS", f"line 1:1: Target table '{new_name}' already exists"
        ) from None


def _iceberg_type(kind: pa.DataType) -> Any:  # noqa: ANN401 - pyiceberg's types
    from pyiceberg.io.pyarrow import (  # noqa: PLC0415 - slow to import
        _ConvertToIcebergWithoutIDs,
        visit_pyarrow,
    )

    made: Any = visit_pyarrow(pa.schema([("it", kind)]), _ConvertToIcebergWithoutIDs())
    return made.fields[0].field_type


def create(
    caller: Caller,
    name: Name,
    schema: pa.Schema,
    location: str,
    partitioning: Sequence[str],
    compression: str = "ZSTD",
) -> OpenTable:
    """Make an empty table.

    Raises:
        QueryFault: the caller may not, in Glue, Lake Formation or S3.
    """
    from pyiceberg.io.pyarrow import (  # noqa: PLC0415 - slow to import
        _ConvertToIcebergWithoutIDs,
        visit_pyarrow,
    )
    from pyiceberg.schema import Schema, assign_fresh_schema_ids  # noqa: PLC0415

    catalogue, files = _catalogue(caller, name)
    made: Any = visit_pyarrow(schema, _ConvertToIcebergWithoutIDs())
    numbered: Schema = assign_fresh_schema_ids(made)
    spec = spec_of(numbered, partitioning)
    properties = {"write.parquet.compression-codec": compression.lower()}
    with _faults():
        table = catalogue.create_table(
            (name.database, name.table),
            numbered,
            location=location.rstrip("/"),
            partition_spec=spec,
            properties=properties,
        )
    return OpenTable(table, schema, files)


def create_from_rows(
    statement: CreateTableAs, rows: Rows, caller: Caller, location: str
) -> list[str]:
    """Make a table of a query's rows; gives its data files."""
    if statement.properties.get("is_external", True):
        raise QueryFault(
            "INVALID_TABLE_PROPERTY",
            "Iceberg tables are managed: write is_external = false beside table_type = 'ICEBERG'",
        )
    if not text(statement.properties, "location"):
        raise QueryFault(
            "INVALID_TABLE_PROPERTY", "The property location is required for table_type ICEBERG"
        )
    partitioning = statement.properties.get("partitioning", [])
    compression = compression_of(statement.properties, "ZSTD")
    wanted = partitioning if isinstance(partitioning, list) else []
    made = create(caller, statement.name, rows.schema, location, wanted, compression)
    return made.append(rows.batches(made.schema)) if statement.with_data else []


def _catalogue(caller: Caller, name: Name) -> tuple[Any, "CallersIO"]:
    from pyiceberg.catalog.glue import GlueCatalog  # noqa: PLC0415 - slow to import

    from emulator.athena.writing.iceberg_io import CallersIO  # noqa: PLC0415 - loads pyiceberg

    files = CallersIO(caller, str(name))

    class _Catalogue(GlueCatalog):
        def _load_file_io(self, *_: object, **__: object) -> CallersIO:
            return files

    return _Catalogue("caller", client=caller.glue), files


@contextmanager
def _faults() -> Iterator[None]:
    from pyiceberg.exceptions import CommitFailedException  # noqa: PLC0415 - loads pyiceberg

    try:
        yield
    except CommitFailedException as error:
        reason = f"Failed to commit the transaction during write: {error}"
        raise QueryFault("ICEBERG_COMMIT_ERROR", reason) from None
    except ClientError as error:
        found = error.response["Error"]
        if "AccessDenied" in found["Code"]:
            raise not_allowed(found["Message"]) from None
        raise QueryFault("HIVE_METASTORE_ERROR", f"{found['Code']}: {found['Message']}") from None
