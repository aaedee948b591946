"""Hive tables: every object below the location is a file, partitions are told by its path."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import unquote

import pyarrow as pa

from emulator.athena.engine.job import DelimitedText
from emulator.athena.faults import QueryFault
from emulator.athena.reading.delimited import text_of
from emulator.athena.reading.plans import DataFile, Plan, Reader, compare
from emulator.athena.reading.types import arrow_type

NO_VALUE = "__HIVE_DEFAULT_PARTITION__"
"""Folder of the rows whose partition column is NULL."""
_PARQUET = "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe"


def plan(table: Mapping[str, Any], reader: Reader) -> Plan:
    """Plan a Hive table.

    Raises:
        QueryFault: it is of files that are not read here.
    """
    storage = table["StorageDescriptor"]
    serde = storage.get("SerdeInfo", {}).get("SerializationLibrary", _PARQUET)
    text = text_of(table)
    is_parquet = serde == _PARQUET or "parquet" in storage.get("InputFormat", "").lower()
    if text is None and not is_parquet:
        raise QueryFault(
            "NOT_SUPPORTED",
            f"table {table['Name']}: files read by {serde} are not supported by the local engine;"
            " it runs on Athena",
        )
    partitions = [column["Name"].lower() for column in table.get("PartitionKeys", [])]
    columns = [*storage.get("Columns", []), *table.get("PartitionKeys", [])]
    schema = pa.schema([(c["Name"].lower(), arrow_type(c["Type"])) for c in columns])
    inside = pa.schema([f for f in schema if f.name not in partitions])
    location = storage["Location"].rstrip("/") + "/"
    files = [
        _file(found, location, schema, partitions, reader)
        if text is None
        else _text_file(found, location, inside, partitions, text)
        for found in reader.list(location)
        if not found.endswith("/") and not found.rsplit("/", 1)[-1].startswith(("_", "."))
    ]
    return Plan(schema, tuple(files))


def _file(
    found: str, location: str, schema: pa.Schema, partitions: Sequence[str], reader: Reader
) -> DataFile:
    constants = _constants(found, location, partitions)
    return compare(found, reader.path(found), schema, constants=constants)


def _text_file(
    found: str, location: str, inside: pa.Schema, partitions: Sequence[str], text: DelimitedText
) -> DataFile:
    names: dict[str, str | None] = {name: name for name in inside.names}
    constants = _constants(found, location, partitions)
    return DataFile(found, names, plain=False, constants=constants, text=text, text_schema=inside)


def _constants(found: str, location: str, partitions: Sequence[str]) -> dict[str, str]:
    folders = found[len(location) :].split("/")[:-1]
    pairs = (folder.split("=", 1) for folder in folders if "=" in folder)
    values = {key.lower(): unquote(value) for key, value in pairs}
    return {n: values[n] for n in partitions if values.get(n, NO_VALUE) != NO_VALUE}
