"""Auditor: sees every grant and the whole catalogue, reads no data, changes nothing."""

from mesh.naming import Names
from mesh_constructs.permissions.reach import catalogue
from mesh_constructs.policy import Statement, allow

_GRANTS = [
    f"lakeformation:{operation}"
    for operation in (
        "ListPermissions",
        "GetDataLakeSettings",
        "ListResources",
        "DescribeResource",
        "ListDataCellsFilter",
        "GetDataCellsFilter",
        "ListLFTags",
        "GetResourceLFTags",
    )
]
_CATALOGUE = ["glue:GetDatabase", "glue:GetDatabases", "glue:GetTable", "glue:GetTables"]


def statements(names: Names) -> list[Statement]:
    """What governance-auditor may do beyond calling the registry."""
    return [
        allow("SeeGrants", _GRANTS, "*"),
        allow("SeeCatalogue", _CATALOGUE, catalogue(names)),
    ]


def patterns(names: Names) -> list[str]:
    """Resources among them that are patterns."""
    _, databases, tables = catalogue(names)
    return ["*", databases, tables]
