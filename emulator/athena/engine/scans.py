"""Tables as DuckDB reads them: streams that hold visible cells and nothing else.

A filtering view over a registered table would be no border, since the query could name the table.
What is registered here is cut already: hidden columns and rows do not exist for the engine.
"""

from collections.abc import Iterator
from functools import reduce
from operator import or_
from typing import Any, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq
from pyarrow import fs

from emulator.athena.engine import delimited
from emulator.athena.engine.job import FileToRead, TableToRead, VisibleCells

_BATCH_ROWS = 65_536
# A text that takes less than this in its file is the number of an entry in a dictionary.
_SHORT_BYTES = 4
Value: TypeAlias = Any
"""An Arrow scalar of a type that only the table knows."""


class CutStream:
    """Streams visible cells anew on every scan."""

    def __init__(self, table: TableToRead) -> None:
        self._table = table
        self._schema = pa.schema([table.schema.field(name) for name in table.columns])

    def __arrow_c_schema__(self) -> object:
        """Give the visible columns."""
        return self._schema.__arrow_c_schema__()

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """Give the visible rows."""
        reader = pa.RecordBatchReader.from_batches(self._schema, self._batches())
        return reader.__arrow_c_stream__(requested_schema)  # type: ignore[no-untyped-call]

    def _batches(self) -> Iterator[pa.RecordBatch]:
        for file in self._table.files:
            for batch in _read(file, self._table.schema):
                yield from _cut(batch, self._table, self._schema)


class CutDataset(ds.FileSystemDataset):
    """Files of Parquet that DuckDB scans itself, its own conditions added to those of the cut.

    DuckDB asks an Arrow dataset for ``schema`` and ``scanner``, and for nothing else.
    """

    def __init__(self, table: TableToRead) -> None:
        disk, texts = fs.LocalFileSystem(), _repeated_texts(table)
        files = ds.ParquetFileFormat(
            read_options=ds.ParquetReadOptions(dictionary_columns=list(texts))
        )
        fragments = [files.make_fragment(file.path, disk) for file in table.files]
        schema = pa.schema([_encoded(field, texts) for field in table.schema])
        super().__init__(fragments, schema, files, disk)
        self._table = table
        self._visible = pa.schema([schema.field(name) for name in table.columns])

    @property
    def schema(self) -> pa.Schema:
        """The visible columns."""
        return self._visible

    def scanner(  # type: ignore[override]
        self,
        columns: list[str] | None = None,
        filter: pc.Expression | None = None,  # noqa: A002 - Arrow's name for it
        **how: Any,  # noqa: ANN401 - Arrow's options
    ) -> ds.Scanner:
        """Scan visible cells; ``filter`` is over visible columns, as they are shown."""
        wanted = self._visible.names if columns is None else columns
        if not set(wanted) <= set(self._visible.names):
            raise pa.ArrowInvalid("only visible columns can be read")
        rows = _any(self._table.filters)
        if not _has_masks(self._table):
            both = rows if filter is None else filter if rows is None else rows & filter
            return super().scanner(columns=wanted, filter=both, **how)
        # A condition of the query must not look behind a mask: cells first, then it.
        shown: Any = {name: _cell(name, self._table) for name in self._visible.names}
        cells = super().scanner(columns=shown, filter=rows, **how).to_reader()
        return ds.Scanner.from_batches(cells, columns=wanted, filter=filter, **how)


def source(table: TableToRead) -> object:
    """Choose how DuckDB reads a table: with its own conditions pushed down where files allow."""
    if table.rows is not None:
        return table.rows
    if not table.files:
        return pa.Table.from_batches([], _visible(table))
    plain = all(file.plain and not file.constants for file in table.files)
    return CutDataset(table) if plain else CutStream(table)


def _repeated_texts(table: TableToRead) -> set[str]:
    """Columns of few texts: kept as their dictionary, they need not be written out row by row."""
    if _has_masks(table):
        return set()
    with pq.ParquetFile(table.files[0].path) as parquet:
        groups = [parquet.metadata.row_group(n) for n in range(parquet.num_row_groups)]
    chunks = [group.column(n) for group in groups for n in range(group.num_columns)]
    long = {
        chunk.path_in_schema
        for chunk in chunks
        if chunk.total_uncompressed_size > _SHORT_BYTES * chunk.num_values
    }
    return {f.name for f in table.schema if pa.types.is_string(f.type)} - long


def _encoded(field: "pa.Field[Any]", texts: set[str]) -> "pa.Field[Any]":
    if field.name not in texts:
        return field
    return field.with_type(pa.dictionary(pa.int32(), pa.string()))


def _has_masks(table: TableToRead) -> bool:
    """Whether a visible cell may be NULL in a row that is seen."""
    return any(not cells.columns >= set(table.columns) for cells in table.filters)


def _visible(table: TableToRead) -> pa.Schema:
    return pa.schema([table.schema.field(name) for name in table.columns])


def _read(file: FileToRead, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    if file.text is not None and file.text_schema is not None:
        own = {name: file.names.get(name) for name in schema.names}
        for batch in delimited.batches(file.path, file.text, file.text_schema):
            yield _reshape(batch, own, schema, file)
        return
    with pq.ParquetFile(file.path) as parquet:
        names = {name: file.names.get(name) for name in schema.names}
        wanted = [name for name in names.values() if name is not None]
        for batch in parquet.iter_batches(_BATCH_ROWS, columns=wanted):
            yield _reshape(batch, names, schema, file)


def _reshape(
    batch: pa.RecordBatch, names: dict[str, str | None], schema: pa.Schema, file: FileToRead
) -> pa.RecordBatch:
    arrays = []
    for field in schema:
        own = names[field.name]
        if own is not None:
            arrays.append(batch.column(batch.schema.get_field_index(own)).cast(field.type))
        elif field.name in file.constants:
            value: Value = pa.array([file.constants[field.name]]).cast(field.type)[0]
            arrays.append(pa.repeat(value, batch.num_rows))
        else:
            arrays.append(pa.nulls(batch.num_rows, field.type))
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def _cut(batch: pa.RecordBatch, table: TableToRead, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    rows = ds.dataset(pa.Table.from_batches([batch]))
    if not table.filters:
        yield from rows.scanner(columns=schema.names).to_batches()
        return
    # The stubs know lists only.
    visible: Any = {name: _cell(name, table) for name in schema.names}
    for cut in rows.scanner(columns=visible, filter=_any(table.filters)).to_batches():
        yield cut.cast(schema)


def _cell(name: str, table: TableToRead) -> pc.Expression:
    """A cell is shown where a filter that has its column lets its row pass, and NULL elsewhere."""
    having = tuple(cells for cells in table.filters if name in cells.columns)
    shown = _any(having)
    if len(having) == len(table.filters) or shown is None:
        return pc.field(name)
    nothing: Value = pa.scalar(None, table.schema.field(name).type)
    cell: pc.Expression = pc.if_else(shown, pc.field(name), nothing)
    return cell


def _any(filters: tuple[VisibleCells, ...]) -> pc.Expression | None:
    """Where at least one filter lets a row pass; None where one lets every row pass."""
    conditions = [cells.rows for cells in filters if cells.rows is not None]
    return reduce(or_, conditions) if conditions and len(conditions) == len(filters) else None
