"""New partitions of Hive tables, told to the catalogue."""

from collections.abc import Mapping
from typing import Any

from emulator.api import AwsError
from emulator.athena.writing.caller import Caller, not_allowed
from emulator.athena.writing.files import ParquetFolder
from emulator.lakeformation.engine.resources import Table
from emulator.lakeformation.identity import allow_read


def register(caller: Caller, table: Mapping[str, Any], folder: ParquetFolder) -> None:
    """Tell the catalogue of the folders that were written; those it knows stay.

    Raises:
        QueryFault: the caller may not in IAM.
    """
    catalog, database, name = table["CatalogId"], table["DatabaseName"], table["Name"]
    try:
        named = Table(catalog, database, name)
        allow_read(caller.cloud, caller.principal, "glue:BatchCreatePartition", named)
    except AwsError as error:
        raise not_allowed(error.message) from None
    storage = dict(table["StorageDescriptor"])
    wanted = [
        {
            "Values": values,
            "StorageDescriptor": storage | {"Location": f"{folder.location}{path}"},
        }
        for path, values in folder.folders.items()
    ]
    if wanted:
        # What exists already is listed among the answer's errors, and is as it should be.
        asked = {"DatabaseName": database, "TableName": name, "PartitionInputList": wanted}
        caller.cloud.moto("glue", "BatchCreatePartition", asked, account=catalog)
