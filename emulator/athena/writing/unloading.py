"""``UNLOAD``: a query's rows as files, without a table.

Source: https://docs.aws.amazon.com/athena/latest/ug/unload.html
"""

from emulator.athena.running import Query
from emulator.athena.store import Written
from emulator.athena.writing.caller import Caller
from emulator.athena.writing.creating import COUNT, require_empty
from emulator.athena.writing.files import ParquetFolder
from emulator.athena.writing.properties import (
    allow_only,
    compression_of,
    names,
    parquet_only,
    text,
)
from emulator.athena.writing.rows import require_names, rows_of
from emulator.athena.writing.statements import Unload

_KNOWN = frozenset({"format", "compression", "compression_level", "partitioned_by"})


def unload(statement: Unload, query: Query, caller: Caller) -> None:
    """Write a query's rows below a location that is empty.

    Raises:
        QueryFault: in Athena's words.
    """
    allow_only(statement.properties, _KNOWN)
    parquet_only(text(statement.properties, "format"))
    location = f"{statement.location.rstrip('/')}/"
    require_empty(caller, location, query.execution.id)
    with rows_of(query, statement.query) as rows:
        require_names(rows.columns)
        folder = ParquetFolder(
            caller,
            location,
            rows.schema,
            names(statement.properties, "partitioned_by"),
            compression_of(statement.properties, "GZIP"),
        )
        folder.write(rows.batches())
        query.execution.written = Written("", rows.number, folder.files)
        query.execution.columns, query.execution.rows = COUNT, rows.number
