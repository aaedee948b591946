"""Files of every format that can hold bytes: photographs of planes, or what is told to be such."""

import io
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing

import fastavro
import pyarrow as pa
import pyarrow.orc
import pyarrow.parquet

from tests.unit.mesh.scanning.scanned import zipped


def arrow(photos: Sequence[bytes | None], kind: pa.DataType) -> pa.Table:
    """A row for each photograph."""
    tails = [f"N{number}" for number, _ in enumerate(photos)]
    return pa.table({"tailnum": tails, "photo": pa.array(photos, kind)})


def parquet(photos: Sequence[bytes | None]) -> bytes:
    """The rows in one row group."""
    sink = io.BytesIO()
    pyarrow.parquet.write_table(arrow(photos, pa.binary()), sink)
    return sink.getvalue()


def orc(photos: Sequence[bytes | None]) -> bytes:
    """The rows in one stripe."""
    sink = io.BytesIO()
    pyarrow.orc.write_table(arrow(photos, pa.binary()), sink)
    return sink.getvalue()


def feather(photos: Sequence[bytes | None]) -> bytes:
    """The rows with large offsets."""
    return of_arrow(arrow(photos, pa.large_binary()), pa.ipc.new_file)


def stream(photos: Sequence[bytes | None]) -> bytes:
    """The rows as views."""
    return of_arrow(arrow(photos, pa.binary_view()), pa.ipc.new_stream)


def of_arrow(
    table: pa.Table, begin: Callable[..., pa.RecordBatchFileWriter | pa.RecordBatchStreamWriter]
) -> bytes:
    """What Arrow writes after `begin`, of a file or of a stream."""
    sink = io.BytesIO()
    with begin(sink, table.schema) as writer:
        writer.write_table(table)
    return sink.getvalue()


def avro(photos: Sequence[bytes | None]) -> bytes:
    """The rows as a union of nothing and bytes."""
    fields = [{"name": "tailnum", "type": "string"}, {"name": "photo", "type": ["null", "bytes"]}]
    rows = [{"tailnum": f"N{number}", "photo": photo} for number, photo in enumerate(photos)]
    sink = io.BytesIO()
    fastavro.writer(sink, {"type": "record", "name": "r", "fields": fields}, rows)
    return sink.getvalue()


def sqlite(photos: Sequence[bytes | str | None]) -> bytes:
    """The rows in a table of no declared types."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("CREATE TABLE planes (tailnum, photo)")
        rows = [(f"N{number}", photo) for number, photo in enumerate(photos)]
        database.executemany("INSERT INTO planes VALUES (?, ?)", rows)
        database.commit()
        return database.serialize()


WRITERS: dict[str, Callable[[Sequence[bytes | None]], bytes]] = {
    "parquet": parquet,
    "orc": orc,
    "arrow": feather,
    "arrow stream": stream,
    "avro": avro,
    "sqlite": sqlite,
    "parquet in zip": lambda photos: zipped({"a.parquet": parquet(photos)}),
}
