"""Compressed files as the streams of what they hold."""

import bz2
import gzip
import io
import lzma
import zlib
from typing import Any, BinaryIO, Literal

import pyarrow as pa

from mesh.scanning.reasons import FileRefusedError, Reason
from mesh.scanning.sniffing import Kind

PACKED: tuple[Kind, ...] = ("gzip", "bzip2", "xz", "zstd", "lz4")
_BROKEN = (EOFError, zlib.error, gzip.BadGzipFile, lzma.LZMAError, OSError, ValueError)


class _Unpacked(io.RawIOBase):
    """Reads through, and says in our words what is wrong."""

    def __init__(self, opened: BinaryIO, kind: Kind) -> None:
        self._opened, self._kind = opened, kind
        self._passed = 0

    def readable(self) -> bool:
        """Always; parsers ask."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Fill the buffer with unpacked bytes."""
        try:
            part = self._opened.read(len(buffer))
        except _BROKEN as error:
            raise self._refused(error) from None
        self._passed += len(part)
        buffer[: len(part)] = part
        return len(part)

    def _refused(self, error: Exception) -> FileRefusedError:
        place = f"after {self._passed} unpacked bytes"
        told = str(error).lower()
        if isinstance(error, EOFError) or "truncated" in told:
            return FileRefusedError(Reason.TRUNCATED, f"the {self._kind} breaks off {place}")
        return FileRefusedError(Reason.CORRUPT, f"the {self._kind} is broken {place}")


def unpacked(stream: "io.BufferedReader[Any]", kind: Kind) -> "io.BufferedReader[Any]":
    """Open a compressed stream."""
    return io.BufferedReader(_Unpacked(_opened(stream, kind), kind), buffer_size=1 << 20)


def _opened(stream: "io.BufferedReader[Any]", kind: Kind) -> Any:  # noqa: ANN401 - all have read()
    if kind == "gzip":
        return gzip.GzipFile(fileobj=stream, mode="rb")
    if kind == "bzip2":
        return bz2.BZ2File(stream)
    if kind == "xz":
        return lzma.open(stream)
    compression: Literal["zstd", "lz4"] = "zstd" if kind == "zstd" else "lz4"
    return pa.CompressedInputStream(pa.PythonFile(stream, mode="r"), compression)
