"""Parquet of any size, made of a few pages and row groups that come again and again.

Arrow writes a small file. Inside a row group, the data pages of each column are repeated behind
their one dictionary, and sizes and numbers in the footer are raised accordingly: the row group is
as large as it says. Row groups are repeated in the footer alone: it lists the same places again and
again, so that the reader decodes as many row groups as if each had its own bytes.
"""

import io
import math
import struct
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.parquet

from benchmarks.pii import tables
from benchmarks.pii.endless import Endless, Piece
from benchmarks.pii.thrift import Struct, read_struct, write_struct

_MAGIC = b"PAR1"
_STRUCT = 12
# Fields of FileMetaData, RowGroup, ColumnChunk and ColumnMetaData, by
# https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift.
_FILE_ROWS, _GROUPS = 3, 4
_CHUNKS, _GROUP_BYTES, _GROUP_ROWS, _GROUP_PLACE, _GROUP_PACKED, _ORDINAL = 1, 2, 3, 5, 6, 7
_CHUNK_PLACE, _CHUNK = 2, 3
_VALUES, _UNPACKED, _PACKED, _PAGES, _DICTIONARY = 5, 6, 7, 9, 11


@dataclass(frozen=True)
class Layout:
    """How a file is cut.

    Attributes:
        blocks: of 20,000 rows that are different.
        group_rows: rows of the row groups that Arrow writes.
        pages: how many times the data pages of a row group are repeated; None for as many as make
            the whole file one row group.
    """

    blocks: int
    group_rows: int
    pages: int | None = 1


def parquet(layout: Layout, megabytes: float) -> tuple[Endless, int]:
    """A file that decodes to so many megabytes of Arrow buffers, and the rows that it has."""
    table = pa.Table.from_batches([tables.dense(number) for number in range(layout.blocks)])
    times = math.ceil(megabytes * 1e6 / table.nbytes)
    pages = min(times, layout.pages or times)
    groups = math.ceil(times / pages)
    sink = io.BytesIO()
    pyarrow.parquet.write_table(table, sink, row_group_size=layout.group_rows)
    file = _repeated(sink.getvalue(), pages, groups)
    return file, table.num_rows * pages * groups


def _repeated(content: bytes, pages: int, groups: int) -> Endless:
    length = struct.unpack("<I", content[-8:-4])[0]
    footer = read_struct(io.BytesIO(content[-8 - length : -8]))
    kind, written = footer[_GROUPS][1]
    pieces = [Piece(_MAGIC)]
    place = len(_MAGIC)
    enlarged = []
    for group in written:
        added, larger = _enlarged(content, group, pages, place)
        pieces += added
        place += sum(piece.size for piece in added)
        enlarged.append(write_struct(larger))
    rows = footer[_FILE_ROWS][1] * pages * groups
    tail = write_struct(
        footer
        | {_FILE_ROWS: (footer[_FILE_ROWS][0], rows), _GROUPS: (9, (kind, enlarged * groups))}
    )
    return Endless([*pieces, Piece(tail), Piece(struct.pack("<I", len(tail)) + _MAGIC)])


def _enlarged(content: bytes, group: Struct, pages: int, place: int) -> tuple[list[Piece], Struct]:
    """The bytes of a row group with its pages repeated, and what the footer says of it."""
    pieces: list[Piece] = []
    chunks = []
    start = place
    for chunk in group[_CHUNKS][1][1]:
        added, larger = _enlarged_chunk(content, chunk[_CHUNK][1], pages, place)
        pieces += added
        place += sum(piece.size for piece in added)
        chunks.append({_CHUNK_PLACE: (6, 0), _CHUNK: (_STRUCT, larger)})
    told = {
        _CHUNKS: (9, (_STRUCT, chunks)),
        _GROUP_BYTES: (6, group[_GROUP_BYTES][1] * pages),
        _GROUP_ROWS: (6, group[_GROUP_ROWS][1] * pages),
        _GROUP_PLACE: (6, start),
        _GROUP_PACKED: (6, place - start),
    }
    return pieces, told


def _enlarged_chunk(
    content: bytes, told: Struct, pages: int, place: int
) -> tuple[list[Piece], Struct]:
    first = told[_PAGES][1]
    start = told[_DICTIONARY][1] if _DICTIONARY in told else first
    dictionary = content[start:first]
    repeated = Piece(content[first : start + told[_PACKED][1]], pages)
    numbers = {
        _VALUES: told[_VALUES][1] * pages,
        _UNPACKED: told[_UNPACKED][1] * pages,
        _PACKED: len(dictionary) + repeated.size,
        _PAGES: place + len(dictionary),
    }
    if dictionary:
        numbers[_DICTIONARY] = place
    pieces = [Piece(dictionary), repeated] if dictionary else [repeated]
    return pieces, told | {number: (6, value) for number, value in numbers.items()}
