"""Pages and dictionaries of Parquet are known before memory grows for them."""

import io
import random
import struct

import pyarrow as pa
import pyarrow.parquet
import pytest

from mesh.naming.limits import ScanLimits
from mesh.scanning.formats.parquet_pages import check_pages
from mesh.scanning.reasons import Reason, Status
from mesh.scanning.scanner import FileScanner
from tests.unit.mesh.scanning.scanned import whole

MEGABYTE = 1 << 20


def texts(rows: int, size: int) -> list[str]:
    chance = random.Random(1)  # noqa: S311 - the same texts each time
    return [f"{chance.randbytes(size // 2).hex()} " for _ in range(rows)]


def written(values: list[str], *, coded: bool = False, at_once: int = 1024) -> bytes:
    """A file with two columns, the second one of these values."""
    sink = io.BytesIO()
    table = pa.table({"id": range(len(values)), "text": values})
    pyarrow.parquet.write_table(table, sink, use_dictionary=coded, write_batch_size=at_once)
    return sink.getvalue()


@pytest.mark.parametrize("coded", [False, True])
def test_a_page_that_is_too_large_is_refused_and_told(*, coded: bool) -> None:
    content = written(texts(64, MEGABYTE // 16), coded=coded)

    with FileScanner(ScanLimits(page_mb=2)) as bounded:
        scan = whole(bounded, content)

    assert (scan.status, scan.reason) == (Status.SKIPPED, Reason.MEMORY_LIMIT)
    assert "a page of column 2 takes 4 MB" in scan.errors[0]
    assert "scan.page_mb" in scan.errors[0]


def test_the_same_values_in_smaller_pages_are_read() -> None:
    content = written(texts(64, MEGABYTE // 16), at_once=8)

    with FileScanner(ScanLimits(page_mb=2)) as bounded:
        scan = whole(bounded, content)

    assert (scan.status, scan.rows) == (Status.COMPLETE, 64)


def test_a_long_value_that_is_repeated_very_often_is_a_bomb(scanner: FileScanner) -> None:
    scan = whole(scanner, written(["words " * 20_000] * 10_000, coded=True))

    assert (scan.status, scan.reason) == (Status.SKIPPED, Reason.RATIO_LIMIT)


def test_a_short_value_may_be_repeated_as_often_as_it_is(scanner: FileScanner) -> None:
    scan = whole(scanner, written(["France, where it rains"] * 4_000_000, coded=True))

    assert (scan.status, scan.rows) == (Status.COMPLETE, 4_000_000)


def test_values_of_a_dictionary_count_as_what_they_unpack_to() -> None:
    content = written(["words " * 2_000] * 1_000, coded=True)
    part = pyarrow.parquet.read_metadata(io.BytesIO(content))

    row_bytes, unpacked = check_pages(io.BytesIO(content), part, 32)

    assert 12_000 <= row_bytes <= 12_100
    assert 12_000_000 <= unpacked <= 12_100_000


def test_places_that_hold_no_page_are_left_to_the_reader() -> None:
    content = written(texts(9, 100))
    part = pyarrow.parquet.read_metadata(io.BytesIO(content))

    assert check_pages(io.BytesIO(b"\xff" * len(content)), part, 32) == (0, 0)
    assert check_pages(io.BytesIO(b"PAR1"), part, 32) == (0, 0)


@pytest.mark.parametrize("values", [(b"ok", b"\xff\xfe"), (b"ends within \xc3", b"\xa9 begins so")])
def test_texts_that_are_none_are_corrupt_and_kill_nobody(
    scanner: FileScanner, values: tuple[bytes, bytes]
) -> None:
    first, second = values
    places = struct.pack("=3i", 0, len(first), len(first) + len(second))
    buffers = [None, pa.py_buffer(places), pa.py_buffer(first + second)]
    sink = io.BytesIO()
    pyarrow.parquet.write_table(
        pa.table({"a": pa.Array.from_buffers(pa.string(), 2, buffers)}), sink
    )

    assert whole(scanner, sink.getvalue()).reason is Reason.CORRUPT
