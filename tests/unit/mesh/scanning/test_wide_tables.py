"""A table of thousands of columns is read within the parser's memory."""

from tempfile import TemporaryFile

import pytest

from mesh.scanning.frames import Ended, Rows
from mesh.scanning.parsers import Parsers
from mesh.scanning.scanner import FileScanner
from tests.unit.mesh.scanning.scanned import whole

COLUMNS, ROWS = 2_000, 600


def test_a_file_of_thousands_of_columns_and_few_megabytes_is_read_whole() -> None:
    header = ",".join(f"c{at}" for at in range(COLUMNS))
    row = ",".join(f"word{at % 97}x" for at in range(COLUMNS))
    with TemporaryFile() as file, Parsers() as parsers:
        file.write("\n".join((header, *[row] * ROWS)).encode())
        file.flush()

        frames = list(parsers.frames(file))

    assert frames[-1] == Ended(bytes=len(header) + ROWS * (len(row) + 1))
    assert sum(one.batch.num_rows for one in frames if isinstance(one, Rows)) == ROWS


def test_no_more_than_a_kilobyte_of_each_of_many_columns_is_held_at_once() -> None:
    row = ",".join(["word"] * COLUMNS)
    with TemporaryFile() as file, Parsers() as parsers:
        file.write("\n".join([row] * (2 * ROWS)).encode())
        file.flush()

        sizes = [one.batch.nbytes for one in parsers.frames(file) if isinstance(one, Rows)]

    assert sum(sizes) > 2 * max(sizes)
    assert max(sizes) < 3 * 1024 * COLUMNS


@pytest.mark.parametrize("signs", [200, 500])
def test_names_that_take_a_hundred_kilobytes_are_names(scanner: FileScanner, signs: int) -> None:
    names = [f"{'x' * signs}_{at}" for at in range(100_000 // signs)]
    row = ",".join(str(at) for at in range(len(names)))

    scan = whole(scanner, "\n".join([",".join(names), *[row] * 3, ""]).encode())

    assert (scan.rows, scan.columns, scan.errors) == (3, tuple(names), ())
