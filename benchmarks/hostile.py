"""How files end that are broken, lie or explode: the hostile collection, and files broken here.

``python -m benchmarks hostile`` prints the rates; the collection is left out where it is absent.
"""

import json
import random
import re
import resource
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from benchmarks.measure import ROOT, Measure
from benchmarks.whole_files import whole_files
from mesh.naming.limits import ScanLimits
from mesh.scanning.parsers import Limits
from mesh.scanning.reasons import Reason, Status
from mesh.scanning.results import FileScan
from mesh.scanning.scanner import FileScanner

BAD_FILES = ROOT.parent / "shared" / "data" / "bad_files"
SECONDS = 60
DEATHS = {Reason.PARSER_DIED, Reason.TIME_LIMIT}
_CUTS, _FLIPPED, _MOST_FLIPS, _SEED = 20, 40, 5, 1
# Folders in which these projects keep what must be read; their broken files lie elsewhere.
_VALID = re.compile(
    r"""duckdb.*:data/csv/(auto|test|multidelimiter|encodings|comments|null)/
    | duckdb.*:data/csv/(thousands|decimal)_separators?/
    | duckdb.*:data/parquet-testing/(bug|issue)
    | csv-spectrum
    | apache/orc.*:examples/[^/]*$
    | apache/poi.*[pP]rotect
    | extractcode.*/(weird_names|relative_path|zip|zipslip)/(?!.*password)""",
    re.VERBOSE,
)


def valid_files() -> set[str]:
    """Paths in the collection of those that their source calls valid."""
    manifest = json.loads((BAD_FILES / "manifest.json").read_text(encoding="utf-8"))
    return {each["path"] for each in manifest["files"] if _VALID.search(each["source"])}


def collected(scanner: FileScanner) -> Iterator[tuple[FileScan, float]]:
    """The result of every file of the collection, and the seconds that it took."""
    for path in sorted(BAD_FILES.glob("*/*")):
        began = time.monotonic()
        with path.open("rb") as file:
            *_, last = scanner.scan(file, str(path.relative_to(BAD_FILES)))
        yield last, time.monotonic() - began


def broken(flipped: int = _FLIPPED, seed: int = _SEED) -> Iterator[tuple[str, bytes]]:
    """Whole files of every format, cut at every twentieth and with a few bytes changed."""
    chance = random.Random(seed)  # noqa: S311 - the same files each time
    for name, content in whole_files().items():
        for part in range(_CUTS):
            yield f"{name} cut at {part}/{_CUTS}", content[: len(content) * part // _CUTS]
        for place in range(flipped):
            yield f"{name} changed, seed {seed}, number {place}", _flipped(content, chance)


def _flipped(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.randint(1, _MOST_FLIPS)):
        # Headers and footers stand at the ends.
        edge = min(len(changed), 200)
        place = chance.choice(
            (chance.randrange(len(changed)), chance.randrange(edge), -1 - chance.randrange(edge))
        )
        bit = 1 << chance.randrange(8)
        changed[place] = chance.choice((0, 255, 128, chance.randrange(256), changed[place] ^ bit))
    return bytes(changed)


def scanned(scanner: FileScanner, files: Iterable[tuple[str, bytes]]) -> Iterator[FileScan]:
    """The result of each file."""
    for name, content in files:
        with tempfile.TemporaryFile() as file:
            file.write(content)
            file.seek(0)
            *_, last = scanner.scan(file, name)
        yield last


def told(scans: Iterable[FileScan]) -> float:
    """Share of the refusals that say more than ``UNREADABLE``."""
    reasons = Counter(scan.reason for scan in scans if scan.status is not Status.COMPLETE)
    return 1 - reasons[Reason.UNREADABLE] / max(reasons.total(), 1)


def measure() -> Iterator[Measure]:
    """Rates of the collection and of files broken here."""
    with FileScanner(ScanLimits(seconds=SECONDS)) as scanner:
        yield from _rates("broken here", list(scanned(scanner, broken())))
        if not BAD_FILES.is_dir():
            return
        played = list(collected(scanner))
    scans = {scan.path: scan for scan, _ in played}
    yield from _rates("of the hostile collection", list(scans.values()))
    yield Measure("slowest of them", max(seconds for _, seconds in played), "s", SECONDS)
    yield _valid(scans)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    yield Measure("largest parser of them", peak, "MB", Limits.memory_bytes >> 20)


def _rates(kind: str, scans: list[FileScan]) -> Iterator[Measure]:
    refused = sum(scan.status is not Status.COMPLETE for scan in scans)
    deaths = sum(scan.reason in DEATHS for scan in scans)
    yield Measure(f"files {kind}", len(scans), "files")
    yield Measure(f"refused {kind}", refused, "files")
    yield Measure(f"parsers killed or held {kind}", deaths, "files", 0)
    yield Measure(f"refusals that tell, {kind}", told(scans) * 100, "%", 90, more_is_better=True)


def _valid(scans: Mapping[str, FileScan]) -> Measure:
    valid = valid_files()
    complete = sum(scans[path].status is Status.COMPLETE for path in valid)
    share = complete / len(valid) * 100
    name = f"called valid by their source and COMPLETE, of {len(valid)}"
    return Measure(name, share, "%", 95, more_is_better=True)
