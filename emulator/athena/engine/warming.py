"""DuckDB opened and exercised once, in the parent of workers, so that each worker starts warm.

Nobody's query and nobody's rows are here: what it reads while it warms up is made here. The doors
to files and network are closed for good before the first fork, and so in every worker.
"""

import tempfile
import warnings
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from emulator.athena.engine.job import FileToRead, TableToRead, VisibleCells
from emulator.athena.engine.rendering import column, lines
from emulator.athena.engine.scans import source
from emulator.athena.sql import macros

# A fork keeps none of its parent's threads: before it, DuckDB must have started none.
_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "python_enable_replacements": "false",
    "autoload_known_extensions": "false",
    "autoinstall_known_extensions": "false",
    "allow_community_extensions": "false",
    "allow_persistent_secrets": "false",
    "threads": "1",
    "async_threads": "0",
}
# For the whole instance: what a session sets for itself, the next one does not have.
_CLOSED = (
    "SET GLOBAL lambda_syntax = 'DISABLE_SINGLE_ARROW'; SET GLOBAL TimeZone = 'UTC';"
    " SET GLOBAL preserve_insertion_order = true; SET GLOBAL temp_directory = '';"
    " SET GLOBAL enable_external_access = false;"
    " SET GLOBAL disabled_filesystems = 'LocalFileSystem'"
)
_QUERIES = (
    "SELECT count(*), count(DISTINCT word), min(day), max(moment) FROM warm",
    "SELECT word, count(*) AS n, avg(share), sum(cents) FROM warm GROUP BY word ORDER BY n DESC",
    "SELECT a.*, b.word FROM warm a JOIN warm b ON a.number = b.number LIMIT 3",
)
_BATCH_ROWS = 8_192


def open_warm() -> duckdb.DuckDBPyConnection:
    """Open a database that reads nothing but what is registered, and run every stage once."""
    # Arrow's result is wanted whole types, not a copy saved.
    warnings.simplefilter("ignore", UserWarning)
    connection = duckdb.connect(":memory:", config=_SETTINGS)
    connection.execute(_CLOSED)
    for statement in macros.library():
        connection.execute(statement)
    with tempfile.TemporaryDirectory(prefix="embedded-athena-") as folder:
        path = Path(folder) / "warm.parquet"
        rows = _rows()
        pq.write_table(rows, path)
        everything = frozenset(rows.schema.names)
        for filters in ((), (VisibleCells(everything, pc.field("number") > 1),)):
            _exercise(connection, _table(rows.schema, path, filters))
    return connection


def _table(schema: pa.Schema, path: Path, filters: tuple[VisibleCells, ...]) -> TableToRead:
    names = tuple(schema.names)
    file = FileToRead(str(path), {name: name for name in names}, plain=True)
    return TableToRead("warm", schema, names, (file,), filters)


def _exercise(connection: duckdb.DuckDBPyConnection, table: TableToRead) -> None:
    connection.register(table.name, source(table))
    for query in _QUERIES:
        connection.extract_statements(query)
        relation = connection.sql(query)
        for name, kind in zip(relation.columns, relation.types, strict=True):
            column(name, str(kind))
        for batch in relation.to_arrow_reader(_BATCH_ROWS):
            "".join(lines(batch, {}))
    connection.unregister(table.name)


def _rows() -> pa.Table:
    texts = pa.array(["a", "b", None])
    return pa.table(
        {
            "number": pa.array([1, 2, 3], pa.int64()),
            "small": pa.array([1, 2, None], pa.int32()),
            "share": [0.5, 1.5, None],
            "word": texts,
            "true": [True, False, None],
            "cents": pa.array(["1.50", "2.25", "3.00"]).cast(pa.decimal128(9, 2)),
            "day": pa.array([1, 2, None], pa.date32()),
            "moment": pa.array([1, 2, None], pa.timestamp("us")),
        }
    )
