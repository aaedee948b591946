"""Which operation is served by which handler."""

from collections.abc import Mapping
from typing import Any

from emulator.api import AwsError, Call, Handler
from emulator.cloud import Cloud
from emulator.glue import databases, partitions, policies, tables, unfiltered, versions
from emulator.iam.actions import needs_of
from emulator.iam.refusals import refusal
from emulator.lakeformation.catalogue_policy import CatalogPolicies, denies
from emulator.lakeformation.faults import add_operations

OPERATIONS: dict[str, Handler] = {
    "BatchCreatePartition": partitions.batch_create,
    "BatchDeletePartition": partitions.batch_delete,
    "BatchDeleteTable": tables.batch_delete,
    "CreateDatabase": databases.create,
    "CreatePartition": partitions.create,
    "CreateTable": tables.create,
    "DeleteDatabase": databases.delete,
    "DeletePartition": partitions.delete,
    "DeleteResourcePolicy": policies.delete,
    "DeleteTable": tables.delete,
    "GetDatabase": databases.get,
    "GetDatabases": databases.get_all,
    "GetPartition": partitions.get,
    "GetPartitions": partitions.get_all,
    "GetResourcePolicy": policies.get,
    "GetTable": tables.get,
    "GetTableVersion": versions.get,
    "GetTableVersions": versions.get_all,
    "GetTables": tables.get_all,
    "GetUnfilteredPartitionMetadata": unfiltered.partition,
    "GetUnfilteredPartitionsMetadata": unfiltered.partitions,
    "GetUnfilteredTableMetadata": unfiltered.table,
    "PutResourcePolicy": policies.put,
    "SearchTables": tables.search,
    "UpdateDatabase": databases.update,
    "UpdateTable": tables.update,
}


def install(cloud: Cloud) -> None:
    """Serve the Glue catalogue, to whom its policy does not deny it."""
    cloud.store(CatalogPolicies)
    add_operations(cloud, "glue", {name: _guarded(one) for name, one in OPERATIONS.items()})


def _guarded(handler: Handler) -> Handler:
    def handle(call: Call) -> Mapping[str, Any] | None:
        for need in needs_of(call):
            refused = denies(call.cloud, call.principal, need.action, need.resource)
            if refused:
                message = refusal(call.principal, need.action, need.resource, refused)
                raise AwsError("AccessDeniedException", message)
        return handler(call)

    return handle
