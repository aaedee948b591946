"""Catalogues, databases and tables as Athena lists them: each caller sees its own."""

import re
from collections.abc import Mapping
from typing import Any

from emulator.api import AwsError, Call
from emulator.athena.lake import CloudLake
from emulator.athena.pages import page
from emulator.athena.reading.types import athena_type
from emulator.athena.sql.tables import CATALOGUE

_CATALOGUE = {"Name": "AwsDataCatalog", "Type": "GLUE", "Status": "CREATE_COMPLETE"}


def list_catalogues(call: Call) -> dict[str, Any]:
    """ListDataCatalogs."""
    found = [{"CatalogName": _CATALOGUE["Name"], "Type": _CATALOGUE["Type"]}]
    return page(call, "DataCatalogsSummary", found)


def get_catalogue(call: Call) -> dict[str, Any]:
    """GetDataCatalog."""
    _require(call.parameters["Name"])
    return {"DataCatalog": {**_CATALOGUE, "Parameters": {"catalog-id": call.account}}}


def list_databases(call: Call) -> dict[str, Any]:
    """ListDatabases."""
    _require(call.parameters["CatalogName"])
    found = CloudLake(call.cloud).databases(call.principal)
    return page(call, "DatabaseList", [_database(each) for each in found])


def get_database(call: Call) -> dict[str, Any]:
    """GetDatabase."""
    _require(call.parameters["CatalogName"])
    name = call.parameters["DatabaseName"].lower()
    for found in CloudLake(call.cloud).databases(call.principal):
        if str(found["Name"]).lower() == name:
            return {"Database": _database(found)}
    raise _not_found(call)


def list_tables(call: Call) -> dict[str, Any]:
    """ListTableMetadata."""
    found = _tables(call)
    expression = call.parameters.get("Expression")
    pattern = re.compile(str(expression or ".*").replace("*", ".*").replace("..*", ".*"))
    shown = [_table(each) for each in found if pattern.fullmatch(str(each["Name"]))]
    return page(call, "TableMetadataList", shown)


def get_table(call: Call) -> dict[str, Any]:
    """GetTableMetadata."""
    name = call.parameters["TableName"].lower()
    for found in _tables(call):
        if str(found["Name"]).lower() == name:
            return {"TableMetadata": _table(found)}
    raise _not_found(call)


def _tables(call: Call) -> list[Mapping[str, Any]]:
    _require(call.parameters["CatalogName"])
    name = call.parameters["DatabaseName"].lower()
    try:
        return CloudLake(call.cloud).tables(call.principal, name)
    except AwsError as error:
        raise _enveloped(call, error) from None


def _require(name: str) -> None:
    if name.lower() != CATALOGUE:
        raise AwsError("InvalidRequestException", f"DataCatalog {name} was not found")


def _not_found(call: Call) -> AwsError:
    return _enveloped(call, AwsError("EntityNotFoundException", "Entity Not Found"))


def _enveloped(call: Call, error: AwsError) -> AwsError:
    """What Glue says, in the envelope by which clients tell what is missing from what is refused.

    Seen in https://github.com/DyfanJones/noctua/issues/205; PyAthena reads its error code.
    """
    envelope = (
        f"(Service: AmazonDataCatalog; Status Code: {error.status}; Error Code: {error.code};"
        f" Request ID: {call.request_id}; Proxy: null)"
    )
    return AwsError("MetadataException", f"{error.message} {envelope}")


def _database(found: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: found[name] for name in ("Name", "Description", "Parameters") if found.get(name)}
    return {"Parameters": {}, **kept}


def _table(found: Mapping[str, Any]) -> dict[str, Any]:
    storage = found.get("StorageDescriptor", {})
    return {
        "Name": found["Name"],
        "CreateTime": found.get("CreateTime"),
        "TableType": found.get("TableType", "EXTERNAL_TABLE"),
        "Columns": [_column(column) for column in storage.get("Columns", [])],
        "PartitionKeys": [_column(column) for column in found.get("PartitionKeys", [])],
        "Parameters": {**found.get("Parameters", {}), "location": storage.get("Location", "")},
    }


def _column(column: Mapping[str, Any]) -> dict[str, str]:
    comment = {"Comment": column["Comment"]} if column.get("Comment") else {}
    return {"Name": column["Name"], "Type": athena_type(column["Type"]), **comment}
