"""Makes the rows that a file gives into rows of its contract's table, or tells why they are none.

Runs in the worker. What does not fit passes as it is, so that all of it is looked at.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from mesh.publishing.mapping.columns import check_columns, unknown_columns
from mesh.publishing.mapping.refusal import UnreadableError, row_fault
from mesh.publishing.mapping.schema import FileSchema
from mesh.publishing.mapping.typing import from_foreign, from_text
from mesh.scanning.formats.bookkeeping import BOOKKEEPING
from mesh.scanning.frames import Begun, Ended, Frame, Main, Rows, Typed, Unfit
from mesh.scanning.records import MIXED


def fitted(frames: Iterable[Frame], schema: FileSchema) -> Iterator[Frame]:
    """Give the same frames with rows of the table in its types.

    From the first fault on ``Unfit`` has been given, once, and rows pass as they are.
    """
    fitting = _Fitting(schema)
    for frame in frames:
        if isinstance(frame, Rows):
            yield from fitting.rows(frame)
        elif isinstance(frame, Begun):
            fitting.begin(frame)
            yield frame
        elif isinstance(frame, Ended):
            yield from fitting.end(frame)
            yield frame
        else:
            yield frame


class _Fitting:
    """What is known of a file so far."""

    def __init__(self, schema: FileSchema) -> None:
        self._schema = schema
        self._target = schema.arrow()
        self._is_refused = False
        # For each file that is open: whether it has files inside.
        self._open: list[bool] = []
        self._files = 0
        self._format = ""
        self._main: Main = ""
        self._table = ""
        self._row = 0
        self._seen: set[str] = set()

    def begin(self, begun: Begun) -> None:
        """A file, or a file inside it, begins."""
        if self._open:
            self._open[-1] = True
        self._open.append(False)
        self._format = begun.format

    def end(self, ended: Ended) -> Iterator[Unfit]:
        """The file begun last ends; at its very end it is known whether all was there."""
        self._files += not self._open.pop() and not self._is_beside()
        if not self._open and ended.reason is None:
            fault = self._missing()
            if fault:
                yield from self._refused(fault)

    def rows(self, rows: Rows) -> Iterator[Frame]:
        """Rows of the table in its types; others as they are."""
        if self._is_refused or self._is_beside():
            yield rows
            return
        try:
            yield Typed(batch=self._typed(rows)) if rows.main else self._beside(rows)
        except UnreadableError as error:
            yield from self._refused(str(error))
            yield rows

    def _is_beside(self) -> bool:
        """Whether the file begun last is empty, or what a system put beside people's files."""
        return not self._format or self._format in BOOKKEEPING

    def _refused(self, fault: str) -> Iterator[Unfit]:
        if not self._is_refused:
            self._is_refused = True
            yield Unfit(fault=fault)

    def _missing(self) -> str:
        if self._files > 1:
            return f"it holds {self._files} files; land each by itself"
        names = ", ".join(self._schema.names)
        if not self._main and self._schema.tables:
            return f"none of its tables is called {self._schema.tables[0]}"
        if not self._main:
            return f"it holds no table: no row of named values, and no header with {names}"
        missing = [name for name in self._schema.names if name not in self._seen]
        return "; ".join(f"column {name} is missing" for name in missing)

    def _beside(self, rows: Rows) -> Rows:
        """Lists inside rows of the table are columns that it does not have.

        Other sheets and tables are none of its business.
        """
        if self._main in {"records", "typed"} and not self._table:
            found = [*self._seen, *filter(None, rows.batch.schema.names)]
            raise UnreadableError("; ".join(unknown_columns(found, self._schema.names)))
        return rows

    def _typed(self, rows: Rows) -> pa.RecordBatch:
        self._main, self._table = rows.main, rows.table
        if rows.fault:
            raise UnreadableError(rows.fault)
        columns = self._columns(rows)
        arrays = [
            self._column(columns.get(name), name, kind, rows) for name, kind in self._schema.columns
        ]
        batch = pa.RecordBatch.from_arrays(arrays, schema=self._target)
        self._check_required(batch)
        self._row += batch.num_rows
        return batch

    def _columns(self, rows: Rows) -> "dict[str, tuple[pa.Field[Any], pa.Array[Any]]]":
        """Columns by the names that the contract knows; all of them are there or left out."""
        prefix = f"{rows.table}." if rows.table else ""
        columns = {
            field.name.removeprefix(prefix): (field, values)
            for field, values in zip(rows.batch.schema, rows.batch.columns, strict=True)
        }
        if rows.main == "records":
            found = [name for name, (field, _) in columns.items() if _is_told(field, name)]
            faults = unknown_columns(found, self._schema.names)
            if faults:
                raise UnreadableError("; ".join(faults))
        else:
            check_columns(list(columns), self._schema.names)
        self._seen.update(columns)
        return columns

    def _column(
        self,
        found: "tuple[pa.Field[Any], pa.Array[Any]] | None",
        name: str,
        kind: str,
        rows: Rows,
    ) -> "pa.Array[Any]":
        target = self._target.field(name).type
        if found is None or pa.types.is_null(found[1].type):
            return pa.nulls(rows.batch.num_rows, target)  # type: ignore[no-any-return]
        field, values = found
        if kind in {"string", "binary"} and field.metadata == MIXED:
            held = "bytes" if kind == "binary" else "texts"
            raise UnreadableError(f"column {name} holds {held} and other values")
        if rows.main == "typed" or not pa.types.is_string(values.type):
            return from_foreign(values, name, kind, target, self._row)
        return from_text(values, name, kind, target, self._row)

    def _check_required(self, batch: pa.RecordBatch) -> None:
        for name in self._schema.required:
            column = batch.column(name)
            if column.null_count:
                row = pc.index(column.is_null(), value=True).as_py()
                raise row_fault(self._row + row + 1, name, "is required and has no value")


def _is_told(field: "pa.Field[Any]", name: str) -> bool:
    """Whether a record's field holds anything: one that is always empty may be of any name."""
    return bool(name) and not pa.types.is_null(field.type)
