"""Which operation is served by which handler."""

from emulator.api import Handler
from emulator.cloud import Cloud
from emulator.glue import databases, partitions, tables, unfiltered, versions
from emulator.lakeformation.faults import add_operations

OPERATIONS: dict[str, Handler] = {
    "BatchDeleteTable": tables.batch_delete,
    "CreateDatabase": databases.create,
    "CreateTable": tables.create,
    "DeleteDatabase": databases.delete,
    "DeleteTable": tables.delete,
    "GetDatabase": databases.get,
    "GetDatabases": databases.get_all,
    "GetPartitions": partitions.get_all,
    "GetTable": tables.get,
    "GetTableVersion": versions.get,
    "GetTableVersions": versions.get_all,
    "GetTables": tables.get_all,
    "GetUnfilteredPartitionMetadata": unfiltered.partition,
    "GetUnfilteredPartitionsMetadata": unfiltered.partitions,
    "GetUnfilteredTableMetadata": unfiltered.table,
    "SearchTables": tables.search,
    "UpdateDatabase": databases.update,
    "UpdateTable": tables.update,
}


def install(cloud: Cloud) -> None:
    """Serve the Glue catalogue."""
    add_operations(cloud, "glue", OPERATIONS)
