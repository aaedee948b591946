"""``ALTER TABLE``: properties, columns, and the name of an Iceberg table.

Source: https://docs.aws.amazon.com/athena/latest/ug/ddl-reference.html
"""

from collections.abc import Mapping
from typing import Any

from emulator.athena.faults import QueryFault, column_not_found, refuse
from emulator.athena.reading.types import arrow_type
from emulator.athena.writing import iceberg
from emulator.athena.writing.caller import Caller
from emulator.athena.writing.statements import Alter

_KEPT = (
    *("Name", "Description", "Owner", "Retention", "StorageDescriptor", "PartitionKeys"),
    *("TableType", "Parameters", "ViewOriginalText", "ViewExpandedText"),
)


def alter(statement: Alter, caller: Caller) -> None:
    """Change a table's definition.

    Raises:
        QueryFault: in Athena's words.
    """
    table = caller.target(statement.name.database, statement.name.table, "ALTER")
    is_iceberg = str(table.get("Parameters", {}).get("table_type", "")).upper() == "ICEBERG"
    if statement.new_name is not None:
        if not is_iceberg:
            refuse("ALTER TABLE RENAME of a table that is not Iceberg")
        iceberg.rename(caller, statement.name, statement.new_name)
    elif is_iceberg:
        _alter_iceberg(statement, caller)
    else:
        _alter_hive(statement, table, caller)


def _alter_iceberg(statement: Alter, caller: Caller) -> None:
    opened = iceberg.open_for_writing(caller, statement.name)
    for name in statement.dropped:
        if name not in opened.schema.names:
            raise column_not_found(name, None)
    added = {column.name: arrow_type(column.type) for column in statement.added}
    properties = {key: str(value) for key, value in statement.properties.items()}
    opened.alter(added, statement.dropped, properties)


def _alter_hive(statement: Alter, table: Mapping[str, Any], caller: Caller) -> None:
    if statement.dropped:
        refuse("ALTER TABLE DROP COLUMN of a table that is not Iceberg")
    wanted = {key: value for key, value in table.items() if key in _KEPT}
    storage = dict(wanted["StorageDescriptor"])
    there = {column["Name"] for column in [*storage["Columns"], *wanted.get("PartitionKeys", [])]}
    for column in statement.added:
        if column.name in there:
            raise QueryFault("", f"FAILED: Execution Error, Duplicate column name: {column.name}")
    added = [{"Name": column.name, "Type": column.type} for column in statement.added]
    wanted["StorageDescriptor"] = storage | {"Columns": [*storage["Columns"], *added]}
    properties = {key: str(value) for key, value in statement.properties.items()}
    wanted["Parameters"] = {**wanted.get("Parameters", {}), **properties}
    caller.define("update_table", DatabaseName=statement.name.database, TableInput=wanted)
