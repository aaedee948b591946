"""Glue's catalogue: every call also asks for what is above the thing it names.

For another account's catalogue the owner's half is Lake Formation's grants; its policy only denies.

Source: Service Authorization Reference, "AWS Glue"; Glue developer guide, "Specifying AWS Glue
resource ARNs" (a table needs its database and the catalogue too).
"""

from collections.abc import Iterable, Mapping
from typing import Any

from emulator.api import Call
from emulator.iam.actions.need import Actions, Need, arn

_ON_DATABASES = {
    "CreateDatabase": "DatabaseInput.Name",
    "DeleteDatabase": "Name",
    "GetDatabase": "Name",
    "UpdateDatabase": "Name",
}
_ON_TABLES = {
    "BatchCreatePartition": "TableName",
    "BatchDeletePartition": "TableName",
    "CreatePartition": "TableName",
    "CreateTable": "TableInput.Name",
    "DeletePartition": "TableName",
    "DeleteTable": "Name",
    "GetPartition": "TableName",
    "GetPartitions": "TableName",
    "GetTable": "Name",
    "GetTableVersion": "TableName",
    "GetTableVersions": "TableName",
    "GetUnfilteredPartitionMetadata": "TableName",
    "GetUnfilteredPartitionsMetadata": "TableName",
    "GetUnfilteredTableMetadata": "Name",
    "UpdateTable": "TableInput.Name",
}


def needs(call: Call) -> Iterable[Need]:
    """Every ARN that a call of the catalogue needs its action on."""
    account = call.parameters.get("CatalogId")
    paths = ["catalog", *_below(call)]
    return [
        Need(
            # Glue API reference: what is unfiltered needs the action of what is filtered.
            action=f"glue:{call.operation.replace('Unfiltered', '').removesuffix('Metadata')}",
            resource=arn("glue", path, call, account=account),
            alone=account not in (None, call.account),
        )
        for path in paths
    ]


def _below(call: Call) -> list[str]:
    operation, asked = call.operation, call.parameters
    if operation in _ON_DATABASES:
        return [f"database/{_lowered(call, _ON_DATABASES[operation])}"]
    if operation not in (*_ON_TABLES, "BatchDeleteTable", "GetTables"):
        return []
    database = _lowered(call, "DatabaseName")
    tables = {_lowered(call, _ON_TABLES[operation])} if operation in _ON_TABLES else set()
    tables |= {str(name).lower() for name in asked.get("TablesToDelete", ())}
    if operation == "GetTables":
        return [f"database/{database}"]
    return [f"database/{database}", *(f"table/{database}/{table}" for table in sorted(tables))]


def _lowered(call: Call, path: str) -> str:
    value: Any = call.parameters
    for part in path.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return str(value or "*").lower()


_OF_POLICIES = ("DeleteResourcePolicy", "GetResourcePolicy", "PutResourcePolicy")
_ON_CATALOGUE = ("GetDatabases", "SearchTables")
ACTIONS: Actions = dict.fromkeys(
    (
        *(*_ON_DATABASES, *_ON_TABLES, *_ON_CATALOGUE, *_OF_POLICIES),
        *("BatchDeleteTable", "GetTables"),
    ),
    needs,
)
