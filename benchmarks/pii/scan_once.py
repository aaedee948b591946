"""One scan in a process of its own, on one core: ``python -m benchmarks.pii.scan_once FILE``.

Starting the worker and importing are measured on a tiny file first, and not counted. A second scan,
whose time is not taken, is watched for its memory.
"""

import dataclasses
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.pii.memory import Watch
from mesh.scanning.lean_imports import import_lean

# As in the function, whose layer has no pandas, and as in `mesh scan`.
import_lean()

from mesh.scanning.results import FileScan  # noqa: E402
from mesh.scanning.scanner import FileScanner  # noqa: E402

_TINY = "name,seats\nN1,5\nN2,6\n"


@dataclasses.dataclass(frozen=True)
class Scan:
    """What one scan took.

    Attributes:
        seconds: of processor time, this process and its worker together.
        wall: seconds by the clock; more where others use the core too.
        peak: megabytes of this process and its worker together.
        counts: rows by ``column/kind``.
    """

    seconds: float
    wall: float
    peak: float
    status: str
    counts: dict[str, int]


def main() -> None:
    """Scan, and print what it took as JSON."""
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    with tempfile.NamedTemporaryFile(suffix=".csv") as tiny:
        tiny.write(_TINY.encode())
        tiny.flush()
        print(json.dumps(dataclasses.asdict(_measured(Path(tiny.name), Path(sys.argv[1])))))


def _measured(tiny: Path, path: Path) -> Scan:
    start = _worker_seconds()
    with FileScanner() as scanner:
        list(_scanned(scanner, tiny))
    started = _worker_seconds() - start
    with FileScanner() as scanner:
        list(_scanned(scanner, tiny))
        wall, own = time.perf_counter(), time.process_time()
        results = list(_scanned(scanner, path))
        wall, own = time.perf_counter() - wall, time.process_time() - own
    worker = _worker_seconds() - start - 2 * started
    with FileScanner() as scanner:
        # A worker that starts is for a moment this process once more, and would be counted so.
        list(_scanned(scanner, tiny))
        with Watch() as watch:
            list(_scanned(scanner, path))
    result = results[-1]
    return Scan(
        seconds=own + worker,
        wall=wall,
        peak=watch.peak,
        status=result.status.name,
        counts={f"{one.column}/{one.entity}": one.count for one in result.findings},
    )


def _scanned(scanner: FileScanner, path: Path) -> Iterator[FileScan]:
    with path.open("rb") as file:
        yield from scanner.scan(file, path.name)


def _worker_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
