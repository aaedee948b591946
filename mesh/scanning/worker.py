"""The process in which any file is read, without knowing what it should hold."""

from collections.abc import Mapping
from typing import Any

from mesh.scanning.serving import serve


def main() -> None:
    """Read files until the socket that is standard input closes."""
    serve("mesh.scanning.rehearsal", _parse)


def _parse(request: Mapping[str, Any], file: int, rows: int) -> None:
    from mesh.naming.limits import ScanLimits  # noqa: PLC0415 - loaded already
    from mesh.scanning.answering import answer  # noqa: PLC0415
    from mesh.scanning.reading import read  # noqa: PLC0415
    from mesh.scanning.rehearsal import rehearse  # noqa: PLC0415

    rehearse()
    limits = ScanLimits.from_dict(request.get("limits", {}))
    answer(request, file, rows, lambda source: read(source, request["size"], limits))
