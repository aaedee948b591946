"""The process in which any file is read: like the parse worker, without a contract."""

import contextlib
import os
from collections.abc import Mapping
from typing import Any

from mesh.publishing.parse_worker import keep_pandas_out, serve


def main() -> None:
    """Read files until the socket that is standard input closes."""
    keep_pandas_out()
    _preload()
    serve(_parse)


def _preload() -> None:
    """Load modules once for all files; nothing is read, as Arrow's threads survive no fork."""
    from mesh.publishing import isolation  # noqa: F401, PLC0415
    from mesh.scanning import rehearsal  # noqa: F401, PLC0415


def _parse(request: Mapping[str, Any], file: int, rows: int, status: int) -> None:
    from mesh.publishing.isolation import confine  # noqa: PLC0415 - loaded already
    from mesh.scanning.frames import write  # noqa: PLC0415
    from mesh.scanning.reading import read  # noqa: PLC0415
    from mesh.scanning.rehearsal import rehearse  # noqa: PLC0415

    rehearse()
    confine(memory_bytes=request["memory_bytes"], cpu_seconds=request["cpu_seconds"])
    with (
        contextlib.suppress(BrokenPipeError),
        os.fdopen(rows, "wb", buffering=1 << 20) as sink,
        os.fdopen(file, "rb") as source,
    ):
        for frame in read(source, request["size"]):
            write(frame, sink)
    os.write(status, b'{"reason": ""}')
