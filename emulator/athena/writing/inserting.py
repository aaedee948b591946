"""``INSERT INTO``: rows appended to a Hive table of Parquet files or to an Iceberg table.

Source: https://docs.aws.amazon.com/athena/latest/ug/insert-into.html
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa

from emulator.athena.faults import QueryFault, column_not_found, refuse
from emulator.athena.reading.types import arrow_type, athena_type, glue_type
from emulator.athena.running import Query
from emulator.athena.store import Written
from emulator.athena.writing import iceberg
from emulator.athena.writing.caller import Caller
from emulator.athena.writing.creating import COUNT
from emulator.athena.writing.files import ParquetFolder
from emulator.athena.writing.partitions import register
from emulator.athena.writing.properties import compression_of
from emulator.athena.writing.rows import Rows, rows_of
from emulator.athena.writing.statements import InsertInto

_WIDER = (
    *("int8", "int16", "int32", "int64"),
    *("decimal", "float", "double"),
)


def insert_into(statement: InsertInto, query: Query, caller: Caller) -> None:
    """Run a query and append its rows.

    Raises:
        QueryFault: in Athena's words.
    """
    table = caller.target(statement.name.database, statement.name.table, "INSERT")
    if table.get("TableType") == "VIRTUAL_VIEW":
        raise QueryFault("NOT_SUPPORTED", "line 1:1: Inserting into views is not supported")
    is_iceberg = str(table.get("Parameters", {}).get("table_type", "")).upper() == "ICEBERG"
    opened = iceberg.open_for_writing(caller, statement.name) if is_iceberg else None
    schema = opened.schema if opened is not None else schema_of(table)
    chosen = _chosen(statement, schema)
    with rows_of(query, statement.query) as rows:
        require_types(rows.schema, [schema.field(name) for name in chosen])
        batches = _placed(rows, schema, chosen)
        if opened is not None:
            files = opened.append(batches)
        else:
            files = _append(caller, table, schema, batches)
        query.execution.written = Written("", rows.number, files)
        query.execution.columns, query.execution.rows = COUNT, rows.number


def schema_of(table: Mapping[str, Any]) -> pa.Schema:
    """The columns of a table of the catalogue, those of its partitions last."""
    storage = table.get("StorageDescriptor", {})
    listed = [*storage.get("Columns", []), *table.get("PartitionKeys", [])]
    return pa.schema([(c["Name"].lower(), arrow_type(c["Type"])) for c in listed])


def _append(
    caller: Caller, table: Mapping[str, Any], schema: pa.Schema, batches: Iterator[pa.RecordBatch]
) -> list[str]:
    storage = table["StorageDescriptor"]
    if "parquet" not in str(storage.get("InputFormat", "")).lower():
        refuse("INSERT INTO a table that is not of Parquet files")
    partitions = [column["Name"].lower() for column in table.get("PartitionKeys", [])]
    parameters = {
        key.replace("parquet.compression", "compression"): value
        for key, value in table.get("Parameters", {}).items()
    }
    location = f"{storage['Location'].rstrip('/')}/"
    compression = compression_of(parameters, "GZIP")
    folder = ParquetFolder(caller, location, schema, partitions, compression)
    folder.write(batches)
    if partitions:
        register(caller, table, folder)
    return folder.files


def _chosen(statement: InsertInto, schema: pa.Schema) -> Sequence[str]:
    for name in statement.columns:
        if name not in schema.names:
            raise column_not_found(name, None)
    return statement.columns or schema.names


def require_types(found: pa.Schema, wanted: Sequence[Any]) -> None:
    """Refuse rows that are not of a table's types.

    Raises:
        QueryFault: TYPE_MISMATCH.
    """
    fits = len(found) == len(wanted) and all(
        _fits(given.type, field.type) for given, field in zip(found, wanted, strict=True)
    )
    if not fits:
        table = ", ".join(_shown(field.type) for field in wanted)
        query = ", ".join(_shown(field.type) for field in found)
        raise QueryFault(
            "TYPE_MISMATCH",
            f"line 1:1: Insert query has mismatched column types: Table: [{table}],"
            f" Query: [{query}]",
        )


def _shown(kind: pa.DataType) -> str:
    return "unknown" if pa.types.is_null(kind) else athena_type(glue_type(kind))


def _fits(given: pa.DataType, wanted: pa.DataType) -> bool:
    """Whether Athena makes one type of the other without being told to."""
    if given == wanted or pa.types.is_null(given):
        return True
    if pa.types.is_date(given):
        return pa.types.is_timestamp(wanted)
    if pa.types.is_nested(given):
        return type(given) is type(wanted)
    kinds = ["decimal" if pa.types.is_decimal(kind) else str(kind) for kind in (given, wanted)]
    if not all(kind in _WIDER for kind in kinds):
        return False
    return _WIDER.index(kinds[0]) <= _WIDER.index(kinds[1])


def _placed(rows: Rows, schema: pa.Schema, chosen: Sequence[str]) -> Iterator[pa.RecordBatch]:
    given = pa.schema([schema.field(name) for name in chosen])
    kinds: dict[str, Any] = dict(zip(schema.names, schema.types, strict=True))
    for batch in rows.batches(given):
        arrays = [
            batch.column(name) if name in given.names else pa.nulls(batch.num_rows, kind)
            for name, kind in kinds.items()
        ]
        yield pa.RecordBatch.from_arrays(arrays, schema=schema)
