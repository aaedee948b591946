"""A crash at any call that leaves the process."""

import contextlib
from collections.abc import Callable, Iterator


class CrashError(Exception):
    """The process dies here."""


class Faults:
    """Counts the calls that leave the process; dies before or after the n-th."""

    def __init__(self) -> None:
        self.calls = self.pauses = 0
        self.die_before = self.die_after = -1
        self.meanwhile: dict[int, Callable[[], object]] = {}

    def pause(self) -> None:
        """Let somebody else act, if it is their turn."""
        self.pauses += 1
        act = self.meanwhile.pop(self.pauses, None)
        if act:
            act()

    @contextlib.contextmanager
    def step(self) -> Iterator[None]:
        """Let one call leave."""
        self.pause()
        self.calls += 1
        if self.calls == self.die_before:
            raise CrashError
        yield
        if self.calls == self.die_after:
            raise CrashError

    def never(self) -> None:
        """Die at no call any more."""
        self.die_before = self.die_after = -1
