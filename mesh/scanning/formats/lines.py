"""Plain text and logs: one column, one line each row."""

import io
from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa

from mesh.scanning.frames import Rows
from mesh.scanning.reasons import FileRefusedError, Reason

_BLOCK = 2 << 20
COLUMN = "text"


def read_lines(stream: "io.BufferedReader[Any]", longest: int) -> Iterator[Rows]:
    """Give the lines of a UTF-8 text.

    Raises:
        FileRefusedError: if a line has more bytes than the longest may have.
    """
    rest: list[bytes] = []
    waiting = 0
    head = stream.peek(_BLOCK)
    old_ends = b"\r" in head and b"\n" not in head
    while block := stream.read(_BLOCK):
        if old_ends:
            block = block.replace(b"\r", b"\n")
        cut = block.rfind(b"\n") + 1
        if cut:
            yield _rows(b"".join((*rest, block[:cut])))
            rest, waiting = [block[cut:]], len(block) - cut
        else:
            rest.append(block)
            waiting += len(block)
        if waiting > longest:
            raise FileRefusedError(
                Reason.CELL_TOO_LARGE, f"a line is longer than {longest >> 20} MB"
            )
    if waiting:
        yield _rows(b"".join(rest))


def _rows(text: bytes) -> Rows:
    ends = np.flatnonzero(np.frombuffer(text, np.uint8) == ord("\n"))
    if not text.endswith(b"\n"):
        ends = np.append(ends, len(text))
    offsets = np.zeros(len(ends) + 1, np.int32)
    # Of the ends before a line's own nothing is left.
    offsets[1:] = ends - np.arange(len(ends))
    buffers = [None, pa.py_buffer(offsets.data), pa.py_buffer(text.replace(b"\n", b""))]
    lines = pa.Array.from_buffers(pa.string(), len(ends), buffers)
    return Rows(table="", counted=True, batch=pa.RecordBatch.from_arrays([lines], names=[COLUMN]))
