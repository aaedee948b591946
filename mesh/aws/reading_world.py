"""Adds the readers of files to the world of those who look into them."""

import os
from collections.abc import Iterator, Mapping
from functools import cache
from typing import BinaryIO

from mesh.aws import publishing_world
from mesh.contracts.model import Table
from mesh.naming.limits import ScanLimits
from mesh.publishing.mapping.schema import FileSchema
from mesh.publishing.row_ports import ReadingWorld
from mesh.scanning.frames import Frame
from mesh.scanning.parsers import Limits, Parsers
from mesh.scanning.scanner import limits_of

_WORKER = "mesh.publishing.worker"
# What the parsers need before they have read anything.
_LEAST_MEMORY = 800 << 20


class WorkerParsing:
    """``Parsing`` in the confined worker process."""

    def __init__(self, limits: ScanLimits, memory_bytes: int) -> None:
        self._limits, self._memory_bytes = limits, memory_bytes
        self._parsers = Parsers(worker=_WORKER)

    def frames(self, file: BinaryIO, table: Table) -> Iterator[Frame]:
        """What a file holds, the rows of the table in its types."""
        size = os.fstat(file.fileno()).st_size
        request = {"schema": FileSchema.of(table).to_dict(), "limits": self._limits.to_dict()}
        limits = limits_of(self._limits, size, self._memory_bytes)
        return self._parsers.frames(file, request, limits)

    def close(self) -> None:
        """Stop the worker."""
        self._parsers.close()


def _memory(environment: Mapping[str, str]) -> int:
    """Leave the function room to live when a file explodes in its parser."""
    megabytes = environment.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")
    if not megabytes:
        return Limits.memory_bytes
    return max(_LEAST_MEMORY, (int(megabytes) << 20) * 6 // 10)


@cache
def connect() -> ReadingWorld:
    """The world of a function that reads files, made on first use and kept while warm."""
    world = publishing_world.connect()
    return ReadingWorld(**vars(world), parsing=WorkerParsing(world.limits, _memory(os.environ)))
