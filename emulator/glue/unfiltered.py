"""Tables as engines get them that filter by themselves.

Sources: Glue API reference, GetUnfilteredTableMetadata, GetUnfilteredPartitionMetadata,
GetUnfilteredPartitionsMetadata; Lake Formation developer guide, "Lake Formation workflow for
application integration API operations".
"""

import uuid
from typing import Any

from emulator.api import Call
from emulator.glue.named import table_named
from emulator.lakeformation.api.pages import page
from emulator.lakeformation.catalogue import location_arn
from emulator.lakeformation.engine.engines import cell_filters, row_filter
from emulator.lakeformation.engine.lake import Registration
from emulator.lakeformation.engines import Opened, open_for
from emulator.lakeformation.store import subject_of
from emulator.lakeformation.vending import registration_for


def table(call: Call) -> dict[str, Any]:
    """``GetUnfilteredTableMetadata``: all of a table, and what its caller may read of it."""
    opened = _opened(call, "Name")
    filters = cell_filters(opened.cells, opened.columns)
    named = opened.table
    rows = row_filter(opened.cells) if opened.cells else None
    return {
        "Table": opened.found,
        "AuthorizedColumns": list(opened.authorised),
        "IsRegisteredWithLakeFormation": _registration(call, opened) is not None,
        "CellFilters": [
            {"ColumnName": column, "RowFilterExpression": expression}
            for column, expression in filters.items()
        ],
        **({"RowFilter": rows} if rows is not None else {}),
        "QueryAuthorizationId": str(uuid.uuid4()),
        "ResourceArn": f"arn:aws:glue:{call.region}:{named.catalog}:"
        f"table/{named.database}/{named.name}",
    }


def partition(call: Call) -> dict[str, Any]:
    """``GetUnfilteredPartitionMetadata``."""
    opened = _opened(call, "TableName")
    asked = _of_table(opened) | {"PartitionValues": call.parameters["PartitionValues"]}
    found = call.cloud.moto("glue", "GetPartition", asked, account=opened.table.catalog)
    return _partition(call, opened, found["Partition"])


def partitions(call: Call) -> dict[str, Any]:
    """``GetUnfilteredPartitionsMetadata``."""
    opened = _opened(call, "TableName")
    asked = _of_table(opened)
    if call.parameters.get("Expression"):
        asked |= {"Expression": call.parameters["Expression"]}
    found = call.cloud.moto("glue", "GetPartitions", asked, account=opened.table.catalog)
    listed = [_partition(call, opened, one) for one in found["Partitions"]]
    return page(call, "UnfilteredPartitions", listed)


def _opened(call: Call, key: str) -> Opened:
    enforces = call.parameters["SupportedPermissionTypes"]
    return open_for(call.cloud, call.principal, table_named(call, key), enforces)


def _of_table(opened: Opened) -> dict[str, Any]:
    return {"DatabaseName": opened.table.database, "TableName": opened.table.name}


def _partition(call: Call, opened: Opened, found: dict[str, Any]) -> dict[str, Any]:
    registration = _registration(call, opened)
    arn = location_arn(found.get("StorageDescriptor", {}).get("Location") or "")
    return {
        "Partition": found,
        "AuthorizedColumns": list(opened.authorised),
        "IsRegisteredWithLakeFormation": bool(registration and arn and registration.covers(arn)),
    }


def _registration(call: Call, opened: Opened) -> Registration | None:
    subject = subject_of(call.principal)
    return registration_for(call.cloud, subject, opened.table, opened.found)
