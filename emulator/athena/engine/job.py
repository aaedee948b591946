"""What goes into a worker and what comes out: the only things that cross the border."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc


@dataclass(frozen=True)
class DelimitedText:
    """How a file's lines are made of values.

    Attributes:
        header_lines: to be left out.
        null: what NULL is written as; None if nothing is.
        strict: a value of another type is a fault, not NULL.
    """

    delimiter: str
    header_lines: int = 0
    quote: str = ""
    escape: str = ""
    null: str | None = None
    strict: bool = False


@dataclass(frozen=True)
class FileToRead:
    """One data file, of Parquet unless it has a text's delimiters.

    Attributes:
        path: on this machine; opened already by whoever may read it.
        names: the file's own name of each column of the table, None where it has none.
        plain: the file's names and types are those of the table.
    """

    path: str
    names: Mapping[str, str | None]
    plain: bool
    constants: Mapping[str, str] = field(default_factory=dict)
    text: DelimitedText | None = None
    text_schema: pa.Schema | None = None


@dataclass(frozen=True)
class VisibleCells:
    """Some columns in the rows where an expression is true; None means every row."""

    columns: frozenset[str]
    rows: pc.Expression | None


@dataclass(frozen=True)
class TableToRead:
    """A table cut to what the caller sees.

    Attributes:
        name: under which the query calls it.
        schema: of every column that is read, hidden ones that a filter needs included.
        columns: what the query gets to see, in order.
        files: Parquet files.
        filters: united cell by cell; empty for all.
        rows: instead of files: rows made here, as an Arrow table.
    """

    name: str
    schema: pa.Schema
    columns: tuple[str, ...]
    files: tuple[FileToRead, ...] = ()
    filters: tuple[VisibleCells, ...] = ()
    rows: pa.Table | None = None


@dataclass(frozen=True)
class Limits:
    """What one query may use."""

    memory_bytes: int = 2 << 30
    seconds: int = 300
    threads: int = 2


@dataclass(frozen=True)
class Job:
    """One query; its rows come back as CSV, or as an Arrow stream to be written somewhere."""

    sql: str
    tables: tuple[TableToRead, ...]
    functions: tuple[str, ...] = ()
    zones: Mapping[int, str] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    as_arrow: bool = False


@dataclass(frozen=True)
class Column:
    """A column of a result, as ``ResultSetMetadata`` tells it."""

    name: str
    type: str
    precision: int
    scale: int

    def to_aws(self) -> dict[str, Any]:
        """As boto3 shows it."""
        return {
            "CatalogName": "hive",
            "SchemaName": "",
            "TableName": "",
            "Name": self.name,
            "Label": self.name,
            "Type": self.type,
            "Precision": self.precision,
            "Scale": self.scale,
            "Nullable": "UNKNOWN",
            "CaseSensitive": self.type in ("varchar", "char"),
        }
