"""Memory of this process and of those that it started: their own pages, and libraries once."""

import threading
import time
from collections.abc import Iterator
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
            held = [_held(process) for process in _tree(_PROC / "self")]
            # Others on the machine map the same libraries: a share of these would be less of them.
            megabytes = sum(own for own, _ in held) + max(mapped for _, mapped in held)
            self.peak = max(self.peak, megabytes)
            time.sleep(_EVERY_SECONDS)
        self.seconds = time.thread_time()


def _tree(process: Path) -> Iterator[Path]:
    """A process and everything below it."""
    yield process
    with suppress(FileNotFoundError, ProcessLookupError):
        for task in (process / "task").iterdir():
            for child in (task / "children").read_text().split():
                yield from _tree(_PROC / child)


def _held(process: Path) -> tuple[float, float]:
    """Megabytes of its own, a share of what it has in common with a fork, and of mapped files."""
    with suppress(FileNotFoundError, ProcessLookupError):
        _, *lines = (process / "smaps_rollup").read_text().splitlines()
        sizes = {name: int(rest.split()[0]) / 1024 for name, rest in map(_split, lines)}
        return sizes["Pss_Anon"], sizes["Rss"] - sizes["Anonymous"]
    return 0.0, 0.0


def _split(line: str) -> tuple[str, str]:
    name, _, rest = line.partition(":")
    return name, rest
