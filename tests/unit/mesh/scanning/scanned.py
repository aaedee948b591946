"""Scans bytes as `mesh scan` does, in the isolated worker."""

import io
import tempfile
import zipfile
from collections.abc import Mapping

from mesh.scanning.results import FileScan
from mesh.scanning.scanner import FileScanner


def scanned(scanner: FileScanner, content: bytes) -> list[FileScan]:
    """Results of a file of that content, its own last."""
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.seek(0)
        return list(scanner.scan(file, "file"))


def whole(scanner: FileScanner, content: bytes) -> FileScan:
    """The result of the file itself."""
    return scanned(scanner, content)[-1]


def found(scan: FileScan) -> dict[str, tuple[str, int]]:
    """Kinds and counts by column."""
    return {finding.column: (finding.entity, finding.count) for finding in scan.findings}


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    """A zip archive."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return sink.getvalue()
