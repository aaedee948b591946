"""A footer is read in parts that tell of every row group once, in their order."""

import io
import struct

import pyarrow as pa
import pyarrow.parquet
import pytest

from mesh.scanning.formats.parquet_footer import TAIL, footers

ROWS = 90
# Two row groups or so.
PART = 500


def written() -> bytes:
    table = pa.table({"seat": range(ROWS), "note": [f"note {row}" for row in range(ROWS)]})
    sink = io.BytesIO()
    pyarrow.parquet.write_table(table, sink, row_group_size=1)
    return sink.getvalue()


def seats(part: pyarrow.parquet.FileMetaData, content: bytes) -> list[object]:
    with pyarrow.parquet.ParquetFile(io.BytesIO(content), metadata=part) as file:
        return file.read().column("seat").to_pylist()


def test_the_parts_together_have_all_rows_and_each_has_few_row_groups() -> None:
    content = written()

    parts = list(footers(io.BytesIO(content), PART))

    assert [seat for part in parts for seat in seats(part, content)] == list(range(ROWS))
    assert all(part.num_row_groups < ROWS / 10 for part in parts)
    assert {part.num_rows for part in parts} == {ROWS}


def test_a_part_knows_the_columns_and_what_the_writer_said_of_them() -> None:
    content = written()
    whole = pyarrow.parquet.read_metadata(io.BytesIO(content))

    part = next(iter(footers(io.BytesIO(content), PART)))

    assert part.schema.equals(whole.schema)
    assert part.metadata == whole.metadata
    assert part.created_by == whole.created_by


def test_a_part_is_at_least_one_row_group_however_small_parts_should_be() -> None:
    parts = list(footers(io.BytesIO(written()), 1))

    assert [part.num_row_groups for part in parts] == [1] * ROWS


@pytest.mark.parametrize("kept", [3, 40, 400])
def test_a_footer_that_breaks_off_is_refused(kept: int) -> None:
    content = written()
    length = struct.unpack("<I", content[-TAIL:-4])[0]
    footer = content[-TAIL - length :][:kept]

    with pytest.raises(ValueError, match="footer"):
        list(footers(io.BytesIO(footer + struct.pack("<I", kept) + b"PAR1"), 2))


def test_a_number_without_end_is_refused() -> None:
    footer = b"\x15" + b"\xff" * 4_000
    tail = struct.pack("<I", len(footer)) + b"PAR1"

    with pytest.raises(ValueError, match="footer"):
        list(footers(io.BytesIO(footer + tail), 2))
