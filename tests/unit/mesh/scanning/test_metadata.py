"""What a file says of itself is looked at as its values are."""

import io
import json
from collections.abc import Callable

import fastavro
import pyarrow as pa
import pyarrow.orc
import pyarrow.parquet
import pytest

from mesh.scanning.reasons import Status
from mesh.scanning.scanner import FileScanner
from tests.unit.mesh.publishing.binary_files import of_arrow
from tests.unit.mesh.scanning.scanned import found, whole

MAIL = "bob@example.org"
HIT = ("EMAIL_ADDRESS", 1)
PLAIN = b"name,seats\nN1,5\nN2,6\n"


def noted(note: str) -> pa.Table:
    table = pa.table({"name": ["N1"], "seats": [5]})
    told = {"pandas": json.dumps({"creator": {"version": "14.0.1"}, "attributes": {"by": note}})}
    return table.replace_schema_metadata(told)


def parquet(note: str) -> bytes:
    sink = io.BytesIO()
    pyarrow.parquet.write_table(noted(note), sink)
    return sink.getvalue()


def column_of_parquet(note: str) -> bytes:
    sink = io.BytesIO()
    field = pa.field("name", pa.string(), metadata={"comment": f"by:{note}"})
    pyarrow.parquet.write_table(pa.table([["N1"]], schema=pa.schema([field])), sink)
    return sink.getvalue()


def arrow(note: str) -> bytes:
    return of_arrow(noted(note), pa.ipc.new_file)


def arrow_stream(note: str) -> bytes:
    return of_arrow(noted(note), pa.ipc.new_stream)


def avro(note: str) -> bytes:
    sink = io.BytesIO()
    fields = [{"name": "name", "type": "string", "doc": f"by:{note}"}]
    schema = {"type": "record", "name": "r", "fields": fields}
    fastavro.writer(sink, schema, [{"name": "N1"}])
    return sink.getvalue()


def avro_of_its_own(note: str) -> bytes:
    sink = io.BytesIO()
    schema = {"type": "record", "name": "r", "fields": [{"name": "name", "type": "string"}]}
    fastavro.writer(sink, schema, [{"name": "N1"}], metadata={"by": note})
    return sink.getvalue()


def orc(note: str) -> bytes:
    """Arrow writes no notes: one is put behind its footer, whose length in the end grows by it."""
    sink = io.BytesIO()
    pyarrow.orc.write_table(pa.table({"name": ["N1"]}), sink, compression="UNCOMPRESSED")
    *body, size = sink.getvalue()
    file, end = bytes(body[:-size]), bytes(body[-size:])
    told = _field(5, _field(1, b"by") + _field(2, note.encode()))
    end = bytes((end[0], end[1] + len(told))) + end[2:]
    return file + told + end + bytes((size,))


def _field(number: int, content: bytes) -> bytes:
    """Of a message of Protocol Buffers, shorter than 128 bytes."""
    return bytes((number << 3 | 2, len(content))) + content


NOTED: list[Callable[[str], bytes]] = [
    parquet, column_of_parquet, arrow, arrow_stream, avro, avro_of_its_own, orc,
]  # fmt: skip


@pytest.mark.parametrize("made", NOTED)
def test_notes_of_a_file_are_looked_at(scanner: FileScanner, made: Callable[[str], bytes]) -> None:
    scan = whole(scanner, made(MAIL))

    assert (scan.status, scan.rows, found(scan)) == (Status.COMPLETE, 1, {"metadata": HIT})


@pytest.mark.parametrize("made", NOTED)
def test_words_of_programs_are_no_column(
    scanner: FileScanner, made: Callable[[str], bytes]
) -> None:
    scan = whole(scanner, made("pyarrow"))

    assert (scan.status, "metadata" in scan.columns) == (Status.COMPLETE, False)
