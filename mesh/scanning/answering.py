"""The last steps of every worker: it gives up its rights, reads one file and tells of it."""

import contextlib
import os
from collections.abc import Callable, Iterator, Mapping
from typing import Any, BinaryIO

from mesh.scanning.allocation import Passing
from mesh.scanning.frames import Frame, write
from mesh.scanning.isolation import confine


def answer(
    request: Mapping[str, Any],
    file: int,
    rows: int,
    read: Callable[[BinaryIO], Iterator[Frame]],
) -> None:
    """Read a file as the process that nothing is left to, and send its frames.

    Args:
        request: how much memory and time it may take.
        file: descriptor of the file.
        rows: descriptor of the pipe for its frames.
        read: gives the frames of the open file.
    """
    confine(memory_bytes=request["memory_bytes"], cpu_seconds=request["cpu_seconds"])
    with (
        contextlib.suppress(BrokenPipeError),
        os.fdopen(rows, "wb", buffering=1 << 20) as sink,
        os.fdopen(file, "rb") as source,
    ):
        passing = Passing()
        for frame in read(source):
            passing.add(write(frame, sink))
            # Its rows may be a part of far more that is read.
            del frame
