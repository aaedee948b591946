"""Plain text and logs: one column, one line each row."""

import io
from collections.abc import Iterator
from typing import Any

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
    lines = text.decode().removesuffix("\n").split("\n")
    batch = pa.RecordBatch.from_arrays([pa.array(lines, pa.string())], names=[COLUMN])
    return Rows(table="", counted=True, batch=batch)
