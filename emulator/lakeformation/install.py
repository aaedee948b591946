"""Which operation is served by which handler."""

from emulator.api import Handler
from emulator.cloud import Cloud
from emulator.lakeformation import faults, sharing
from emulator.lakeformation.api import (
    credentials,
    expressions,
    filters,
    grants,
    listing,
    locations,
    opt_ins,
    paths,
    searching,
    settings,
    tagging,
    tags,
)

OPERATIONS: dict[str, Handler] = {
    "AddLFTagsToResource": tagging.add_to_resource,
    "BatchGrantPermissions": grants.batch_grant,
    "BatchRevokePermissions": grants.batch_revoke,
    "CreateDataCellsFilter": filters.create,
    "CreateLFTag": tags.create,
    "CreateLFTagExpression": expressions.create,
    "CreateLakeFormationOptIn": opt_ins.create,
    "DeleteDataCellsFilter": filters.delete,
    "DeleteLFTag": tags.delete,
    "DeleteLFTagExpression": expressions.delete,
    "DeleteLakeFormationOptIn": opt_ins.delete,
    "DeregisterResource": locations.deregister,
    "DescribeResource": locations.describe,
    "GetDataCellsFilter": filters.get,
    "GetDataLakeSettings": settings.get_settings,
    "GetEffectivePermissionsForPath": paths.effective_permissions,
    "GetLFTag": tags.get,
    "GetLFTagExpression": expressions.get,
    "GetResourceLFTags": tagging.get_of_resource,
    "GetTemporaryDataLocationCredentials": credentials.for_location,
    "GetTemporaryGluePartitionCredentials": credentials.for_partition,
    "GetTemporaryGlueTableCredentials": credentials.for_table,
    "GrantPermissions": grants.grant,
    "ListDataCellsFilter": filters.list_filters,
    "ListLFTagExpressions": expressions.list_expressions,
    "ListLFTags": tags.list_tags,
    "ListLakeFormationOptIns": opt_ins.list_all,
    "ListPermissions": listing.list_permissions,
    "ListResources": locations.list_resources,
    "PutDataLakeSettings": settings.put_settings,
    "RegisterResource": locations.register,
    "RemoveLFTagsFromResource": tagging.remove_from_resource,
    "RevokePermissions": grants.revoke,
    "SearchDatabasesByLFTags": searching.search_databases,
    "SearchTablesByLFTags": searching.search_tables,
    "UpdateDataCellsFilter": filters.update,
    "UpdateLFTag": tags.update,
    "UpdateLFTagExpression": expressions.update,
    "UpdateResource": locations.update,
}


def install(cloud: Cloud) -> None:
    """Serve Lake Formation, and the door for failures on demand."""
    faults.install(cloud)
    sharing.install(cloud)
    faults.add_operations(cloud, "lakeformation", OPERATIONS)
