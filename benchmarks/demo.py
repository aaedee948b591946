"""How long the whole story takes when everything is installed and synthesised."""

import json
import subprocess
import sys
from collections.abc import Iterator

from benchmarks.measure import ROOT, Measure

RUNS = 3
TARGET_SECONDS = 40


def measure() -> Iterator[Measure]:
    """Seconds of a warm `mesh demo`, in total and by step; the median run of three."""
    runs = sorted((_demo() for _ in range(RUNS)), key=lambda report: report["seconds"])
    middle = runs[RUNS // 2]
    yield Measure("warm demo", middle["seconds"], "s", TARGET_SECONDS)
    for step in middle["steps"]:
        yield Measure(f"  {step['name']}", step["seconds"], "s")


def _demo() -> dict:  # type: ignore[type-arg]
    command = [sys.executable, "-m", "cli", "demo", "--json"]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    report: dict = json.loads(done.stdout)  # type: ignore[type-arg]
    return report
