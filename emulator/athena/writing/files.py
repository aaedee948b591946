"""Rows as Parquet files below a location, one folder for each partition."""

import re
import tempfile
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet as pq

from emulator.athena.faults import QueryFault
from emulator.athena.reading.parquet import NO_VALUE
from emulator.athena.writing.caller import Caller

_MOST_PARTITIONS = 100
_ESCAPED = re.compile(r"[\x00-\x1f\"#%'*/:=?\\\x7f{}\[\]^]")


@dataclass
class ParquetFolder:
    """Where rows go.

    Attributes:
        location: ends with a slash.
        schema: of the rows, columns of partitions included.
        partitions: columns that are in the path and not in the files.
    """

    caller: Caller
    location: str
    schema: pa.Schema
    partitions: Sequence[str]
    compression: str
    files: list[str] = field(default_factory=list)
    folders: dict[str, list[str]] = field(default_factory=dict)

    def write(self, batches: Iterable[pa.RecordBatch]) -> None:
        """Write all rows; without a row there is no file.

        Raises:
            QueryFault: too many partitions, or the caller may not write.
        """
        opened: dict[str, _Open] = {}
        inside = pa.schema([f for f in self.schema if f.name not in self.partitions])
        try:
            for batch in batches:
                for values, rows in self._split(batch):
                    folder = self._folder(values)
                    if folder not in opened:
                        if len(opened) == _MOST_PARTITIONS:
                            raise _too_many()
                        opened[folder] = _Open(inside, self.compression)
                        self.folders[folder] = values
                    opened[folder].writer.write_batch(rows.select(inside.names))
            for folder, file in opened.items():
                self._send(folder, file)
        finally:
            for file in opened.values():
                file.body.close()

    def _send(self, folder: str, file: "_Open") -> None:
        file.writer.close()
        file.body.seek(0)
        name = f"{datetime.now(UTC):%Y%m%d_%H%M%S}_00000_{uuid.uuid4()}"
        location = f"{self.location}{folder}{name}"
        self.caller.put(location, file.body)
        self.files.append(location)

    def _split(self, batch: pa.RecordBatch) -> Iterable[tuple[list[str], pa.RecordBatch]]:
        if not self.partitions:
            return [([], batch)] if batch.num_rows else []
        columns = [batch.column(name).to_pylist() for name in self.partitions]
        rows: dict[tuple[str, ...], list[int]] = {}
        for index, values in enumerate(zip(*columns, strict=True)):
            rows.setdefault(tuple(_text(value) for value in values), []).append(index)
        return [(list(values), batch.take(pa.array(at))) for values, at in rows.items()]

    def _folder(self, values: Sequence[str]) -> str:
        pairs = zip(self.partitions, values, strict=True)
        return "".join(f"{name}={_escaped(value)}/" for name, value in pairs)


class _Open:
    """A file that is being written."""

    def __init__(self, schema: pa.Schema, compression: str) -> None:
        self.body: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed by whoever opened it
        codec: Any = compression
        self.writer = pq.ParquetWriter(self.body, schema, compression=codec)


def _text(value: Any) -> str:  # noqa: ANN401 - of any type
    if value is None:
        return NO_VALUE
    return str(value).lower() if isinstance(value, bool) else str(value)


def _escaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: f"%{ord(found[0]):02X}", text)


def _too_many() -> QueryFault:
    return QueryFault(
        "HIVE_TOO_MANY_OPEN_PARTITIONS",
        f"Exceeded limit of {_MOST_PARTITIONS} open writers for partitions/buckets",
    )
