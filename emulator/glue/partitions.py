"""Partitions: those of Hive tables live in the catalogue, Iceberg keeps its own."""

from typing import Any

from emulator.api import Call
from emulator.glue.named import table_named
from emulator.lakeformation.api.pages import page
from emulator.lakeformation.identity import allow_read
from emulator.lakeformation.sight import see_table, through_database_link
from emulator.lakeformation.store import subject_of


def get_all(call: Call) -> dict[str, Any]:
    """``GetPartitions``: empty for Iceberg."""
    subject, named = subject_of(call.principal), table_named(call, "TableName")
    allow_read(call.cloud, call.principal, "glue:GetPartitions", named)
    shown = see_table(call.cloud, subject, named)
    target = shown.get("TargetTable")
    table = through_database_link(call.cloud, subject, named)
    owner = target["CatalogId"] if target else table.catalog
    parameters = {
        "DatabaseName": target["DatabaseName"] if target else table.database,
        "TableName": target["Name"] if target else table.name,
    }
    if call.parameters.get("Expression"):
        parameters["Expression"] = call.parameters["Expression"]
    found = call.cloud.moto("glue", "GetPartitions", parameters, account=owner)
    return page(call, "Partitions", found["Partitions"])
