"""Every file of the hostile collection ends as scanned or as refused, for a reason that tells."""

import json
import re
import time
from collections import Counter
from pathlib import Path

import pytest

from mesh.naming.limits import ScanLimits
from mesh.scanning.reasons import Reason, Status
from mesh.scanning.results import FileScan
from mesh.scanning.scanner import FileScanner

BAD_FILES = Path(__file__).parents[5] / "shared" / "data" / "bad_files"
SECONDS = 60
# Folders in which these projects keep what must be read; their broken files lie elsewhere.
VALID = re.compile(
    r"""duckdb.*:data/csv/(auto|test|multidelimiter|encodings|comments|null)/
    | duckdb.*:data/csv/(thousands|decimal)_separators?/
    | duckdb.*:data/parquet-testing/(bug|issue)
    | csv-spectrum
    | apache/orc.*:examples/[^/]*$
    | apache/poi.*[pP]rotect
    | extractcode.*/(weird_names|relative_path|zip|zipslip)/(?!.*password)""",
    re.VERBOSE,
)
DEATHS = {Reason.PARSER_DIED, Reason.TIME_LIMIT}


@pytest.fixture(scope="module")
def played() -> list[FileScan]:
    if not BAD_FILES.is_dir():
        pytest.skip(f"the collection of hostile files is not at {BAD_FILES}")
    with FileScanner(ScanLimits(seconds=SECONDS)) as scanner:
        return [_played(scanner, path) for path in sorted(BAD_FILES.glob("*/*"))]


def _played(scanner: FileScanner, path: Path) -> FileScan:
    before = time.monotonic()
    with path.open("rb") as file:
        *_, last = scanner.scan(file, str(path.relative_to(BAD_FILES)))
    assert time.monotonic() - before < SECONDS * 2, f"{path} hangs"
    return last


def test_no_file_kills_or_holds_its_parser(played: list[FileScan]) -> None:
    assert len(played) > 700
    assert [scan.path for scan in played if scan.reason in DEATHS] == []


def test_nine_of_ten_refusals_say_more_than_unreadable(played: list[FileScan]) -> None:
    refused = Counter(scan.reason for scan in played if scan.status is not Status.COMPLETE)

    assert refused.total() > 300
    assert refused[Reason.UNREADABLE] <= refused.total() / 10


def test_nearly_all_files_that_their_source_calls_valid_are_looked_at_as_a_whole(
    played: list[FileScan],
) -> None:
    manifest = json.loads((BAD_FILES / "manifest.json").read_text(encoding="utf-8"))
    valid = {each["path"] for each in manifest["files"] if VALID.search(each["source"])}
    complete = {scan.path for scan in played if scan.status is Status.COMPLETE}

    assert len(valid) > 50
    assert len(valid & complete) >= len(valid) * 0.95, sorted(valid - complete)


def test_every_refusal_is_told_in_words(played: list[FileScan]) -> None:
    assert all(scan.reason and scan.errors for scan in played if scan.status is not Status.COMPLETE)
