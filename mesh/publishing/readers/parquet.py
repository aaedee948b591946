"""Parquet, streamed by small batches; types must be the contract's or become them without loss."""

from collections.abc import Iterator
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet

from mesh.publishing.readers.columns import check_columns
from mesh.publishing.readers.refusal import UnreadableError
from mesh.publishing.readers.schema import FileSchema
from mesh.publishing.readers.typing import from_foreign

_ROWS = 32_768
_BUFFER = 1 << 20
_MOST_COLUMNS = 5_000


def read_parquet(file: BinaryIO, schema: FileSchema) -> Iterator[pa.RecordBatch]:
    """Give the rows of a Parquet file, typed as the contract says.

    Raises:
        UnreadableError: naming the column, and the row where one is to blame.
    """
    try:
        parquet = pyarrow.parquet.ParquetFile(file, pre_buffer=False, buffer_size=_BUFFER)
        if parquet.metadata.num_columns > _MOST_COLUMNS:
            raise UnreadableError(f"the file has more than {_MOST_COLUMNS} columns")
        check_columns(parquet.schema_arrow.names, schema.names)
        yield from _batches(parquet, schema)
    except (pa.ArrowException, OSError, EOFError, OverflowError, UnicodeDecodeError):
        raise UnreadableError("the Parquet file is corrupt; write it again") from None


def _batches(parquet: pyarrow.parquet.ParquetFile, schema: FileSchema) -> Iterator[pa.RecordBatch]:
    target = schema.arrow()
    first_row = 0
    for batch in parquet.iter_batches(_ROWS, columns=schema.names, use_threads=False):
        # Corrupt pages can give arrays that lie about themselves.
        batch.validate(full=True)
        columns = [
            from_foreign(batch.column(name), name, kind, target.field(name).type, first_row)
            for name, kind in schema.columns
        ]
        yield pa.RecordBatch.from_arrays(columns, schema=target)
        first_row += batch.num_rows
    if first_row != parquet.metadata.num_rows:
        raise UnreadableError("the Parquet file is corrupt: its rows are not as many as it says")
