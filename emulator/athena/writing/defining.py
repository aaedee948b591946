"""``CREATE TABLE`` of columns, ``CREATE DATABASE`` and ``DROP``: Hive's part of Athena.

Source: https://docs.aws.amazon.com/athena/latest/ug/create-table.html
"""

from typing import Any

import pyarrow as pa

from emulator.athena.faults import QueryFault, refuse
from emulator.athena.reading.types import arrow_type
from emulator.athena.writing import iceberg
from emulator.athena.writing.caller import Caller
from emulator.athena.writing.creating import PARQUET_SERDE, require_empty, table_input
from emulator.athena.writing.properties import compression_of, text
from emulator.athena.writing.statements import CreateDatabase, CreateTable, Drop

_CSV_SERDE = "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe"
_TEXT = {
    "InputFormat": "org.apache.hadoop.mapred.TextInputFormat",
    "OutputFormat": "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat",
}


def create_table(statement: CreateTable, caller: Caller) -> None:
    """Make a table without rows: an external one, or an empty one of Iceberg.

    Raises:
        QueryFault: in Athena's words.
    """
    name = statement.name
    if caller.find(name.database, name.table) is not None:
        if statement.if_not_exists:
            return
        raise _failed(f"AlreadyExistsException(message:Table {name.table} already exists.)")
    if not statement.location:
        raise QueryFault(
            "", "FAILED: SemanticException table is not partitioned, no location given"
        )
    caller.may_create(name.database, name.table, statement.location)
    if text(statement.properties, "table_type").upper() == "ICEBERG":
        _create_iceberg(statement, caller)
    elif statement.external:
        wanted = _external(statement)
        caller.define("create_table", DatabaseName=name.database, TableInput=wanted)
    else:
        raise QueryFault(
            "",
            "FAILED: SemanticException Only external tables can be created: write"
            " CREATE EXTERNAL TABLE, or TBLPROPERTIES ('table_type' = 'ICEBERG')",
        )


def _create_iceberg(statement: CreateTable, caller: Caller) -> None:
    if statement.external:
        refuse("CREATE EXTERNAL TABLE of Iceberg")
    require_empty(caller, statement.location, str(statement.name))
    schema = pa.schema([(column.name, arrow_type(column.type)) for column in statement.columns])
    compression = compression_of(statement.properties, "ZSTD")
    iceberg.create(
        caller,
        statement.name,
        schema,
        statement.location,
        statement.partition_transforms,
        compression,
    )


def _external(statement: CreateTable) -> dict[str, Any]:
    listed = [*statement.columns, *statement.partition_columns]
    schema = pa.schema([(column.name, arrow_type(column.type)) for column in listed])
    partitions = [column.name for column in statement.partition_columns]
    wanted: dict[str, Any] = table_input(
        statement.name.table, schema, partitions, statement.location
    )
    parquet = statement.format == "PARQUET" or statement.serde == PARQUET_SERDE
    if not parquet:
        if statement.format not in ("", "TEXTFILE"):
            refuse(f"STORED AS {statement.format}")
        serde = statement.serde or _CSV_SERDE
        parameters = {"field.delim": statement.delimiter or "\x01"}
        wanted["Parameters"]["classification"] = "csv"
        wanted["StorageDescriptor"] |= {
            **_TEXT,
            "SerdeInfo": {"SerializationLibrary": serde, "Parameters": parameters},
        }
    wanted["Parameters"] |= {key: str(value) for key, value in statement.properties.items()}
    notes = {column.name: column.comment for column in listed if column.comment}
    for column in [*wanted["StorageDescriptor"]["Columns"], *wanted["PartitionKeys"]]:
        if column["Name"] in notes:
            column["Comment"] = notes[column["Name"]]
    return wanted


def create_database(statement: CreateDatabase, caller: Caller) -> None:
    """Make a database.

    Raises:
        QueryFault: the caller may not, or it is there.
    """
    name = statement.name.database
    if caller.finds_database(name):
        if statement.if_not_exists:
            return
        raise _failed(f"AlreadyExistsException(message:Database {name} already exists)")
    where = {"LocationUri": statement.location} if statement.location else {}
    caller.define("create_database", DatabaseInput={"Name": name, **where})


def drop(statement: Drop, caller: Caller) -> None:
    """Remove a table, a view or a database; an Iceberg table goes with its files.

    Raises:
        QueryFault: the caller may not, or there is none.
    """
    if statement.kind == "DATABASE":
        _drop_database(statement, caller)
        return
    database, name = statement.name.database, statement.name.table
    found = caller.find(database, name)
    if found is None and statement.if_exists:
        return
    is_view = found is not None and found.get("TableType") == "VIRTUAL_VIEW"
    if statement.kind == "VIEW" and found is not None and not is_view:
        raise QueryFault("TABLE_NOT_FOUND", f"line 1:1: View '{statement.name}' does not exist")
    # Whether it is there at all is for Glue to tell, or not to tell, this caller.
    caller.define("delete_table", DatabaseName=database, Name=name)
    parameters = (found or {}).get("Parameters", {})
    location = (found or {}).get("StorageDescriptor", {}).get("Location", "")
    is_link = bool((found or {}).get("TargetTable"))
    if parameters.get("table_type", "").upper() == "ICEBERG" and location and not is_link:
        caller.delete_below(location)


def _drop_database(statement: Drop, caller: Caller) -> None:
    name = statement.name.database
    if not caller.finds_database(name) and statement.if_exists:
        return
    tables = caller.define("get_tables", DatabaseName=name)["TableList"]
    if tables and not statement.cascade:
        raise _failed(
            f"InvalidOperationException(message:Database {name} is not empty."
            " One or more tables exist.)"
        )
    caller.define("delete_database", Name=name)


def _failed(reason: str) -> QueryFault:
    return QueryFault(
        "",
        "FAILED: Execution Error, return code 1 from"
        f" org.apache.hadoop.hive.ql.exec.DDLTask. {reason}",
    )
