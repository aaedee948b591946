"""A forked process that runs one query and ends: no environment, no files of its own, no way back.

The query comes from people who are not trusted with the machine: DuckDB was closed to files and
network before this process was forked, its settings are locked before it sees the query, and the
process has limits of memory, of time and of what it may write, which is nothing.
"""

import json
import os
import pickle
import resource
import signal
import socket
from contextlib import nullcontext
from typing import Any

import duckdb
import pyarrow as pa

from emulator.athena.engine import functions, messages
from emulator.athena.engine.job import Job
from emulator.athena.engine.rendering import column, lines
from emulator.athena.engine.scans import source

_BATCH_ROWS = 8_192


def serve(door: socket.socket, engine: duckdb.DuckDBPyConnection) -> None:
    """Wait for one job, answer it, and leave; ``engine`` is this process's copy of its parent's."""
    os.environ.clear()
    # A connection of its own: that of the parent would draw the same random numbers everywhere.
    connection = engine.cursor()
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
    for table in job.tables:
        connection.register(table.name, source(table))
    half = job.limits.memory_bytes // 2 >> 20
    connection.execute(
        f"SET memory_limit = '{half}MB'; SET threads = {job.limits.threads};"
        f" SET max_execution_time = {job.limits.seconds * 1000}; SET lock_configuration = true"
    )


def _run(connection: duckdb.DuckDBPyConnection, job: Job, door: socket.socket) -> None:
    lock(connection, job)
    statements = connection.extract_statements(job.sql)
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        raise duckdb.InvalidInputException("only one query may run")
    relation = connection.sql(statements[0])
    columns = [
        column(name, str(kind)) for name, kind in zip(relation.columns, relation.types, strict=True)
    ]
    _answer(door, columns=[vars(c) for c in columns])
    reader, rows = relation.to_arrow_reader(_BATCH_ROWS), 0
    with _arrow_stream(door, reader.schema) if job.as_arrow else nullcontext() as stream:
        for batch in reader:
            rows += batch.num_rows
            if stream is not None:
                stream.write_batch(batch)
            else:
                messages.send(door, b"R" + "".join(lines(batch, job.zones)).encode())
    _answer(door, rows=rows)


def _arrow_stream(door: socket.socket, schema: pa.Schema) -> pa.RecordBatchStreamWriter:
    pipe: Any = _Pipe(door)
    return pa.ipc.new_stream(pa.PythonFile(pipe, mode="w"), schema)


class _Pipe:
    """A file whose content goes to the service as rows."""

    closed = False

    def __init__(self, door: socket.socket) -> None:
        self._door = door

    def write(self, content: bytes) -> int:
        messages.send(self._door, b"R" + bytes(content))
        return len(content)

    def flush(self) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        self.closed = True


def _answer(door: socket.socket, **answer: object) -> None:
    messages.send(door, b"J" + json.dumps(answer).encode())
