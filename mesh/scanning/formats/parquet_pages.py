"""How large the pages of a Parquet file are, before any is read.

Arrow holds a page of each column whole, packed and unpacked, and the one before it too. What a page
holds stands before it (https://github.com/apache/parquet-format, parquet.thrift).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from pyarrow.parquet import ColumnChunkMetaData, FileMetaData

from mesh.scanning.formats.compact import NUMBERS, STRUCT, end_of, number_at
from mesh.scanning.reasons import FileRefusedError, Reason

_UNPACKED, _PACKED, _DICTIONARY = 2, 3, 7
_HEAD, _LONGEST_HEAD = 512, 1 << 20
# Shorter ones repeat in honest files too.
_LONG_VALUE = 1 << 10
# Beyond these nobody looks ahead: the limit of memory holds all the same.
_MOST_PAGES, _MOST_OF_COLUMN = 100_000, 1_000


@dataclass(frozen=True, kw_only=True)
class _Page:
    """What stands before a page.

    Attributes:
        head: bytes that it takes itself.
        values: of a dictionary; 0 for other pages.
    """

    head: int
    unpacked: int = 0
    packed: int = 0
    values: int = 0


def check_pages(file: BinaryIO, part: FileMetaData, page_mb: int) -> tuple[int, int]:
    """Make sure that no page of these row groups is too large.

    Returns:
        How many bytes dictionaries put into a row, about, whatever the footer says; and how many
        bytes those of long values unpack to in all rows together.

    Raises:
        FileRefusedError: if a page is larger than it may be.
    """
    left, row_bytes, unpacked = _MOST_PAGES, 0, 0
    for group in map(part.row_group, range(part.num_row_groups)):
        values = []
        for column in range(part.num_columns):
            for page in _pages(file, group.column(column), left):
                left -= 1
                size = max(page.unpacked, page.packed)
                if size > page_mb << 20:
                    raise FileRefusedError(
                        Reason.MEMORY_LIMIT,
                        f"a page of column {column + 1} takes {size >> 20} MB, and {page_mb} are "
                        "read: write it with smaller pages, or raise scan.page_mb",
                    )
                values += [page.unpacked // page.values] if page.values else []
        row_bytes = max(row_bytes, sum(values))
        long_ones = sum(value for value in values if value >= _LONG_VALUE)
        unpacked += long_ones * group.num_rows
    return row_bytes, unpacked


def _pages(file: BinaryIO, chunk: ColumnChunkMetaData, most: int) -> Iterator[_Page]:
    """Pages of one column in a row group; none from a place on where there is no page."""
    starts = (chunk.dictionary_page_offset, chunk.data_page_offset)
    place = min(start for start in starts if start is not None)
    end = place + chunk.total_compressed_size
    for _ in range(min(most, _MOST_OF_COLUMN)):
        page = _page(file, place) if 0 < place < end else None
        if page is None or page.packed < 0:
            return
        yield page
        place += page.head + page.packed


def _page(file: BinaryIO, place: int) -> _Page | None:
    size = _HEAD
    while size <= _LONGEST_HEAD:
        file.seek(place)
        content = file.read(size)
        try:
            return _told(content)
        except IndexError:
            size = size * 4 if len(content) == size else _LONGEST_HEAD + 1
        except ValueError:
            return None
    return None


def _told(content: bytes) -> _Page:
    place = number = 0
    sizes: dict[int, int] = {}
    values = 0
    while head := content[place]:
        place += 1
        if not head >> 4:
            raise ValueError("no field of a page has such a number")
        number += head >> 4
        kind = head & 15
        if kind in NUMBERS:
            zigzag, _ = number_at(content, place)
            sizes[number] = zigzag >> 1 ^ -(zigzag & 1)
        elif number == _DICTIONARY and kind == STRUCT:
            zigzag, _ = number_at(content, place + 1)
            values = zigzag >> 1
        place = end_of(content, place, kind)
    return _Page(
        head=place + 1,
        unpacked=sizes.get(_UNPACKED, 0),
        packed=sizes.get(_PACKED, 0),
        values=values,
    )
