"""How fast ``mesh scan`` goes through files dense with personal data, on one core."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from benchmarks.measure import ROOT, Measure
from benchmarks.pii import cost, files, reference, tables
from benchmarks.pii.scan_once import Scan
from mesh.pii import Engine

# A smaller run is for a quick look only: `MESH_BENCH_MEGABYTES=20 python -m benchmarks pii`.
MEGABYTES = float(os.environ.get("MESH_BENCH_MEGABYTES", "200"))
_COMPARED = 5.0
_PEAK = 300
# Whoever else uses the machine can only slow a run down, which halves its speed within a second:
# the fastest of several is the scanner's own. The slowest is told too.
_RUNS = 5


@dataclass(frozen=True)
class Case:
    """One file.

    Attributes:
        megabytes: of Arrow buffers that are written.
        least: megabytes a second that are wanted; None if they are only watched.
        block_of: gives a block of its table by number.
    """

    name: str
    kind: str
    megabytes: float
    least: float | None
    block_of: Callable[[int], pa.RecordBatch] = tables.dense

    @property
    def is_harmless(self) -> bool:
        """Whether nothing may be found."""
        return self.block_of is tables.numeric


CASES = (
    Case("CSV", "csv", MEGABYTES, 60),
    Case("Parquet", "parquet", MEGABYTES, 80),
    Case("JSON Lines", "jsonl", MEGABYTES, 40),
    Case("xlsx", "xlsx", MEGABYTES / 8, 10),
    Case("harmless wide numeric Parquet", "parquet", MEGABYTES, 300, tables.numeric),
    Case("Parquet of orders of 20,000 people", "parquet", MEGABYTES, None, tables.ordered),
    Case("CSV of notes, log lines and JSON", "csv", MEGABYTES / 2, None, tables.told),
    Case("CSV of 2,000 columns of text", "csv", MEGABYTES / 2, None, tables.wide),
)


def measure() -> Iterator[Measure]:
    """Megabytes a second and peak memory of each format, then counts against slow ones."""
    for case in CASES:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"people.{case.kind}"
            blocks = tables.blocks(case.megabytes, case.block_of)
            megabytes = files.WRITERS[case.kind](blocks, path)
            runs = 1 if case.least is None else _RUNS
            yield from _measured(case, megabytes, [scanned(path) for _ in range(runs)])
    yield Measure("counts of 5 MB that differ from slow ones", len(_differing()), "counts", 0)


def scanned(path: Path) -> Scan:
    """Scan a file in a fresh process pinned to one core."""
    command = [sys.executable, "-m", "benchmarks.pii.scan_once", str(path)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return Scan(**json.loads(done.stdout))


def _measured(case: Case, megabytes: float, scans: list[Scan]) -> Iterator[Measure]:
    for scan in scans:
        if scan.status != "COMPLETE" or bool(scan.counts) is case.is_harmless:
            raise RuntimeError(f"the scan of {case.name} ended {scan.status}: {scan.counts}")
    what = f"{megabytes:.0f} MB of {case.name}"
    seconds = sorted(scan.seconds for scan in scans)
    fastest, slowest = megabytes / seconds[0], megabytes / seconds[-1]
    wall = min(scan.wall for scan in scans)
    best = f", fastest of {len(scans)}" if len(scans) > 1 else ""
    yield Measure(f"{what}, processor time{best}", fastest, "MB/s", case.least, more_is_better=True)
    if best:
        yield Measure(f"{what}, processor time, slowest of them", slowest, "MB/s")
    yield Measure(f"{what}, by the clock{best}", megabytes / wall, "MB/s")
    peak = max(scan.peak for scan in scans)
    yield Measure(f"{what}, peak of worker and parent", peak, "MB", _PEAK)
    if case.name == "CSV":
        yield cost.terabyte(slowest)


def _differing() -> dict[str, tuple[int, int]]:
    """Counts of a part of the table that are not those of looking at each cell."""
    part = pa.Table.from_batches(tables.blocks(_COMPARED, tables.dense)).combine_chunks()
    rows = int(part.num_rows * _COMPARED * 1e6 / part.nbytes)
    batch = part.slice(0, rows).combine_chunks().to_batches()[0]
    engine = Engine()
    for start in range(0, rows, rows // 3):
        engine.add(batch.slice(start, rows // 3))
    return reference.differing(batch, engine.findings())
