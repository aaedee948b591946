"""Small batches are gathered: to look at many values costs little more than to look at few."""

from collections.abc import Iterator

import pyarrow as pa

_BYTES, _BYTES_OF_WIDE = 32 << 20, 12 << 20
LOOK_BYTES = 5 << 18
"""About so many of one column are looked at as one: what is made of them takes ten times that."""
# Narrow columns beside a wide one wait for more of their own.
_COLUMN_BYTES = 2 * LOOK_BYTES
# Long texts may come in large batches.
_PART_BYTES = 1 << 20
WIDE = 250
"""Columns of a table that is wide: several of them are looked at as one."""
# Positions within a batch fit into 16 bits.
_ROWS = 1 << 16


class Waiting:
    """Batches that wait until there are enough rows to be looked at together."""

    def __init__(self) -> None:
        self._batches: list[pa.RecordBatch] = []
        self._rows = self._bytes = self._column_bytes = 0

    def add(self, batch: pa.RecordBatch) -> Iterator[pa.Table]:
        """Give what is to be looked at now; rows keep their order."""
        if self._batches and batch.schema != self._batches[0].schema:
            yield from self.drain()
        for part, sizes in _parts(batch):
            if self._rows + part.num_rows > _ROWS:
                yield from self.drain()
            self._batches.append(part)
            self._rows += part.num_rows
            self._bytes += sum(sizes)
            self._column_bytes += max(sizes, default=0)
            most = _BYTES if part.num_columns < WIDE else _BYTES_OF_WIDE
            if self._bytes >= most or self._column_bytes >= _COLUMN_BYTES:
                yield from self.drain()

    def drain(self) -> Iterator[pa.Table]:
        """Give what waits, in chunks as it came: whoever looks joins a column at a time."""
        batches, self._batches = self._batches, []
        self._rows = self._bytes = self._column_bytes = 0
        if batches:
            yield pa.Table.from_batches(batches)


def _parts(batch: pa.RecordBatch) -> Iterator[tuple[pa.RecordBatch, list[int]]]:
    """A batch in parts of which no column is large, unless one value is; and the columns' sizes."""
    sizes = _sizes(batch)
    rows = batch.num_rows * _PART_BYTES // max((1, *sizes))
    rows = max(1, min(_ROWS, rows))
    if batch.num_rows <= rows:
        # To ask each of thousands of columns once more takes as long as to look at them.
        yield batch, sizes
        return
    for start in range(0, batch.num_rows, rows):
        part = batch.slice(start, rows)
        yield part, _sizes(part)


def _sizes(batch: pa.RecordBatch) -> list[int]:
    """Bytes of each column."""
    return [column.nbytes for column in batch.columns]
