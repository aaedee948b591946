"""Bytes of a file or of a file inside it, with limits that hold for the whole of it."""

import io
from typing import Any, BinaryIO, cast

from mesh.naming.limits import ScanLimits
from mesh.scanning.expected import NOTHING, Expected
from mesh.scanning.reasons import FileRefusedError, Reason

HEAD = 64 << 10
_LONGEST_HEAD = 1 << 20
_BUFFER = 1 << 20
# What unpacks to no more than this is no bomb, whatever its ratio.
_SMALL = 64 << 20


class Budget:
    """How many bytes one file may unpack to, everything inside it together.

    Attributes:
        limits: of this file and everything inside it.
        expected: what the file should hold.
    """

    def __init__(self, packed_bytes: int, limits: ScanLimits, expected: Expected = NOTHING) -> None:
        self.limits, self.expected = limits, expected
        self._left = max(_SMALL, packed_bytes * limits.ratio)
        self._limit = self._left

    def spend(self, unpacked_bytes: int) -> None:
        """Count bytes.

        Raises:
            FileRefusedError: if there are more than a file of this size should hold.
        """
        self._left -= unpacked_bytes
        if self._left < 0:
            raise FileRefusedError(
                Reason.RATIO_LIMIT, f"it unpacks to more than {self._limit >> 20} MB"
            )


class _Chained(io.RawIOBase):
    """The head that was looked at, then the rest; counts what passes."""

    def __init__(self, head: bytes, rest: BinaryIO, budget: Budget | None) -> None:
        self._head, self._budget = memoryview(head), budget
        self._rest = cast("io.BufferedIOBase", rest)
        self.passed = 0

    def readable(self) -> bool:
        """Always; parsers ask."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Fill the buffer as far as one read goes."""
        if self._head:
            size = min(len(self._head), len(buffer))
            buffer[:size] = self._head[:size]
            self._head = self._head[size:]
        else:
            size = self._rest.readinto(buffer)
            if self._budget:
                self._budget.spend(size)
        self.passed += size
        return size

    def look_on(self, size: int) -> bytes:
        """Give more of the rest, which is read again behind the head."""
        more = _read_fully(self._rest, size)
        if self._budget:
            self._budget.spend(len(more))
        self._head = memoryview(bytes(self._head) + more)
        return more


class Source:
    """One file to be read once, from its start.

    Attributes:
        head: its first bytes, 64 KB where nobody wanted more; all of it where it is shorter.
        is_whole: whether the head is all of it.
        stream: all of it, the head included.
    """

    def __init__(
        self, opened: BinaryIO, *, budget: Budget, seekable: bool = False, size: int = 0
    ) -> None:
        self.budget = budget
        self.size = size
        self._file = cast("io.BufferedReader[Any]", opened) if seekable else None
        self._held: io.BytesIO | None = None
        self.head = _read_fully(opened, HEAD)
        self.is_whole = len(self.head) < HEAD
        if not seekable:
            budget.spend(len(self.head))
        self._raw = _Chained(self.head, opened, None if seekable else budget)
        self.stream: io.BufferedReader[Any] = io.BufferedReader(self._raw, buffer_size=_BUFFER)

    @property
    def passed(self) -> int:
        """Bytes read so far."""
        return self._raw.passed

    def want_lines(self, fewest: int) -> None:
        """Have so many lines in the head, if it holds them within a megabyte; before any read."""
        while (
            not self.is_whole and self.head.count(b"\n") < fewest and len(self.head) < _LONGEST_HEAD
        ):
            more = self._raw.look_on(HEAD)
            self.head += more
            self.is_whole = len(more) < HEAD

    def beginning(self, size: int) -> bytes:
        """So many of its first bytes, or all of them; once, before any read."""
        missing = 0 if self.is_whole else max(0, size - len(self.head))
        return self.head + self._raw.look_on(missing)

    def seekable(self) -> "io.BufferedReader[Any] | io.BytesIO":
        """All of it, to be read anywhere; held in memory where it is part of something else.

        Raises:
            FileRefusedError: if it is part of something else and too large to be held.
        """
        if self._file is None and self._held is None:
            self._held = io.BytesIO(self.whole(self.budget.limits.whole_bytes))
        found = self._file or self._held or io.BytesIO()
        found.seek(0)
        return found

    def whole(self, limit: int) -> bytes:
        """All of its bytes.

        Raises:
            FileRefusedError: if there are more than the limit.
        """
        content = _read_fully(self.stream, limit + 1)
        if len(content) > limit:
            raise FileRefusedError(Reason.FILE_TOO_LARGE, f"it is larger than {limit >> 20} MB")
        self.size = self.size or len(content)
        return content


def _read_fully(stream: BinaryIO | io.BufferedIOBase, limit: int) -> bytes:
    parts = []
    while limit > 0 and (part := stream.read(min(limit, _BUFFER))):
        parts.append(part)
        limit -= len(part)
    return b"".join(parts)
