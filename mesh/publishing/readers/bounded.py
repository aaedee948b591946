"""Input that cannot explode: an unpacked stream of a known format, with limits."""

import gzip
import io
import zlib
from typing import Any, BinaryIO

from mesh.publishing.readers.refusal import UnreadableError

_HEAD = 4096
# A gzip file beyond this ratio and size is a bomb: real tables pack 3 to 30 times.
_RATIO, _SMALL = 200, 64 << 20


class BoundedStream(io.RawIOBase):
    """Reads through, and refuses what unpacks to far more than was landed."""

    def __init__(self, source: gzip.GzipFile, packed_bytes: int) -> None:
        self._source = source
        self._limit = max(_SMALL, packed_bytes * _RATIO)
        self._passed = 0

    def readable(self) -> bool:
        """Always; parsers ask."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Fill the buffer with unpacked bytes."""
        try:
            part = self._source.read(len(buffer))
        except (EOFError, zlib.error, gzip.BadGzipFile):
            raise UnreadableError("the gzip stream is broken; land the whole file again") from None
        self._passed += len(part)
        if self._passed > self._limit:
            raise UnreadableError(f"the file unpacks to more than {self._limit >> 20} MB; split it")
        buffer[: len(part)] = part
        return len(part)


def unpacked(file: BinaryIO, size: int) -> "io.BufferedReader[Any]":
    """Open a gzip file as the stream of what it holds."""
    packed = gzip.GzipFile(fileobj=file, mode="rb")
    return io.BufferedReader(BoundedStream(packed, size), buffer_size=1 << 20)


def head_of(stream: "io.BufferedReader[Any]") -> bytes:
    """First bytes of a stream, which stay in it."""
    return stream.peek(_HEAD)[:_HEAD]
