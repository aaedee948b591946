"""Lake Formation: its actions know no resources, its own grants decide about tables.

Source: Service Authorization Reference, "AWS Lake Formation".
"""

from emulator.iam.actions.need import Actions, asks, everything, passes, same_name, together

_OPERATIONS = (
    *("AddLFTagsToResource", "BatchGrantPermissions", "BatchRevokePermissions"),
    *("CreateDataCellsFilter", "CreateLFTag", "DeleteDataCellsFilter", "DeleteLFTag"),
    *("DeregisterResource", "DescribeResource", "GetDataCellsFilter", "GetDataLakeSettings"),
    *("GetLFTag", "GetResourceLFTags", "GrantPermissions", "ListDataCellsFilter", "ListLFTags"),
    *("ListPermissions", "ListResources", "PutDataLakeSettings", "RemoveLFTagsFromResource"),
    *("RevokePermissions", "UpdateDataCellsFilter", "UpdateLFTag"),
    *("CreateLFTagExpression", "DeleteLFTagExpression", "GetLFTagExpression"),
    *("ListLFTagExpressions", "UpdateLFTagExpression", "CreateLakeFormationOptIn"),
    *("DeleteLakeFormationOptIn", "ListLakeFormationOptIns", "GetDataLakePrincipal"),
    *("GetEffectivePermissionsForPath", "SearchDatabasesByLFTags", "SearchTablesByLFTags"),
)
_hands_over = passes("RoleArn", "lakeformation.amazonaws.com")

ACTIONS: Actions = {
    **same_name("lakeformation", everything, _OPERATIONS),
    "RegisterResource": together(asks("lakeformation:RegisterResource"), _hands_over),
    "UpdateResource": together(asks("lakeformation:UpdateResource"), _hands_over),
    # Vending is one right, whichever call asks for credentials.
    "GetTemporaryDataLocationCredentials": asks("lakeformation:GetDataAccess"),
    "GetTemporaryGluePartitionCredentials": asks("lakeformation:GetDataAccess"),
    "GetTemporaryGlueTableCredentials": asks("lakeformation:GetDataAccess"),
}
