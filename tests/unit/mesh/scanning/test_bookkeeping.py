"""What systems put beside people's files is looked at, and spoils no archive by itself."""

import random
import struct
from collections.abc import Callable

import pytest

from mesh.scanning.reasons import Reason, Status
from mesh.scanning.scanner import FileScanner
from tests.unit.mesh.scanning.scanned import found, scanned, whole, zipped
from tests.unit.mesh.scanning.test_documents import CSV, MAIL, tarred

HIT = ("EMAIL_ADDRESS", 1)


def folder(*names: str) -> bytes:
    """A ``.DS_Store`` that tells where the icons of these files stand."""
    records = b"".join(
        struct.pack(">I", len(name)) + name.encode("utf-16-be") + b"Ilocblob\0\0\0\x10" + bytes(16)
        for name in names
    )
    return b"\0\0\0\1Bud1\0\0\x10\0\0\0\x08\0" + bytes(400) + records + bytes(4_000)


def fork(content: bytes) -> bytes:
    """An AppleDouble file with one entry."""
    entry = struct.pack(">III", 9, 38, len(content))
    return b"\0\5\x16\7\0\2\0\0" + b"Mac OS X".ljust(16) + b"\0\1" + entry + content


@pytest.mark.parametrize(
    ("name", "beside"),
    [
        (".DS_Store", folder("flights.csv")),
        ("__MACOSX/._flights.csv", fork(bytes(34) + b"com.apple.quarantine\x000081;5f;Safari;")),
        ("empty", b""),
        ("space.txt", b" \n"),
    ],
)
def test_an_archive_is_whole_with_what_a_system_put_into_it(
    scanner: FileScanner, name: str, beside: bytes
) -> None:
    scans = scanned(scanner, zipped({"flights.csv": CSV, name: beside}))

    assert [(scan.status, scan.reason) for scan in scans] == [(Status.COMPLETE, None)] * 3
    assert scans[1].path == f"file!/{name}"


@pytest.mark.parametrize("name", [f"{MAIL}.csv", f"зарплата {MAIL}", f"給与 {MAIL} 九月.xlsx"])
def test_names_that_a_folder_remembers_are_looked_at(scanner: FileScanner, name: str) -> None:
    scan = whole(scanner, folder("a.csv", name))

    assert (scan.status, scan.format, found(scan)) == (Status.COMPLETE, "ds-store", {"texts": HIT})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_where_a_file_came_from_is_looked_at(scanner: FileScanner, encoding: str) -> None:
    source = fork(b"\1\2\3bplist00\xa1\1_\x10" + f"mailto:{MAIL}".encode(encoding) + b"\0\0\x08")

    scan = whole(scanner, tarred("._a.csv", source))

    assert scan.status is Status.COMPLETE
    assert found(scanned(scanner, tarred("._a.csv", source))[0]) == {"texts": HIT}


@pytest.mark.parametrize("made", [fork, lambda picture: folder("a.csv") + picture])
def test_a_picture_in_them_leaves_the_archive_partial(
    scanner: FileScanner, made: Callable[[bytes], bytes]
) -> None:
    picture = random.Random(1).randbytes(9_000)  # noqa: S311 - the same picture each time

    scans = scanned(scanner, zipped({"flights.csv": CSV, "beside": made(picture)}))

    assert [scan.reason for scan in scans] == [
        None,
        Reason.BINARY_CONTENT,
        Reason.MEMBERS_INCOMPLETE,
    ]


def test_an_archive_of_empty_files_is_empty(scanner: FileScanner) -> None:
    *_, scan = scanned(scanner, zipped({"a.csv": b"", "b.csv": b""}))

    assert (scan.status, scan.reason) == (Status.SKIPPED, Reason.EMPTY)
