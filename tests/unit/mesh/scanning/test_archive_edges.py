"""What an archive holds beside its files is looked at too."""

import io
import random
import zipfile

import pytest

from mesh.scanning.reasons import Reason, Status
from mesh.scanning.scanner import FileScanner
from tests.unit.mesh.scanning.scanned import found, scanned, whole, zipped
from tests.unit.mesh.scanning.test_documents import CSV, tarred

MAIL = "bob@example.org"
BESIDE = {"beside the files": ("EMAIL_ADDRESS", 1)}


def commented(archive: str = "", member: str = "") -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as made:
        made.comment = archive.encode()
        info = zipfile.ZipInfo("a.csv")
        info.comment = member.encode()
        made.writestr(info, CSV)
    return sink.getvalue()


def begun_before() -> bytes:
    """A zip in front of which a member stands that its directory has forgotten."""
    forgotten = zipped({"b.csv": b""})[:30] + f"by {MAIL}".encode()
    return forgotten + zipped({"a.csv": CSV})


@pytest.mark.parametrize(
    "content",
    [
        commented(archive=f"by {MAIL}"),
        commented(member=f"by {MAIL}"),
        begun_before(),
        tarred("a.csv", CSV) + f"by {MAIL}".encode(),
        tarred("a.csv", CSV) + bytes(30_000) + f"by {MAIL}".encode() + bytes(9),
    ],
)
def test_comments_and_bytes_around_an_archive_are_looked_at(
    scanner: FileScanner, content: bytes
) -> None:
    *_, scan = scanned(scanner, content)

    assert (scan.status, scan.reason, found(scan)) == (Status.COMPLETE, None, BESIDE)


@pytest.mark.parametrize("content", [commented(), tarred("a.csv", CSV), zipped({"a.csv": CSV})])
def test_an_archive_without_them_has_no_column(scanner: FileScanner, content: bytes) -> None:
    scan = whole(scanner, content)

    assert (scan.status, scan.columns) == (Status.COMPLETE, ())


def test_bytes_behind_a_tar_that_are_no_text_make_it_partial(scanner: FileScanner) -> None:
    rest = random.Random(1).randbytes(9_000)  # noqa: S311 - the same bytes each time

    scan = whole(scanner, tarred("a.csv", CSV) + rest)

    assert (scan.status, scan.reason) == (Status.PARTIAL, Reason.BINARY_CONTENT)
