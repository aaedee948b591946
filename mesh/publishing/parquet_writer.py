"""Writes rows of one source as Parquet files of bounded size, with bounded memory."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from mesh.publishing.evolution import RECORDED_COLUMN, SOURCE_COLUMN

GROUP_BYTES = 32 << 20
FILE_BYTES = 256 << 20
_COMPRESSION = "zstd"


@dataclass(frozen=True, kw_only=True)
class WrittenFile:
    """A finished data file.

    Attributes:
        path: as the sink knows it.
        footer: Parquet's own metadata, of which a catalogue makes its statistics.
    """

    path: str
    source: str
    rows: int
    size_bytes: int
    footer: pq.FileMetaData


class RollingWriter:
    """Takes batches, gives files: a row group when enough rows wait, the next file when full.

    Args:
        schema: of the data file, the mesh's own columns included; fields may carry Parquet's ids.
        source: of every row.
        recorded_at: of every row.
        open_file: gives the path and the sink of the next file.
    """

    def __init__(
        self,
        schema: pa.Schema,
        source: str,
        recorded_at: datetime,
        open_file: Callable[[], tuple[str, BinaryIO]],
        *,
        group_bytes: int = GROUP_BYTES,
        file_bytes: int = FILE_BYTES,
    ) -> None:
        self._schema = schema
        self._source, self._recorded_at = source, recorded_at
        self._open_file = open_file
        self._group_bytes, self._file_bytes = group_bytes, file_bytes
        self._waiting: list[pa.RecordBatch] = []
        self._waiting_bytes = 0
        self._current: _CurrentFile | None = None
        self._finished: list[WrittenFile] = []

    def write(self, batch: pa.RecordBatch) -> None:
        """Append rows."""
        if batch.num_rows:
            self._waiting.append(self._complete(batch))
            self._waiting_bytes += batch.nbytes
        if self._waiting_bytes >= self._group_bytes:
            self._flush()

    def close(self) -> list[WrittenFile]:
        """Finish; a source without rows gives no file."""
        self._flush()
        self._finish_file()
        return self._finished

    def paths(self) -> list[str]:
        """Every file begun, finished or not."""
        current = [self._current.path] if self._current else []
        return [file.path for file in self._finished] + current

    def _complete(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """The batch with every column of the data file, in its order."""
        own = {SOURCE_COLUMN: self._source, RECORDED_COLUMN: self._recorded_at}
        columns = [
            _repeated(own[field.name], field.type, batch.num_rows)  # type: ignore[arg-type]
            if field.name in own
            else batch.column(field.name)
            for field in self._schema
        ]
        return pa.RecordBatch.from_arrays(columns, schema=self._schema)

    def _flush(self) -> None:
        if not self._waiting:
            return
        if self._current is None:
            self._current = _CurrentFile(self._schema, *self._open_file())
        self._current.write(pa.Table.from_batches(self._waiting))
        self._waiting, self._waiting_bytes = [], 0
        if self._current.size >= self._file_bytes:
            self._finish_file()

    def _finish_file(self) -> None:
        if self._current:
            self._finished.append(self._current.finish(self._source))
            self._current = None


class _CurrentFile:
    """The file that is being written."""

    def __init__(self, schema: pa.Schema, path: str, sink: BinaryIO) -> None:
        self.path = path
        self._sink = sink
        self._footers: list[pq.FileMetaData] = []
        self._writer = pq.ParquetWriter(
            sink,
            schema,
            compression=_COMPRESSION,  # type: ignore[arg-type]
            metadata_collector=self._footers,
        )

    @property
    def size(self) -> int:
        return self._sink.tell()

    def write(self, rows: pa.Table) -> None:
        self._writer.write_table(rows, row_group_size=max(1, rows.num_rows))

    def finish(self, source: str) -> WrittenFile:
        self._writer.close()
        size = self._sink.tell()
        self._sink.close()
        footer = self._footers[0]
        return WrittenFile(
            path=self.path, source=source, rows=footer.num_rows, size_bytes=size, footer=footer
        )


def _repeated(value: str | datetime, kind: pa.DataType, times: int) -> "pa.Array[Any]":
    return pa.repeat(pa.scalar(value, kind), times)  # type: ignore[call-overload, no-any-return]
