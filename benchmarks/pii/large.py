"""``make bench-large``: memory and processor time of scans of up to 10 GB that are nowhere on disk.

A few blocks are made beforehand and come again and again; this process hands them out over a
socket, piece by piece as they are asked for. The scan runs in a process of its own with the parse
worker below it, as `mesh scan` runs it, and these two are what is measured.
"""

import json
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from benchmarks.measure import ROOT, Measure
from benchmarks.pii import contents
from benchmarks.pii.endless import Endless
from benchmarks.pii.large_once import LargeScan
from benchmarks.pii.parquet_pages import Layout, parquet

_PEAK, _PEAK_ORC = 300, 450
_LAMBDA_SECONDS = 15 * 60
_ALL = (200, 1_000, 10_000)
_GROUPS = {
    "1k": ("row groups of 1,000 rows", Layout(blocks=1, group_rows=1_000)),
    "100k": ("row groups of 100,000 rows", Layout(blocks=5, group_rows=100_000)),
    "1m": ("row groups of a million rows", Layout(blocks=5, group_rows=100_000, pages=10)),
    "one": ("one row group", Layout(blocks=5, group_rows=100_000, pages=None)),
}


@dataclass(frozen=True)
class Case:
    """One kind of file.

    Attributes:
        megabytes: sizes that are scanned, decoded.
        seconds: the most that the largest may take of processor time.
    """

    name: str
    format: str
    make: contents.Maker
    megabytes: tuple[int, ...] = _ALL
    peak: int = _PEAK
    seconds: int | None = None


CASES = {
    "csv": Case("CSV", "csv", contents.csv, seconds=_LAMBDA_SECONDS),
    "json-lines": Case("JSON Lines", "json", contents.json_lines, seconds=_LAMBDA_SECONDS),
    "avro": Case("Avro", "avro", contents.avro, _ALL[:2]),
    "text": Case("text", "text", contents.text),
    "orc": Case("ORC", "orc", contents.orc, _ALL[:2], _PEAK_ORC),
} | {
    f"csv-{kind}": Case(f"CSV in {kind}", f"csv.{kind}", contents.packed(pack), _ALL[:2])
    for kind, pack in contents.PACKINGS.items()
}
CASES |= {
    f"parquet-{key}": Case(f"Parquet in {name}", "parquet", partial(parquet, layout))
    for key, (name, layout) in _GROUPS.items()
}


def measure() -> Iterator[Measure]:
    """Peak memory and processor seconds of every case in every size."""
    for case in CASES.values():
        for megabytes in case.megabytes:
            yield from measured(case, megabytes)


def measured(case: Case, megabytes: int) -> Iterator[Measure]:
    """Scan one file of so many megabytes, decoded."""
    file, rows = case.make(megabytes)
    scan = served(file)
    if (scan.status, scan.format, scan.rows) != ("COMPLETE", case.format, rows) or not scan.found:
        raise RuntimeError(f"{megabytes} MB of {case.name} with {rows} rows ended so: {scan}")
    what = f"{megabytes:,} MB of {case.name}"
    seconds = case.seconds if megabytes == max(case.megabytes) else None
    yield Measure(f"{what}, peak of worker and parent", scan.peak, "MB", case.peak)
    yield Measure(f"{what}, processor seconds", scan.seconds, "s", seconds)


def served(file: Endless) -> LargeScan:
    """Scan a file that this process hands out."""
    ours, theirs = socket.socketpair()
    server = threading.Thread(target=file.serve, args=(ours,))
    server.start()
    module = "benchmarks.pii.large_once"
    command = [sys.executable, "-m", module, str(theirs.fileno()), str(file.size)]
    with theirs:
        done = subprocess.run(
            command, cwd=ROOT, check=True, stdout=subprocess.PIPE, pass_fds=[theirs.fileno()]
        )
    server.join()
    return LargeScan(**json.loads(done.stdout))


def main() -> None:
    """Measure one case: ``python -m benchmarks.pii.large CASE MEGABYTES``."""
    for one in measured(CASES[sys.argv[1]], int(sys.argv[2])):
        print(f"{one.name}: {one.value:.1f} {one.unit} {one.verdict}", flush=True)


if __name__ == "__main__":
    main()
