"""A file that is nowhere: pieces repeated as often as wanted, read over a socket."""

import io
import itertools
import socket
import struct
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

_REQUEST = struct.Struct("<QQ")
_LARGEST = 1 << 20


@dataclass(frozen=True)
class Piece:
    """Bytes that stand so many times behind each other."""

    content: bytes
    times: int = 1

    @property
    def size(self) -> int:
        """All of them together."""
        return len(self.content) * self.times


class Endless:
    """Pieces as one file.

    Attributes:
        size: in bytes.
    """

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self._pieces = pieces
        self._ends = list(itertools.accumulate(piece.size for piece in pieces))
        self.size = self._ends[-1] if self._ends else 0

    def at(self, start: int, length: int) -> bytes:
        """So many bytes from a place on, less where the file ends."""
        end = min(self.size, start + length)
        parts = []
        while start < end:
            number = bisect_right(self._ends, start)
            piece = self._pieces[number]
            inside = start - (self._ends[number] - piece.size)
            left = min(end, self._ends[number]) - start
            place = inside % len(piece.content)
            part = piece.content[place : place + left]
            parts.append(part)
            start += len(part)
        return b"".join(parts)

    def serve(self, reader: socket.socket) -> None:
        """Answer a ``Remote`` until it is closed."""
        with reader, reader.makefile("rb") as requests:
            while len(request := requests.read(_REQUEST.size)) == _REQUEST.size:
                try:
                    reader.sendall(self.at(*_REQUEST.unpack(request)))
                except BrokenPipeError:
                    return


class Remote(io.RawIOBase):
    """The reader's end: a file to be read anywhere, whose bytes come when they are asked for.

    Args:
        server: connected to who serves the file.
        size: of the file in bytes.
    """

    def __init__(self, server: socket.socket, size: int) -> None:
        self._server, self._size = server, size
        self._place = 0

    def readable(self) -> bool:
        """Always; parsers ask."""
        return True

    def seekable(self) -> bool:
        """Always; parsers ask."""
        return True

    def fileno(self) -> int:
        """Descriptor of the socket, to be handed to another process."""
        return self._server.fileno()

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place; nothing is asked for yet."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: self._size}[whence]
        self._place = base + offset
        return self._place

    def tell(self) -> int:
        """The place of the next byte."""
        return self._place

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Fill the buffer as far as the file goes, by at most a megabyte."""
        length = max(0, min(len(buffer), _LARGEST, self._size - self._place))
        if length:
            self._server.sendall(_REQUEST.pack(self._place, length))
            _fill(self._server, memoryview(buffer).cast("B")[:length])
        self._place += length
        return length


def _fill(server: socket.socket, buffer: memoryview) -> None:
    while buffer:
        received = server.recv_into(buffer)
        if not received:
            raise EOFError("who serves the file is gone")
        buffer = buffer[received:]
