"""``CREATE TABLE … AS`` for Hive tables of Parquet files.

Source: https://docs.aws.amazon.com/athena/latest/ug/create-table-as.html
"""

import pyarrow as pa

from emulator.athena.engine.job import Column
from emulator.athena.faults import QueryFault, refuse
from emulator.athena.reading.types import glue_type
from emulator.athena.running import Query
from emulator.athena.store import Written
from emulator.athena.writing import iceberg
from emulator.athena.writing.caller import Caller
from emulator.athena.writing.files import ParquetFolder
from emulator.athena.writing.partitions import register
from emulator.athena.writing.properties import (
    allow_only,
    compression_of,
    names,
    parquet_only,
    text,
)
from emulator.athena.writing.rows import Rows, require_names, rows_of
from emulator.athena.writing.statements import CreateTableAs

PARQUET_SERDE = "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe"
_FORMAT = "org.apache.hadoop.hive.ql.io.parquet.MapredParquet"
_KNOWN = frozenset(
    {"external_location", "format", "partitioned_by", "write_compression", "parquet_compression"}
    | {"table_type", "is_external", "location", "partitioning", "compression_level"}
)
COUNT = [Column("rows", "bigint", 19, 0)]


def create_table_as(statement: CreateTableAs, query: Query, caller: Caller) -> None:
    """Run a query and make a table of its rows.

    Raises:
        QueryFault: in Athena's words.
    """
    execution = query.execution
    allow_only(statement.properties, _KNOWN)
    parquet_only(text(statement.properties, "format") or "PARQUET")
    if _exists(statement, caller):
        execution.written, execution.columns = Written("tables/"), COUNT
        return
    is_iceberg = text(statement.properties, "table_type").upper() == "ICEBERG"
    location = _location(statement, query, is_iceberg=is_iceberg)
    caller.may_create(statement.name.database, statement.name.table, location)
    require_empty(caller, location, str(statement.name))
    with rows_of(query, statement.query) as rows:
        require_names(rows.columns)
        make = iceberg.create_from_rows if is_iceberg else _hive_table
        files = make(statement, rows, caller, location)
        number = rows.number if statement.with_data else 0
    execution.written = Written("tables/", number, files)
    execution.columns, execution.rows = COUNT, number


def _exists(statement: CreateTableAs, caller: Caller) -> bool:
    if caller.find(statement.name.database, statement.name.table) is None:
        return False
    if statement.if_not_exists:
        return True
    raise QueryFault(
        "TABLE_ALREADY_EXISTS",
        f"line 1:1: Destination table 'awsdatacatalog.{statement.name}' already exists",
    )


def _location(statement: CreateTableAs, query: Query, *, is_iceberg: bool) -> str:
    named = text(statement.properties, "location" if is_iceberg else "external_location")
    if named and query.execution.enforced and not is_iceberg:
        raise QueryFault(
            "",
            "The Create Table As Select query failed because it was submitted with an"
            " 'external_location' property to an Athena Workgroup that enforces a centralized"
            " output location for all queries. Please remove the 'external_location' property"
            " and resubmit the query.",
        )
    execution = query.execution
    default = f"{execution.place.location.rstrip('/')}/tables/{execution.id}"
    return f"{(named or default).rstrip('/')}/"


def require_empty(caller: Caller, location: str, name: str) -> None:
    """Refuse to write among objects that are there.

    Raises:
        QueryFault: HIVE_PATH_ALREADY_EXISTS, or the caller may not look.
    """
    if not caller.is_empty(location):
        raise QueryFault(
            "HIVE_PATH_ALREADY_EXISTS",
            f"Target directory for table '{name}' already exists: {location}",
        )


def _hive_table(statement: CreateTableAs, rows: Rows, caller: Caller, location: str) -> list[str]:
    partitions = names(statement.properties, "partitioned_by")
    _require_last(rows.schema, partitions)
    _require_hive_types(rows.schema)
    compression = compression_of(statement.properties, "GZIP")
    folder = ParquetFolder(caller, location, rows.schema, partitions, compression)
    if statement.with_data:
        folder.write(rows.batches())
    database, table = statement.name.database, statement.name.table
    wanted = table_input(table, rows.schema, partitions, location)
    caller.define("create_table", DatabaseName=database, TableInput=wanted)
    if partitions:
        register(caller, caller.target(database, table, "DESCRIBE"), folder)
    return folder.files


def _require_last(schema: pa.Schema, partitions: list[str]) -> None:
    if partitions and schema.names[-len(partitions) :] != partitions:
        raise QueryFault(
            "HIVE_COLUMN_ORDER_MISMATCH",
            "Partition keys must be the last columns in the table and in the same order as the"
            f" table properties: [{', '.join(partitions)}]",
        )


def _require_hive_types(schema: pa.Schema) -> None:
    for column in schema:
        if pa.types.is_timestamp(column.type) and column.type.tz is not None:
            raise QueryFault("NOT_SUPPORTED", "Unsupported Hive type: timestamp(3) with time zone")
        if pa.types.is_time(column.type):
            refuse(f"a column of type time ({column.name})")


def table_input(
    name: str, schema: pa.Schema, partitions: list[str], location: str
) -> dict[str, object]:
    """A Hive table of Parquet files as Glue takes it."""
    listed = [{"Name": f.name, "Type": glue_type(f.type)} for f in schema]
    return {
        "Name": name,
        "TableType": "EXTERNAL_TABLE",
        "Parameters": {"EXTERNAL": "TRUE", "classification": "parquet"},
        "PartitionKeys": [c for c in listed if c["Name"] in partitions],
        "StorageDescriptor": {
            "Columns": [c for c in listed if c["Name"] not in partitions],
            "Location": location,
            "InputFormat": f"{_FORMAT}InputFormat",
            "OutputFormat": f"{_FORMAT}OutputFormat",
            "SerdeInfo": {
                "SerializationLibrary": PARQUET_SERDE,
                "Parameters": {"serialization.format": "1"},
            },
        },
    }
