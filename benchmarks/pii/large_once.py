"""One scan of a file that is served: ``python -m benchmarks.pii.large_once DESCRIPTOR BYTES``."""

import dataclasses
import json
import resource
import socket
import sys
import time
from typing import BinaryIO, cast

from benchmarks.pii.endless import Remote
from benchmarks.pii.memory import Watch
from mesh.scanning.lean_imports import import_lean

# As in the function, whose layer has no pandas, and as in `mesh scan`.
import_lean()

from mesh.naming.limits import ScanLimits  # noqa: E402
from mesh.scanning.parsers import Limits, Parsers  # noqa: E402
from mesh.scanning.scanner import scanned  # noqa: E402

_WORKER = "benchmarks.pii.large_worker"
# Where others use the cores too, the clock tells nothing; processor seconds are judged afterwards.
_PATIENCE = 4 * 3600


@dataclasses.dataclass(frozen=True)
class LargeScan:
    """What one scan took.

    Attributes:
        seconds: of processor time, this process and its worker together, their start included.
        wall: seconds by the clock.
        peak: megabytes of this process and its worker together.
        found: how many findings there are.
    """

    seconds: float
    wall: float
    peak: float
    format: str
    status: str
    rows: int
    found: int
    errors: tuple[str, ...]


def main() -> None:
    """Scan, and print what it took as JSON."""
    size = int(sys.argv[2])
    file = Remote(socket.socket(fileno=int(sys.argv[1])), size)
    print(json.dumps(dataclasses.asdict(_scanned(file, size))))


def _scanned(file: Remote, size: int) -> LargeScan:
    limits = Limits(seconds=_PATIENCE)
    request = {"limits": ScanLimits().to_dict(), "bytes": size}
    began = time.perf_counter()
    with Watch() as watch, Parsers(worker=_WORKER) as parsers:
        frames = parsers.frames(cast("BinaryIO", file), request, limits)
        result = list(scanned(frames, "large", size))[-1]
    own, worker = (
        resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    used = own.ru_utime + own.ru_stime + worker.ru_utime + worker.ru_stime
    return LargeScan(
        seconds=used - watch.seconds,
        wall=time.perf_counter() - began,
        peak=watch.peak,
        format=result.format,
        status=result.status.name,
        rows=result.rows,
        found=len(result.findings),
        errors=result.errors,
    )


if __name__ == "__main__":
    main()
