"""What a worker gave, as rows that can be written: the only way from a query to a file."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeAlias

import pyarrow as pa
from sqlglot import exp

from emulator.athena.engine.job import Column
from emulator.athena.faults import QueryFault
from emulator.athena.reading.types import arrow_type, glue_type
from emulator.athena.running import Query
from emulator.athena.sql.labels import UNNAMED

Stream: TypeAlias = Any
"""A temporary file; the stubs of pyarrow know no such file."""


@dataclass(frozen=True)
class Rows:
    """Rows of a query.

    Attributes:
        columns: as Athena describes them.
        schema: with names in lower case and types that Glue has.
        number: of the rows.
    """

    columns: Sequence[Column]
    schema: pa.Schema
    number: int
    stream: Stream

    def batches(self, schema: pa.Schema | None = None) -> Iterator[pa.RecordBatch]:
        """The rows, cast to a schema of as many columns."""
        wanted = schema or self.schema
        self.stream.seek(0)
        with pa.ipc.open_stream(self.stream) as reader:
            for batch in reader:
                # A worker ran a stranger's query: what it sends is checked before it is used.
                batch.validate(full=True)
                try:
                    yield _cast(batch, wanted)
                except pa.ArrowInvalid as error:
                    reason = str(error).splitlines()[0]
                    raise QueryFault("NUMERIC_VALUE_OUT_OF_RANGE", reason) from None


@contextmanager
def rows_of(query: Query, tree: exp.Expr) -> Iterator[Rows]:
    """Run a query in a worker and keep its rows until they are written.

    Raises:
        QueryFault: in Athena's words.
    """
    columns: list[Column] = []
    with tempfile.TemporaryFile() as file:
        stream: Stream = file
        number = query.run(query.translate(tree), columns.extend, stream.write, as_arrow=True)
        stream.seek(0)
        with pa.ipc.open_stream(stream) as reader:
            found = reader.schema
        fields = [
            pa.field(column.name.lower(), _kept(column, kind.type))
            for column, kind in zip(columns, found, strict=True)
        ]
        yield Rows(columns, pa.schema(fields), number, stream)


def _kept(column: Column, kind: pa.DataType) -> pa.DataType:
    return pa.null() if column.type == "unknown" else arrow_type(glue_type(kind))


def require_names(columns: Sequence[Column]) -> None:
    """Refuse columns that no table can have.

    Raises:
        QueryFault: MISSING_COLUMN_NAME, DUPLICATE_COLUMN_NAME or COLUMN_TYPE_UNKNOWN.
    """
    seen: set[str] = set()
    for at, column in enumerate(columns, 1):
        if column.name.startswith(UNNAMED):
            raise QueryFault(
                "MISSING_COLUMN_NAME", f"line 1:1: Column name not specified at position {at}"
            )
        if column.name.lower() in seen:
            raise QueryFault(
                "DUPLICATE_COLUMN_NAME",
                f"line 1:1: Column name '{column.name}' specified more than once",
            )
        if column.type == "unknown":
            raise QueryFault(
                "COLUMN_TYPE_UNKNOWN", f"line 1:1: Column type is unknown at position {at}"
            )
        seen.add(column.name.lower())


def _cast(batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    arrays = []
    for values, wanted in zip(batch.columns, schema, strict=True):
        if pa.types.is_timestamp(wanted.type):
            # Athena's clock has milliseconds.
            coarse = values.cast(pa.timestamp("ms", wanted.type.tz), safe=False)
            arrays.append(coarse.cast(wanted.type))
        else:
            arrays.append(values.cast(wanted.type))
    return pa.RecordBatch.from_arrays(arrays, schema=schema)
