"""Files that are nowhere have the bytes that they say, wherever they are read."""

import io
import socket
import threading

import pyarrow as pa
import pyarrow.parquet
import pytest

from benchmarks.pii import tables
from benchmarks.pii.endless import Endless, Piece, Remote
from benchmarks.pii.parquet_pages import Layout, parquet

PIECES = (Piece(b"head,"), Piece(b"row,", 3), Piece(b""), Piece(b"end"))
WHOLE = b"head,row,row,row,end"


@pytest.mark.parametrize("start", range(len(WHOLE) + 1))
@pytest.mark.parametrize("length", [1, 4, 7, 100])
def test_any_part_is_that_of_the_whole(start: int, length: int) -> None:
    assert Endless(PIECES).at(start, length) == WHOLE[start : start + length]


def test_a_reader_elsewhere_can_go_to_any_place() -> None:
    ours, theirs = socket.socketpair()
    server = threading.Thread(target=Endless(PIECES).serve, args=(ours,))
    server.start()

    with theirs:
        file = io.BufferedReader(Remote(theirs, len(WHOLE)), buffer_size=4)
        file.seek(-3, io.SEEK_END)
        end = file.read()
        file.seek(0)
        whole = file.read()
    server.join()

    assert (end, whole) == (b"end", WHOLE)


@pytest.mark.parametrize(
    ("layout", "row_groups"),
    [
        (Layout(blocks=1, group_rows=5_000), 12),
        (Layout(blocks=1, group_rows=20_000, pages=2), 2),
        (Layout(blocks=1, group_rows=20_000, pages=None), 1),
    ],
)
def test_parquet_that_is_nowhere_holds_its_rows_in_as_many_row_groups_as_wanted(
    layout: Layout, row_groups: int
) -> None:
    file, rows = parquet(layout, 2.5 * tables.dense(0).nbytes / 1e6)

    with pyarrow.parquet.ParquetFile(io.BytesIO(file.at(0, file.size))) as read:
        assert read.num_row_groups == row_groups
        table = read.read()
    once = pa.Table.from_batches([tables.dense(0)])
    assert table.num_rows == rows
    assert table.equals(pa.concat_tables([once] * (rows // tables.ROWS)))
