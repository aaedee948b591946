"""What explodes, hides or lies is refused with its reason, and never clean."""

import gzip
import io
import random
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from typing import Literal

import pyarrow as pa
import pyarrow.orc
import pytest

from mesh.naming.limits import ScanLimits
from mesh.scanning.frames import Ended
from mesh.scanning.reading import read
from mesh.scanning.reasons import Reason, Status
from mesh.scanning.scanner import FileScanner
from tests.unit.mesh.scanning.scanned import scanned, whole, zipped
from tests.unit.mesh.scanning.test_documents import CSV, tarred
from tests.unit.mesh.scanning.test_worksheets import workbook


def encrypted_zip() -> bytes:
    content = bytearray(zipped({"a.csv": CSV}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + offset] |= 1
    return bytes(content)


def nested(times: int, content: bytes = CSV) -> bytes:
    for _ in range(times):
        content = tarred("inner", content)
    return content


def encrypted_orc(compression: Literal["UNCOMPRESSED", "ZLIB", "SNAPPY", "ZSTD"]) -> bytes:
    """A file whose footer names keys, in a field that writers of Arrow never write."""
    sink = io.BytesIO()
    pyarrow.orc.write_table(pa.table({"a": [1]}), sink, compression=compression)
    content = sink.getvalue()
    postscript = content[-1 - content[-1] : -1]
    length, read = 0, 1
    while postscript[read] >= 128:
        length |= (postscript[read] & 127) << 7 * (read - 1)
        read += 1
    length |= postscript[read] << 7 * (read - 1)
    # Field 10 with nothing in it; in packed files a section of its own that is packed no further.
    added = b"\x52\0" if compression == "UNCOMPRESSED" else b"\x05\0\0\x52\0"
    longer = length + len(added)
    told = bytes([8, longer & 127 | 128, longer >> 7]) + postscript[read + 1 :]
    return content[: -1 - len(postscript)] + added + told + bytes([len(told)])


REFUSED: dict[str, tuple[Callable[[], bytes], Reason]] = {
    "nothing": (lambda: b"", Reason.EMPTY),
    "space": (lambda: b" \n\n", Reason.EMPTY),
    "parquet without footer": (lambda: b"PAR1" + b"\0" * 50, Reason.TRUNCATED),
    "parquet of zeros": (lambda: b"PAR1" + b"\0" * 50 + b"\x09\0\0\0PAR1", Reason.CORRUPT),
    "locked parquet": (lambda: b"PARE" + b"\0" * 50, Reason.ENCRYPTED),
    "locked orc": (lambda: encrypted_orc("UNCOMPRESSED"), Reason.ENCRYPTED),
    "locked and packed orc": (lambda: encrypted_orc("ZLIB"), Reason.ENCRYPTED),
    "locked orc of zstd": (lambda: encrypted_orc("ZSTD"), Reason.ENCRYPTED),
    "locked orc of snappy": (lambda: encrypted_orc("SNAPPY"), Reason.ENCRYPTED),
    "pdf": (lambda: b"%PDF-1.7 ...", Reason.UNSUPPORTED_FORMAT),
    "no text": (lambda: bytes(range(256)), Reason.UNKNOWN_FORMAT),
    "bomb": (lambda: gzip.compress(b"1,2\n" * 20_000_000), Reason.RATIO_LIMIT),
    "json cut off": (lambda: b'[{"a": 1}, {"a"', Reason.TRUNCATED),
    "json and more": (lambda: b'{"a": 1} x', Reason.MALFORMED),
    "open objects": (lambda: b'{"a":' * 100_000, Reason.DEPTH_LIMIT),
    "deep json": (lambda: b'{"a":' * 300 + b"1" + b"}" * 300, Reason.DEPTH_LIMIT),
    "wide": (lambda: b",".join(b"c%d" % place for place in range(20_000)), Reason.COLUMN_LIMIT),
    "long line": (lambda: b"x" * (40 << 20), Reason.CELL_TOO_LARGE),
    "open quote": (lambda: b'a,b\n1,2\n3,4\n5,"' + b"x" * (40 << 20), Reason.CELL_TOO_LARGE),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_a_refusal_names_its_reason(scanner: FileScanner, kind: str) -> None:
    content, reason = REFUSED[kind]

    scan = whole(scanner, content())

    assert scan.reason is reason
    assert scan.status is not Status.COMPLETE
    assert scan.errors
    assert not scan.is_clean


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_a_sentence(reason: Reason) -> None:
    assert reason.sentence.endswith(".")


def test_a_locked_member_is_told_and_spoils_its_archive(scanner: FileScanner) -> None:
    scans = scanned(scanner, encrypted_zip())

    assert [scan.reason for scan in scans] == [Reason.ENCRYPTED, Reason.MEMBERS_INCOMPLETE]


def test_archives_are_opened_three_deep(scanner: FileScanner) -> None:
    assert whole(scanner, nested(3)).status is Status.COMPLETE
    assert scanned(scanner, nested(4))[0].reason is Reason.DEPTH_LIMIT


def test_a_workbook_in_three_archives_is_a_file_and_not_a_fourth(scanner: FileScanner) -> None:
    rows = '<row><c t="inlineStr"><is><t>name</t></is></c></row>'

    scans = scanned(scanner, nested(3, workbook(rows)))

    assert [scan.status for scan in scans] == [Status.COMPLETE] * 4
    assert scans[0].format == "xlsx"


def test_an_archive_of_very_many_files_is_refused(scanner: FileScanner) -> None:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        for place in range(10_001):
            archive.writestr(str(place), b"")

    assert whole(scanner, sink.getvalue()).reason is Reason.MEMBER_LIMIT


SMALLER: dict[str, tuple[ScanLimits, Callable[[], bytes], Reason]] = {
    "ratio": (
        ScanLimits(ratio=2),
        lambda: gzip.compress(_words(68 << 20)),
        Reason.RATIO_LIMIT,
    ),
    "depth": (ScanLimits(depth=1), lambda: gzip.compress(nested(1)), Reason.DEPTH_LIMIT),
    "members": (
        ScanLimits(members=1),
        lambda: zipped({"a.csv": CSV, "b.csv": CSV}),
        Reason.MEMBER_LIMIT,
    ),
    "cell": (ScanLimits(cell_mb=1), lambda: b"words and " * 400_000, Reason.CELL_TOO_LARGE),
    "file": (ScanLimits(file_mb=1), lambda: CSV * 60_000, Reason.FILE_TOO_LARGE),
    "whole": (ScanLimits(whole_mb=1), lambda: database(2 << 20), Reason.FILE_TOO_LARGE),
}


def _words(size: int) -> bytes:
    """Text that packs to about a fifth."""
    chance = random.Random(1)  # noqa: S311 - the same words each time
    line = " ".join(str(chance.random()) for _ in range(2_000)).encode() + b"\n"
    return (line * 10 + b"\n") * (size // len(line) // 10 + 1)


def database(size: int) -> bytes:
    with closing(sqlite3.connect(":memory:")) as made:
        made.execute("CREATE TABLE remarks (text)")
        made.execute("INSERT INTO remarks VALUES (?)", ["x" * size])
        made.commit()
        return made.serialize()


@pytest.mark.parametrize("kind", SMALLER)
def test_limits_are_those_of_the_mesh(scanner: FileScanner, kind: str) -> None:
    limits, content, reason = SMALLER[kind]
    file = content()

    with FileScanner(limits) as bounded:
        scan = whole(bounded, file)

    assert (scan.reason, scan.status is Status.COMPLETE) == (reason, False)
    assert whole(scanner, file).status is Status.COMPLETE


def test_what_was_read_before_a_fault_is_told(scanner: FileScanner) -> None:
    scan = whole(scanner, b'{"mail": "ada@example.org"}\n{"mail": ')

    assert (scan.status, scan.reason, scan.rows) == (Status.PARTIAL, Reason.TRUNCATED, 1)
    assert [finding.entity for finding in scan.findings] == ["EMAIL_ADDRESS"]


def test_a_file_that_takes_too_long_is_refused() -> None:
    with FileScanner(ScanLimits(seconds=1)) as scanner:
        scan = whole(scanner, b"<a>" + b"<b>some words here</b>" * 2_000_000 + b"</a>")

    assert scan.reason is Reason.TIME_LIMIT


def test_a_file_that_takes_too_much_memory_is_refused() -> None:
    with FileScanner(memory_bytes=600 << 20) as scanner:
        scan = whole(scanner, b'"' + b"x" * (300 << 20))

    assert scan.reason in {Reason.MEMORY_LIMIT, Reason.CELL_TOO_LARGE}


def test_a_members_name_cannot_move_the_cursor(scanner: FileScanner) -> None:
    assert "\x1b" not in scanned(scanner, zipped({"\x1b[2J.csv": CSV}))[0].path


def test_columns_are_counted_over_all_tables_of_a_file() -> None:
    with closing(sqlite3.connect(":memory:")) as made:
        for table in range(12):
            columns = ", ".join(f"c{table}_{place}" for place in range(1_900))
            made.execute(f"CREATE TABLE t{table} ({columns})")
            made.execute(f"INSERT INTO t{table} DEFAULT VALUES")
        made.commit()
        content = made.serialize()

    *_, end = read(io.BytesIO(content), len(content), ScanLimits())

    assert isinstance(end, Ended)
    assert end.reason is Reason.COLUMN_LIMIT
