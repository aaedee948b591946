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


def measure() -> Iterator[Measure]:
    """Import time of each handler (median of fresh processes) and unpacked size of each layer."""
    for handler in sorted((ROOT / "lambdas").glob("*/handler.py")):
        name = handler.parent.name
        yield Measure(f"import of {name}", _import_ms(name), "ms", TARGETS.get(name))
    for layer in sorted((ROOT / "build" / "layers").glob("*/python")):
        size = sum(file.stat().st_size for file in layer.rglob("*") if file.is_file())
        yield Measure(f"layer {layer.parent.name}, unpacked", size / 1e6, "MB", 230)


def _import_ms(name: str) -> float:
    times = []
    for _ in range(RUNS + 1):
        command = [sys.executable, "-c", _PROGRAM.format(name)]
        done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
        times.append(float(done.stdout))
    return statistics.median(times[1:]) * 1000
