"""A forked process that runs one query and ends: no environment, no files of its own, no way back.

The query comes from people who are not trusted with the machine: DuckDB is locked before it sees
it, and the process has limits of memory, of time and of what it may write, which is nothing.
"""

import json
import os
import pickle
import resource
import signal
import socket
import warnings
from collections.abc import Iterator, Mapping

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from emulator.athena.engine import functions, messages
from emulator.athena.engine.job import Job
from emulator.athena.engine.rendering import Texts, column, texts
from emulator.athena.engine.scans import source

_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "python_enable_replacements": "false",
    "autoload_known_extensions": "false",
    "autoinstall_known_extensions": "false",
    "allow_community_extensions": "false",
    "allow_persistent_secrets": "false",
    "threads": "2",
}
_BATCH_ROWS = 8_192


def prepare() -> duckdb.DuckDBPyConnection:
    """Open a database ahead of the query."""
    # Arrow's result is wanted whole types, not a copy saved.
    warnings.simplefilter("ignore", UserWarning)
    connection = duckdb.connect(":memory:", config=_SETTINGS)
    connection.execute(
        "SET lambda_syntax = 'DISABLE_SINGLE_ARROW'; SET TimeZone = 'UTC';"
        " SET preserve_insertion_order = true"
    )
    return connection


def serve(door: socket.socket) -> None:
    """Wait for one job, answer it, and leave."""
    os.environ.clear()
    connection = prepare()
    content = messages.receive(door)
    if content is None:
        return
    job: Job = pickle.loads(content)  # noqa: S301 - from the service that started this process
    confine(job)
    try:
        _run(connection, job, door)
    except (duckdb.Error, pa.ArrowException, MemoryError, RecursionError, OSError) as error:
        _answer(door, error=type(error).__name__, message=str(error))


def confine(job: Job) -> None:
    """Take away what the process needs no more."""
    signal.alarm(job.limits.seconds + 5)  # the last resort: the kernel ends the process
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    used = _address_space()
    if used:
        ceiling = used + job.limits.memory_bytes
        resource.setrlimit(resource.RLIMIT_AS, (ceiling, ceiling))


def _address_space() -> int:
    try:
        with open("/proc/self/statm", "rb") as file:  # noqa: PTH123 - one read, where the kernel has it
            return int(file.read().split()[0]) * resource.getpagesize()
    except FileNotFoundError:
        return 0


def lock(connection: duckdb.DuckDBPyConnection, job: Job) -> None:
    """Register what the query may read and close every other door."""
    functions.register(connection, job.functions)
    for statement in job.macros:
        connection.execute(statement)
    for table in job.tables:
        connection.register(table.name, source(table))
    half = job.limits.memory_bytes // 2 >> 20
    connection.execute(
        f"SET memory_limit = '{half}MB'; SET threads = {job.limits.threads};"
        f" SET max_execution_time = {job.limits.seconds * 1000}; SET temp_directory = '';"
        " SET enable_external_access = false; SET disabled_filesystems = 'LocalFileSystem';"
        " SET lock_configuration = true"
    )


def _run(connection: duckdb.DuckDBPyConnection, job: Job, door: socket.socket) -> None:
    lock(connection, job)
    statements = connection.extract_statements(job.sql)
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        raise duckdb.InvalidInputException("only one query may run")
    relation = connection.sql(job.sql)
    columns = [
        column(name, str(kind)) for name, kind in zip(relation.columns, relation.types, strict=True)
    ]
    _answer(door, columns=[vars(c) for c in columns])
    rows = 0
    for batch in relation.to_arrow_reader(_BATCH_ROWS):
        rows += batch.num_rows
        messages.send(door, b"R" + "".join(_lines(batch, job.zones)).encode())
    _answer(door, rows=rows)


def _lines(batch: pa.RecordBatch, zones: Mapping[int, str]) -> Iterator[str]:
    if not batch.num_rows:
        return
    cells = [_quoted(texts(values, zones.get(i))) for i, values in enumerate(batch.columns)]
    joined: Texts = pc.binary_join_element_wise(*cells, ",")
    for line in joined.to_pylist():
        yield line
        yield "\n"


def _quoted(values: Texts) -> Texts:
    doubled: Texts = pc.replace_substring(values, '"', '""')
    mark: Texts = pa.scalar('"')
    return pc.fill_null(pc.binary_join_element_wise(mark, doubled, mark, ""), "")


def _answer(door: socket.socket, **answer: object) -> None:
    messages.send(door, b"J" + json.dumps(answer).encode())
