"""The parse worker of `mesh scan`, with the bytes from a socket instead of a file."""

import io
import os
import socket
from collections.abc import Mapping
from typing import Any

from mesh.scanning.serving import serve


def main() -> None:
    """Read files until the socket that is standard input closes."""
    serve("mesh.scanning.rehearsal", _parse)


def _parse(request: Mapping[str, Any], file: int, rows: int) -> None:
    from benchmarks.pii.endless import Remote  # noqa: PLC0415 - as the scanner's worker does
    from mesh.naming.limits import ScanLimits  # noqa: PLC0415
    from mesh.scanning.answering import answer  # noqa: PLC0415
    from mesh.scanning.reading import read  # noqa: PLC0415
    from mesh.scanning.rehearsal import rehearse  # noqa: PLC0415

    rehearse()
    size, limits = request["bytes"], ScanLimits.from_dict(request["limits"])
    answer(
        request,
        file,
        rows,
        lambda handed: read(
            io.BufferedReader(Remote(socket.socket(fileno=os.dup(handed.fileno())), size)),
            size,
            limits,
        ),
    )
