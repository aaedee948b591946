"""Earlier versions of a table."""

from typing import Any

from emulator.api import AwsError, Call
from emulator.glue.named import table_named
from emulator.lakeformation.api.pages import page
from emulator.lakeformation.engine.resources import Table
from emulator.lakeformation.identity import allow_read
from emulator.lakeformation.sight import (
    permitted_columns,
    require,
    see_table,
    through_database_link,
)
from emulator.lakeformation.store import subject_of


def get(call: Call) -> dict[str, Any]:
    """``GetTableVersion``: one version, or the newest."""
    versions = _versions(call, "glue:GetTableVersion")
    wanted = call.parameters.get("VersionId") or versions[0]["VersionId"]
    for version in versions:
        if version["VersionId"] == wanted:
            return {"TableVersion": version}
    raise AwsError("EntityNotFoundException", f"Version {wanted} not found.")


def get_all(call: Call) -> dict[str, Any]:
    """``GetTableVersions``: newest first."""
    return page(call, "TableVersions", _versions(call, "glue:GetTableVersions"))


def _versions(call: Call, action: str) -> list[dict[str, Any]]:
    subject, named = subject_of(call.principal), table_named(call, "TableName")
    allow_read(call.cloud, call.principal, action, named)
    see_table(call.cloud, subject, named)
    table = through_database_link(call.cloud, subject, named)
    require(call.cloud, subject, "DESCRIBE", table)
    parameters = {"DatabaseName": table.database, "TableName": table.name}
    found = call.cloud.moto("glue", "GetTableVersions", parameters, account=table.catalog)
    newest_first = sorted(found["TableVersions"], key=lambda v: -int(v["VersionId"]))
    return [_shown(call, table, version) for version in newest_first]


def _shown(call: Call, table: Table, version: dict[str, Any]) -> dict[str, Any]:
    subject, number = subject_of(call.principal), version["VersionId"]
    shown = permitted_columns(call.cloud, subject, table, version["Table"])
    own = {"DatabaseName": table.database, "CatalogId": table.catalog, "VersionId": number}
    return {"Table": dict(shown) | own, "VersionId": number}
