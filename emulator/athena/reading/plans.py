"""The plan of a table: its data files, and what each calls the table's columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

import pyarrow as pa
import pyarrow.parquet as pq

from emulator.athena.engine.job import DelimitedText
from emulator.athena.faults import QueryFault


class Reader(Protocol):
    """Opens objects with the rights of one principal, decided for each."""

    @property
    def table(self) -> str:
        """Name of the table whose objects they are."""

    def path(self, location: str) -> Path:
        """File with the body of ``s3://bucket/key``.

        Raises:
            QueryFault: the principal may not, or there is none.
        """

    def list(self, location: str) -> list[str]:
        """Locations of the objects below a prefix."""


@dataclass(frozen=True)
class DataFile:
    """A data file as a plan knows it.

    Attributes:
        location: ``s3://…``.
        names: the file's own name of each column, None where it has none.
        plain: names and types are the table's.
        constants: values of partition columns, which are in the path only.
        text: how the file is delimited, if it is of text; then also the columns of its lines.
    """

    location: str
    names: Mapping[str, str | None]
    plain: bool
    constants: Mapping[str, str] = field(default_factory=dict)
    text: DelimitedText | None = None
    text_schema: pa.Schema | None = None


@dataclass(frozen=True)
class Plan:
    """What has to be read of a table.

    Attributes:
        schema: of every column that the table has now.
        present: names of those that it had at the time that is read; None for all.
    """

    schema: pa.Schema
    files: tuple[DataFile, ...]
    present: frozenset[str] | None = None


def split(location: str) -> tuple[str, str]:
    """Split ``s3://bucket/key``.

    Raises:
        QueryFault: HIVE_METASTORE_ERROR, for anything else.
    """
    parts = urlsplit(location)
    if parts.scheme not in ("s3", "s3a", "s3n") or not parts.netloc:
        raise QueryFault("HIVE_METASTORE_ERROR", "a table's location must be s3://bucket/prefix")
    key = location.split("://", 1)[1].partition("/")[2]
    return parts.netloc, key


def compare(
    location: str,
    path: Path,
    schema: pa.Schema,
    ids: Mapping[str, int] | None = None,
    constants: Mapping[str, str] | None = None,
) -> DataFile:
    """Find each of a table's columns in a file: by field id where both have ids, else by name.

    Raises:
        QueryFault: HIVE_BAD_DATA, if the file is no Parquet.
    """
    try:
        own = _schema_of(path)
    except (pa.ArrowInvalid, OSError):
        raise QueryFault("HIVE_BAD_DATA", "a data file is not valid Parquet") from None
    by_id = {_id(f): f for f in own if _id(f) is not None}
    by_name = {f.name.lower(): f for f in own}
    names: dict[str, str | None] = {}
    plain = not constants
    for column in schema:
        found = by_id.get(ids[column.name]) if ids and by_id else by_name.get(column.name)
        names[column.name] = found.name if found is not None else None
        same = found is not None and found.name == column.name and found.type == column.type
        absent = found is None and column.name not in by_name
        plain = plain and (same or absent)
    return DataFile(location, names, plain, constants or {})


def _schema_of(path: Path) -> pa.Schema:
    known = path.stat()
    return _read_schema(str(path), known.st_mtime_ns, known.st_size)


@lru_cache(maxsize=4096)
def _read_schema(path: str, _written_ns: int, _size: int) -> pa.Schema:
    # What a version of an object holds never changes, and who may read it was decided before.
    return pq.read_schema(path)


def _id(column: pa.Field[Any]) -> int | None:
    text = (column.metadata or {}).get(b"PARQUET:field_id")
    return int(text) if text is not None else None
