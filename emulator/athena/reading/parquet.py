"""Glue tables of Parquet files: every object below the location, partitions by their path."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import unquote

import pyarrow as pa

from emulator.athena.faults import QueryFault
from emulator.athena.reading.plans import DataFile, Plan, Reader, compare
from emulator.athena.reading.types import arrow_type

NO_VALUE = "__HIVE_DEFAULT_PARTITION__"
"""Folder of the rows whose partition column is NULL."""
_PARQUET = "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe"


def plan(table: Mapping[str, Any], reader: Reader) -> Plan:
    """Plan a Hive table.

    Raises:
        QueryFault: it is not of Parquet files.
    """
    storage = table["StorageDescriptor"]
    serde = storage.get("SerdeInfo", {}).get("SerializationLibrary", _PARQUET)
    if serde != _PARQUET and "parquet" not in storage.get("InputFormat", "").lower():
        raise QueryFault(
            "NOT_SUPPORTED",
            f"table {table['Name']}: files read by {serde} are not supported by the local engine;"
            " it runs on Athena",
        )
    partitions = [column["Name"].lower() for column in table.get("PartitionKeys", [])]
    columns = [*storage.get("Columns", []), *table.get("PartitionKeys", [])]
    schema = pa.schema([(c["Name"].lower(), arrow_type(c["Type"])) for c in columns])
    location = storage["Location"].rstrip("/") + "/"
    files = [
        _file(found, location, schema, partitions, reader)
        for found in reader.list(location)
        if not found.endswith("/") and not found.rsplit("/", 1)[-1].startswith(("_", "."))
    ]
    return Plan(schema, tuple(files))


def _file(
    found: str, location: str, schema: pa.Schema, partitions: Sequence[str], reader: Reader
) -> DataFile:
    folders = found[len(location) :].split("/")[:-1]
    pairs = (folder.split("=", 1) for folder in folders if "=" in folder)
    values = {key.lower(): unquote(value) for key, value in pairs}
    constants = {n: values[n] for n in partitions if values.get(n, NO_VALUE) != NO_VALUE}
    return compare(found, reader.path(found), schema, constants=constants)
