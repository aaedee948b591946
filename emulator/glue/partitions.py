"""Partitions: those of Hive tables live in the catalogue, Iceberg keeps its own."""

from collections.abc import Iterable, Mapping
from typing import Any

from emulator.api import Call
from emulator.glue.databases import require_location
from emulator.glue.expressions import Expression
from emulator.glue.named import table_named
from emulator.lakeformation.api.pages import page
from emulator.lakeformation.catalogue import find_table, location_arn
from emulator.lakeformation.engine.resources import Table
from emulator.lakeformation.identity import allow_read
from emulator.lakeformation.sight import require, see_table, through_database_link
from emulator.lakeformation.store import missing, subject_of


def get_all(call: Call) -> dict[str, Any]:
    """``GetPartitions``: empty for Iceberg."""
    table = _shown(call)
    asked = {"DatabaseName": table.database, "TableName": table.name}
    found = call.cloud.moto("glue", "GetPartitions", asked, account=table.catalog)["Partitions"]
    if call.parameters.get("Expression", "").strip():
        keys = (find_table(call.cloud, table) or {}).get("PartitionKeys", [])
        expression = Expression(call.parameters["Expression"])
        found = [each for each in found if expression.keeps(keys, each["Values"])]
    return page(call, "Partitions", found)


def get(call: Call) -> Mapping[str, Any]:
    """``GetPartition``."""
    return _ask(call, "GetPartition", _shown(call), "PartitionValues")


def create(call: Call) -> Mapping[str, Any]:
    """``CreatePartition``: needs ALTER, as all that changes a table's metadata does."""
    table = _changed(call)
    _require_places(call, table, [call.parameters["PartitionInput"]])
    return _ask(call, "CreatePartition", table, "PartitionInput")


def batch_create(call: Call) -> Mapping[str, Any]:
    """``BatchCreatePartition``: what exists already is listed in ``Errors``."""
    table = _changed(call)
    _require_places(call, table, call.parameters["PartitionInputList"])
    return _ask(call, "BatchCreatePartition", table, "PartitionInputList")


def delete(call: Call) -> Mapping[str, Any]:
    """``DeletePartition``."""
    return _ask(call, "DeletePartition", _changed(call), "PartitionValues")


def batch_delete(call: Call) -> Mapping[str, Any]:
    """``BatchDeletePartition``: what is not there is listed in ``Errors``."""
    return _ask(call, "BatchDeletePartition", _changed(call), "PartitionsToDelete")


def _ask(call: Call, operation: str, table: Table, name: str) -> Mapping[str, Any]:
    asked = {"DatabaseName": table.database, "TableName": table.name, name: call.parameters[name]}
    return call.cloud.moto("glue", operation, asked, account=table.catalog)


def _require_places(call: Call, table: Table, partitions: Iterable[Mapping[str, Any]]) -> None:
    """Refuse partitions at registered locations of others without DATA_LOCATION_ACCESS.

    Source: Lake Formation developer guide, notes-hybrid. Assumed: below the table's own location
    ALTER is enough.
    """
    found = find_table(call.cloud, table) or {}
    own = location_arn(found.get("StorageDescriptor", {}).get("Location") or "")
    for partition in partitions:
        location = (partition.get("StorageDescriptor") or {}).get("Location")
        arn = location_arn(location or "")
        if arn is None or own is None or not f"{arn}/".startswith(f"{own.rstrip('/')}/"):
            require_location(call, table.catalog, location)


def _shown(call: Call) -> Table:
    """The table behind what a caller names and sees."""
    subject, named = subject_of(call.principal), table_named(call, "TableName")
    allow_read(call.cloud, call.principal, f"glue:{call.operation}", named)
    target = see_table(call.cloud, subject, named).get("TargetTable")
    if target:
        return Table(target["CatalogId"], target["DatabaseName"], target["Name"])
    return through_database_link(call.cloud, subject, named)


def _changed(call: Call) -> Table:
    """A table whose metadata the caller may change."""
    subject, named = subject_of(call.principal), table_named(call, "TableName")
    table = through_database_link(call.cloud, subject, named)
    require(call.cloud, subject, "ALTER", table)
    if find_table(call.cloud, table) is None:
        raise missing(f"Table {table.name} not found.")
    return table
