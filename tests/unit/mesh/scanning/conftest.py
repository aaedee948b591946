from collections.abc import Iterator

import pytest

from mesh.scanning.scanner import FileScanner


@pytest.fixture(scope="package")
def scanner() -> Iterator[FileScanner]:
    with FileScanner() as scanner:
        yield scanner
