"""Puts the adapters of scanning and publishing together."""

import os
from collections.abc import Iterator, Mapping
from functools import cache
from typing import BinaryIO

import pyarrow as pa

from mesh.aws.contracts_in_force import RegisteredContracts
from mesh.aws.ledger import DynamoLedger
from mesh.aws.wakes import SnsAlerts, SqsQueues, UtcClock
from mesh.aws.zones import S3Zones
from mesh.contracts.model import Table
from mesh.naming import Names
from mesh.publishing.parsing import Limits, Parsers
from mesh.publishing.ports import World
from mesh.publishing.readers.schema import FileSchema

# What the parsers need before they have read anything.
_LEAST_MEMORY = 800 << 20


class WorkerParsing:
    """``Parsing`` in the confined worker process."""

    def __init__(self) -> None:
        self._parsers = Parsers(_limits(os.environ))

    def rows(self, file: BinaryIO, table: Table) -> Iterator[pa.RecordBatch]:
        """Typed rows of a file."""
        return self._parsers.rows(file, FileSchema.of(table))

    def close(self) -> None:
        """Stop the worker."""
        self._parsers.close()


def _limits(environment: Mapping[str, str]) -> Limits:
    """Leave the function room to live when a file explodes in its parser."""
    megabytes = environment.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")
    if not megabytes:
        return Limits()
    return Limits(memory_bytes=max(_LEAST_MEMORY, (int(megabytes) << 20) * 6 // 10))


@cache
def connect() -> World:
    """Everything that a function of governance needs, made on first use and kept while warm."""
    names = Names.from_environment()
    return World(
        names=names,
        contracts=RegisteredContracts.connect(),
        zones=S3Zones.connect(names),
        ledger=DynamoLedger.connect(),
        queues=SqsQueues.connect(names),
        alerts=SnsAlerts.connect(names),
        parsing=WorkerParsing(),
        clock=UtcClock(),
    )
