"""Reconciler: makes actual grants equal to the active subscriptions."""

from mesh.naming import Names
from mesh.registry.keys import Family, Listed
from mesh_constructs.permissions.reach import (
    Permissions,
    catalogue,
    consuming,
    waking_domains,
)
from mesh_constructs.permissions.registry_use import RegistryUse
from mesh_constructs.policy import allow

_GRANTS = [
    f"lakeformation:{operation}"
    for operation in (
        "GrantPermissions",
        "RevokePermissions",
        "BatchGrantPermissions",
        "BatchRevokePermissions",
        "ListPermissions",
        "CreateDataCellsFilter",
        "UpdateDataCellsFilter",
        "DeleteDataCellsFilter",
        "GetDataCellsFilter",
        "ListDataCellsFilter",
        "GetDataLakeSettings",
        "DescribeResource",
        "ListResources",
        "GetLFTag",
        "ListLFTags",
        "GetResourceLFTags",
        "AddLFTagsToResource",
    )
]
_READS = ["glue:GetDatabase", "glue:GetDatabases", "glue:GetTable", "glue:GetTables"]
_SHARES = [
    "ram:AssociateResourceShare",
    "ram:DisassociateResourceShare",
    "ram:UpdateResourceShare",
    "ram:DeleteResourceShare",
]

REGISTRY = RegistryUse(
    queries=(Family.DOMAINS, Family.SUBSCRIPTIONS),
    lists=(Listed.PRODUCTS, Listed.DUE),
    puts=(Family.SUBSCRIPTIONS, Family.AUDIT),
)


def permissions(names: Names) -> Permissions:
    """What mesh-reconciler may do beyond the registry."""
    return (
        consuming(names, "mesh-reconciler.fifo")
        + waking_domains(names)
        + _catalogue(names)
        + _shares(names)
    )


def _catalogue(names: Names) -> Permissions:
    catalog, databases, tables = catalogue(names)
    shared = ["glue:PutResourcePolicy", "glue:DeleteResourcePolicy", "glue:GetResourcePolicy"]
    return Permissions(
        (
            allow("Read", _READS, [catalog, databases, tables]),
            allow("Share", shared, [catalog, databases, tables]),
            allow("Grant", _GRANTS, "*"),
        ),
        (databases, tables, "*"),
    )


def _shares(names: Names) -> Permissions:
    """Lake Formation shares across accounts through RAM, in the caller's name."""
    shares = f"arn:aws:ram:{names.region}:{names.governance_account}:resource-share/*"
    by_lake_formation = {"StringLike": {"ram:ResourceShareName": "LakeFormation*"}}
    tables = {"StringLikeIfExists": {"ram:RequestedResourceType": ["glue:Table", "glue:Database"]}}
    reads = ["ram:GetResourceShares", "ram:GetResourceShareAssociations"]
    return Permissions(
        (
            allow("ChangeShares", _SHARES, shares, when=by_lake_formation),
            allow("MakeShares", ["ram:CreateResourceShare"], "*", when=tables),
            allow("ReadShares", reads, "*"),
        ),
        (shares, "*"),
    )
