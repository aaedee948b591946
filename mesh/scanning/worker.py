"""The process in which any file is read, without knowing what it should hold."""

from collections.abc import Mapping
from typing import Any

from mesh.scanning.serving import keep_pandas_out, serve


def main() -> None:
    """Read files until the socket that is standard input closes."""
    keep_pandas_out()
    _preload()
    serve(_parse)


def _preload() -> None:
    """Load modules once for all files; nothing is read, as Arrow's threads survive no fork."""
    from mesh.scanning import rehearsal  # noqa: F401, PLC0415


def _parse(request: Mapping[str, Any], file: int, rows: int) -> None:
    from mesh.naming.limits import ScanLimits  # noqa: PLC0415 - loaded already
    from mesh.scanning.answering import answer  # noqa: PLC0415
    from mesh.scanning.reading import read  # noqa: PLC0415
    from mesh.scanning.rehearsal import rehearse  # noqa: PLC0415

    rehearse()
    limits = ScanLimits.from_dict(request.get("limits", {}))
    answer(request, file, rows, lambda source: read(source, request["size"], limits))
