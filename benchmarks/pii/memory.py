"""Memory of this process and of those that it started, pages that they share counted once."""

import threading
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

_EVERY_SECONDS = 0.05
_PROC = Path("/proc")


class Watch:
    """Looks at the memory again and again, on Linux.

    Attributes:
        peak: the most that was seen, in megabytes.
        seconds: of processor time that looking took.
    """

    def __init__(self) -> None:
        self.peak = self.seconds = 0.0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ended.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._ended.is_set():
            self.peak = max(self.peak, _megabytes(_PROC / "self"))
            time.sleep(_EVERY_SECONDS)
        self.seconds = time.thread_time()


def _megabytes(process: Path) -> float:
    """Proportional set sizes of a process and everything below it."""
    total = 0.0
    with suppress(FileNotFoundError, ProcessLookupError):
        sizes = (process / "smaps_rollup").read_text().splitlines()
        total += next(int(line.split()[1]) for line in sizes if line.startswith("Pss:")) / 1024
        for task in (process / "task").iterdir():
            for child in (task / "children").read_text().split():
                total += _megabytes(_PROC / child)
    return total
