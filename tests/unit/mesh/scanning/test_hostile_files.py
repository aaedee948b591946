"""Every file that is hostile or broken ends as scanned or as refused, for a reason that tells."""

import pytest

from benchmarks.hostile import (
    BAD_FILES,
    DEATHS,
    SECONDS,
    broken,
    collected,
    scanned,
    told,
    valid_files,
)
from benchmarks.whole_files import whole_files
from mesh.naming.limits import ScanLimits
from mesh.scanning.reasons import Status
from mesh.scanning.results import FileScan
from mesh.scanning.scanner import FileScanner


@pytest.fixture(scope="module")
def played() -> list[FileScan]:
    if not BAD_FILES.is_dir():
        pytest.skip(f"the collection of hostile files is not at {BAD_FILES}")
    with FileScanner(ScanLimits(seconds=SECONDS)) as scanner:
        found = list(collected(scanner))
    assert [scan.path for scan, seconds in found if seconds >= SECONDS * 2] == []
    return [scan for scan, _ in found]


@pytest.fixture(scope="module")
def broken_here(scanner: FileScanner) -> list[FileScan]:
    return list(scanned(scanner, broken(flipped=4)))


def test_no_file_kills_or_holds_its_parser(played: list[FileScan]) -> None:
    assert len(played) > 700
    assert [scan.path for scan in played if scan.reason in DEATHS] == []


def test_nine_of_ten_refusals_say_more_than_unreadable(played: list[FileScan]) -> None:
    assert sum(scan.status is not Status.COMPLETE for scan in played) > 300
    assert told(played) >= 0.9


def test_nearly_all_files_that_their_source_calls_valid_are_looked_at_as_a_whole(
    played: list[FileScan],
) -> None:
    valid = valid_files()
    complete = {scan.path for scan in played if scan.status is Status.COMPLETE}

    assert len(valid) > 50
    assert len(valid & complete) >= len(valid) * 0.95, sorted(valid - complete)


def test_every_refusal_is_told_in_words(played: list[FileScan]) -> None:
    assert all(scan.reason and scan.errors for scan in played if scan.status is not Status.COMPLETE)


def test_files_that_are_not_broken_are_looked_at_as_a_whole(scanner: FileScanner) -> None:
    scans = list(scanned(scanner, whole_files().items()))

    assert [scan.path for scan in scans if scan.status is not Status.COMPLETE] == []
    assert len(scans) >= 20


def test_nothing_that_is_cut_or_changed_kills_or_holds_its_parser(
    broken_here: list[FileScan],
) -> None:
    assert [scan.path for scan in broken_here if scan.reason in DEATHS] == []
    assert all(
        scan.reason and scan.errors for scan in broken_here if scan.status is not Status.COMPLETE
    )


def test_nine_of_ten_refusals_of_what_is_cut_or_changed_say_more_than_unreadable(
    broken_here: list[FileScan],
) -> None:
    assert sum(scan.status is not Status.COMPLETE for scan in broken_here) > 200
    assert told(broken_here) >= 0.9


@pytest.mark.parametrize(
    "kind",
    ["json", "xml", "parquet", "orc", "arrow", "avro", "sqlite", "xlsx", "gzip", "xz", "zip"],
)
def test_what_breaks_off_is_never_complete(broken_here: list[FileScan], kind: str) -> None:
    cut = [scan for scan in broken_here if scan.path.startswith(f"{kind} cut ")]

    assert len(cut) == 20
    assert {scan.status for scan in cut} <= {Status.PARTIAL, Status.SKIPPED}
