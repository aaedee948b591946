"""Keeps Arrow from reading far ahead of whoever takes what it has read.

Its reader of CSV reads up to 32 blocks ahead on a thread of its own, whatever becomes of them, and
has no option against it (https://github.com/apache/arrow/pull/11854).
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

# To give one batch, Arrow wants the block behind it too.
_AHEAD = 4
# A taker that waits for so long has blocks that gave no batch.
_PATIENCE_SECONDS = 1.0


class _Reads(Protocol):
    def read(self, size: int) -> bytes:
        """The next bytes; none at the end."""


class Paced:
    """A stream that is read a few blocks ahead of the batches made of them, a block a batch.

    Args:
        stream: that is read.
        patience: seconds that whoever awaits a batch waits for one of the blocks read already.
    """

    def __init__(self, stream: _Reads, patience: float = _PATIENCE_SECONDS) -> None:
        self._stream, self._patience = stream, patience
        self._changed = threading.Condition()
        self._ahead = 0
        self._is_awaited = self._is_over = False

    @property
    def closed(self) -> bool:
        """Never; Arrow asks."""
        return False

    def read(self, size: int) -> bytes:
        """The next block, when it is time for it."""
        with self._changed:
            while not (self._is_over or self._ahead < _AHEAD):
                was_awaited = self._is_awaited
                was_taken = self._changed.wait(self._patience)
                if was_awaited and self._is_awaited and not was_taken:
                    self._ahead -= 1
            self._ahead += 1
        return self._stream.read(size)

    @contextmanager
    def awaited(self) -> Iterator[None]:
        """Around waiting for a batch."""
        self._is_awaited = True
        try:
            yield
        finally:
            self._is_awaited = False

    def taken(self) -> None:
        """A batch was taken."""
        with self._changed:
            self._ahead = max(0, self._ahead - 1)
            self._changed.notify_all()

    def end(self) -> None:
        """No batch is taken any more: nobody is to wait."""
        with self._changed:
            self._is_over = True
            self._changed.notify_all()
