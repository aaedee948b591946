"""How long the functions take to import, and how large their layers are."""

import statistics
import subprocess
import sys
from collections.abc import Iterator

from benchmarks.measure import ROOT, Measure

TARGETS = {"api": 400.0, "scanner": 1000.0}
RUNS = 5
_PROGRAM = """
import time
started = time.perf_counter()
import lambdas.{0}.handler
print(time.perf_counter() - started)
"""
# Everything between Lambda's start of a process and the verdict on its first file but AWS itself.
_COLD = """
import time
started = time.perf_counter()
import tempfile
import lambdas.scanner.handler
from mesh.aws.reading_world import WorkerParsing
from mesh.contracts.model import Column, Table
from mesh.naming.limits import ScanLimits
from mesh.publishing.mapping.schema import FileSchema
from mesh.publishing.reading import scan_table
table = Table(name=None, columns=(Column(name="tailnum", type="string"),))
parsing = WorkerParsing(ScanLimits(), 2 << 30)
with tempfile.TemporaryFile() as file:
    file.write(b"tailnum\\nN1\\n")
    file.flush()
    scan = scan_table(parsing.frames(file, table), FileSchema.of(table).arrow(), 11)
print(time.perf_counter() - started)
parsing.close()
assert scan.rows == 1 and not scan.faults, scan
"""


def measure() -> Iterator[Measure]:
    """Import and cold start (median of fresh processes), and unpacked size of each layer."""
    for handler in sorted((ROOT / "lambdas").glob("*/handler.py")):
        name = handler.parent.name
        program = _PROGRAM.format(name)
        yield Measure(f"import of {name}", _median_ms(program), "ms", TARGETS.get(name))
    yield Measure("cold start of scanner, first file included", _median_ms(_COLD), "ms", 1500)
    for layer in sorted((ROOT / "build" / "layers").glob("*/python")):
        size = sum(file.stat().st_size for file in layer.rglob("*") if file.is_file())
        yield Measure(f"layer {layer.parent.name}, unpacked", size / 1e6, "MB", 230)


def _median_ms(program: str) -> float:
    times = []
    for _ in range(RUNS + 1):
        command = [sys.executable, "-c", program]
        done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
        times.append(float(done.stdout))
    return statistics.median(times[1:]) * 1000
