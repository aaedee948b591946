"""Which tables of the catalogue are of delimited text, and how it is delimited."""

from collections.abc import Mapping
from typing import Any

from emulator.athena.engine.job import DelimitedText
from emulator.athena.faults import refuse

OPEN_CSV = "org.apache.hadoop.hive.serde2.OpenCSVSerde"
LAZY_SIMPLE = "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe"


def text_of(table: Mapping[str, Any]) -> DelimitedText | None:
    """How a table's files are delimited; None if it is of no such files.

    Raises:
        QueryFault: NOT_SUPPORTED, for columns that such files cannot hold here.
    """
    storage = table["StorageDescriptor"]
    serde = storage.get("SerdeInfo", {})
    library, options = serde.get("SerializationLibrary"), serde.get("Parameters", {})
    if library not in (OPEN_CSV, LAZY_SIMPLE):
        return None
    for column in storage.get("Columns", []):
        if "<" in column["Type"]:
            refuse(f"a column of type {column['Type']} in a file of delimited text")
    properties = {**table.get("Parameters", {}), **options}
    header = int(properties.get("skip.header.line.count", 0))
    if library == LAZY_SIMPLE:
        delimiter = options.get("field.delim") or options.get("serialization.format") or "\x01"
        null = options.get("serialization.null.format", "\\N")
        return DelimitedText(_one(delimiter), header, null=null)
    return DelimitedText(
        _one(options.get("separatorChar", ",")),
        header,
        quote=_one(options.get("quoteChar", '"')),
        escape=_one(options.get("escapeChar", "\\")),
        strict=True,
    )


def _one(written: str) -> str:
    known = {"\\t": "\t", "\\|": "|", "\\\\": "\\", "1": "\x01"}
    found = known.get(written, written)
    return found if len(found) == 1 else refuse(f"text delimited by '{written}'")
