"""Registrar: makes a domain's things in governance real."""

from mesh.naming import Names
from mesh.naming.names import LOCATION_PATH
from mesh.registry.keys import Family
from mesh_constructs.permissions.reach import (
    Permissions,
    catalogue,
    consuming,
    sending,
    waking_domains,
)
from mesh_constructs.permissions.registry_use import RegistryUse
from mesh_constructs.policy import allow

_LOCATIONS = [
    f"lakeformation:{operation}"
    for operation in (
        "RegisterResource",
        "UpdateResource",
        "DeregisterResource",
        "DescribeResource",
        "ListResources",
        "GrantPermissions",
        "RevokePermissions",
        "BatchGrantPermissions",
        "BatchRevokePermissions",
        "ListPermissions",
        "GetDataLakeSettings",
        "AddLFTagsToResource",
        "GetResourceLFTags",
        "ListDataCellsFilter",
        "GetDataCellsFilter",
        "CreateDataCellsFilter",
        "UpdateDataCellsFilter",
    )
]
_CATALOGUE = [
    f"glue:{operation}"
    for operation in (
        "GetDatabase",
        "GetDatabases",
        "CreateDatabase",
        "UpdateDatabase",
        "GetTable",
        "GetTables",
        "CreateTable",
        "UpdateTable",
    )
]
_MADE = ["iam:CreateRole", "iam:PutRolePolicy", "iam:PutRolePermissionsBoundary"]
_KEPT = ["iam:GetRole", "iam:GetRolePolicy", "iam:ListRolePolicies", "iam:UpdateAssumeRolePolicy"]

REGISTRY = RegistryUse(
    gets=(Family.DOMAINS, Family.PRODUCTS, Family.TICKETS),
    puts=(Family.AUDIT,),
    updates=(Family.DOMAINS, Family.PRODUCTS, Family.TICKETS),
)


def permissions(names: Names) -> Permissions:
    """What mesh-registrar may do beyond the registry."""
    return (
        consuming(names, "mesh-registrar.fifo")
        + sending(names, "mesh-reconciler.fifo")
        + waking_domains(names)
        + _location_roles(names)
        + _catalogue(names)
    )


def _location_roles(names: Names) -> Permissions:
    """Roles under one path, each within the boundary, each for Lake Formation only."""
    roles = names.role_arn(names.governance_account, "*", LOCATION_PATH)
    # IAM knows no path of a role that is not there yet, and asks for the bare name.
    absent = names.role_arn(names.governance_account, names.location_role_name("*"))
    bounded = {"ArnEquals": {"iam:PermissionsBoundary": names.location_boundary_arn}}
    handed = {"StringEquals": {"iam:PassedToService": "lakeformation.amazonaws.com"}}
    return Permissions(
        (
            allow("MakeLocationRoles", _MADE, roles, when=bounded),
            allow("KeepLocationRoles", [*_KEPT, "iam:TagRole"], roles),
            allow("FindLocationRoles", ["iam:GetRole"], absent),
            allow("HandToLakeFormation", ["iam:PassRole"], roles, when=handed),
        ),
        (roles, absent),
    )


def _catalogue(names: Names) -> Permissions:
    catalog, databases, tables = catalogue(names)
    return Permissions(
        (
            allow("Catalogue", _CATALOGUE, [catalog, databases, tables]),
            allow("Locations", _LOCATIONS, "*"),
        ),
        (databases, tables, "*"),
    )
