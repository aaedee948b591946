"""Delimiters that few programs write: several signs, a sign beyond ASCII, or columns of space."""

import io
import re
from collections.abc import Sequence
from typing import Any, BinaryIO

# What stands for such a delimiter: nothing that people write.
STAND_IN = "\x1f"
_SPACES = "  "
_BLOCK = 1 << 20
_LONGEST = 32 << 20
_FEWEST_LINES = 2
# Columns are set apart by spaces, and moved by those at the edges.
_AMONG_SPACE = re.compile(rb"(?m)(?P<edge>^ +| +(?=\r?$))| {2,}")
_CANDIDATE = re.compile(r"""[^\w\s"'`.@+()<>{}\[\]/\\-]{1,4}| {2,}""")


def separator_of(lines: Sequence[str]) -> str | None:
    """Find what parts each of the lines into as many fields; two spaces stand for two or more.

    Delimiters of one ASCII sign are found by others, which know quotes too.
    """
    if len(lines) < _FEWEST_LINES:
        return None
    candidates = {_SPACES if one.isspace() else one for one in _CANDIDATE.findall(lines[0])}
    counted = {one: _fields(one, lines) for one in candidates if len(one) > 1 or not one.isascii()}
    return (
        max(counted, key=lambda one: counted[one], default=None) if any(counted.values()) else None
    )


def _fields(separator: str, lines: Sequence[str]) -> int:
    """How often it stands in every line; 0 if not as often, or if its signs stand elsewhere too."""
    pattern = _pattern(separator)
    if separator != _SPACES and any(set(separator) & set(pattern.sub("", line)) for line in lines):
        return 0
    counts = {len(pattern.findall(line.strip())) for line in lines}
    return counts.pop() if len(counts) == 1 else 0


def with_stand_in(text: str, separator: str) -> str:
    """The text with ``STAND_IN`` for each delimiter."""
    return replaced(io.BytesIO(text.encode()), separator).read().decode()


def _pattern(separator: str) -> re.Pattern[str]:
    return re.compile(" {2,}" if separator == _SPACES else re.escape(separator))


def _stand_in(found: re.Match[bytes]) -> bytes:
    return b"" if found.lastgroup == "edge" else STAND_IN.encode()


class _Replaced(io.RawIOBase):
    """A text in UTF-8 with a sign of its own for each delimiter."""

    def __init__(self, source: BinaryIO, separator: str) -> None:
        self._source = source
        self._delimiter = (
            _AMONG_SPACE if separator == _SPACES else re.compile(re.escape(separator.encode()))
        )
        self._ready, self._rest = memoryview(b""), b""

    def readable(self) -> bool:
        """Always; parsers ask."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Fill the buffer as far as one read goes."""
        while not self._ready:
            block = self._source.read(_BLOCK)
            text = self._rest + block
            # A delimiter is never cut: it ends before its line does.
            cut = max(text.rfind(b"\n"), text.rfind(b"\r")) + 1
            if not block or len(text) - cut > _LONGEST:
                cut = len(text)
            self._rest = text[cut:]
            self._ready = memoryview(self._delimiter.sub(_stand_in, text[:cut]))
            if not block:
                break
        part = self._ready[: len(buffer)]
        self._ready = self._ready[len(part) :]
        buffer[: len(part)] = part
        return len(part)


def replaced(source: BinaryIO, separator: str) -> "io.BufferedReader[Any]":
    """Open a text in UTF-8 as one whose delimiter is ``STAND_IN``."""
    return io.BufferedReader(_Replaced(source, separator), buffer_size=_BLOCK)
