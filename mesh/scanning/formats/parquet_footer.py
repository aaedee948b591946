"""The footer of a Parquet file in parts, as Arrow needs seven times its size to hold it.

It is a structure of Thrift's compact protocol
(https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md) whose fourth
field lists the row groups (https://github.com/apache/parquet-format, parquet.thrift).
"""

import io
import struct
from collections.abc import Iterator
from typing import BinaryIO

import pyarrow.parquet

from mesh.scanning.formats.compact import (
    LIST,
    LONG,
    STRUCT,
    end_of,
    end_of_struct,
    list_at,
    number_at,
)

TAIL = 8
_MAGIC = b"PAR1"
# A footer that is no larger is read at once.
_PART = 1 << 20
_ROW_GROUPS = 4


def footers(file: BinaryIO, part: int = _PART) -> "Iterator[pyarrow.parquet.FileMetaData]":
    """Give what the footer says of the row groups from the first to the last, part by part.

    Each part tells the columns and the number of rows of the whole file.

    Args:
        file: of Parquet, with a length of its footer that is not larger than the file.
        part: bytes of row groups that are told of at once.

    Raises:
        ValueError: if it is no such structure.
        pyarrow.ArrowException: if Arrow says so.
    """
    end = file.seek(0, io.SEEK_END) - TAIL
    file.seek(end)
    length = struct.unpack("<I", file.read(4))[0]
    window = _Window(file, end - length, end)
    if length <= part:
        yield _metadata(window.between(end - length, end))
        return
    before, first, count = _row_groups(window)
    parts, place = [], first
    while count:
        told, following = _part_from(window, place, count, part)
        parts.append((place, following, told))
        place, count = following, count - told
    after = window.between(place, end)
    for start, following, told in parts or [(first, first, 0)]:
        groups = _list_head(told) + window.between(start, following)
        yield _metadata(before + groups + after)


class _Window:
    """Bytes of a footer, as many at a time as are looked at."""

    def __init__(self, file: BinaryIO, start: int, end: int) -> None:
        self._file, self.start, self.end = file, start, end

    def between(self, start: int, end: int) -> bytes:
        """Bytes from a place to another, or to the footer's end."""
        self._file.seek(start)
        return self._file.read(min(end, self.end) - start)


def _metadata(footer: bytes) -> "pyarrow.parquet.FileMetaData":
    tail = struct.pack("<I", len(footer)) + _MAGIC
    return pyarrow.parquet.read_metadata(io.BytesIO(_MAGIC + footer + tail))


def _row_groups(window: _Window) -> tuple[bytes, int, int]:
    """What stands before the list of row groups, where its first is, and how many they are."""
    size = _PART
    while True:
        content = window.between(window.start, window.start + size)
        try:
            head, first, count = _found(content)
        except IndexError:
            if len(content) < size:
                raise ValueError("the footer lists no row groups") from None
            size *= 2
        else:
            return content[:head], window.start + first, count


def _found(content: bytes) -> tuple[int, int, int]:
    """Places of the list's head and of its first row group, and how many there are."""
    place = number = 0
    while head := content[place]:
        place += 1
        if head >> 4:
            number += head >> 4
        else:
            zigzag, place = number_at(content, place)
            number = zigzag >> 1
        if number == _ROW_GROUPS and head & 15 == LIST:
            first, count, kind = list_at(content, place)
            if kind != STRUCT:
                break
            return place, first, count
        place = end_of(content, place, head & 15)
    raise ValueError("the footer lists no row groups")


def _part_from(window: _Window, start: int, count: int, part: int) -> tuple[int, int]:
    """How many row groups from a place on are about a part together, and where the next is."""
    size = part
    while True:
        content = window.between(start, start + size)
        told = place = 0
        try:
            while told < count and place < part:
                place = end_of_struct(content, place)
                told += 1
        except IndexError:
            pass
        if told:
            return told, start + place
        if len(content) < size:
            raise ValueError("the footer breaks off within a row group")
        size *= 2


def _list_head(count: int) -> bytes:
    if count < LONG:
        return bytes([count << 4 | STRUCT])
    parts = bytearray([LONG << 4 | STRUCT])
    while count > 0x7F:  # noqa: PLR2004 - seven bits a byte
        parts.append(count & 0x7F | 0x80)
        count >>= 7
    return bytes((*parts, count))
