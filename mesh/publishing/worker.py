"""The process in which landed files are read, knowing the table that each should hold."""

from collections.abc import Mapping
from typing import Any

from mesh.scanning.serving import serve


def main() -> None:
    """Read files until the socket that is standard input closes."""
    serve("mesh.publishing.mapping.rehearsal", _parse)


def _parse(request: Mapping[str, Any], file: int, rows: int) -> None:
    from mesh.naming.limits import ScanLimits  # noqa: PLC0415 - loaded already
    from mesh.publishing.mapping.fitting import fitted  # noqa: PLC0415
    from mesh.publishing.mapping.rehearsal import rehearse  # noqa: PLC0415
    from mesh.publishing.mapping.schema import FileSchema  # noqa: PLC0415
    from mesh.scanning.answering import answer  # noqa: PLC0415
    from mesh.scanning.reading import read  # noqa: PLC0415

    rehearse()
    schema = FileSchema.from_dict(request["schema"])
    limits, size = ScanLimits.from_dict(request["limits"]), request["size"]
    answer(
        request,
        file,
        rows,
        lambda source: fitted(read(source, size, limits, schema.expected()), schema),
    )
