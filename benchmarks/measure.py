"""What a benchmark gives."""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Measure:
    """One number.

    Attributes:
        target: the most it may be, in the same unit; None if it is only watched.
        more_is_better: whether the target is the least that it may be.
    """

    name: str
    value: float
    unit: str
    target: float | None = None
    more_is_better: bool = False

    @property
    def verdict(self) -> str:
        """Whether the target is met."""
        if self.target is None:
            return ""
        short = self.value < self.target if self.more_is_better else self.value > self.target
        return "MISSED" if short else "ok"


def seconds(work: Callable[[], object]) -> float:
    """Wall time of one run."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def median_ms(work: Callable[[], object], *, runs: int) -> float:
    """Median wall time of several runs after one warm-up, in milliseconds."""
    work()
    return statistics.median(seconds(work) for _ in range(runs)) * 1000


def run(*arguments: str) -> None:
    """Run a module or script with the project's interpreter and fail loudly."""
    subprocess.run([sys.executable, *arguments], cwd=ROOT, check=True, capture_output=True)
