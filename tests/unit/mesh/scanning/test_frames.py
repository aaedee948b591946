"""The worker is not trusted: rows that are not what they say end what it tells."""

import io

import pyarrow as pa
import pytest

from mesh.scanning.frames import Frame, Noted, Rows, received, write
from tests.unit.mesh.scanning.test_validating import texts


def told(batch: pa.RecordBatch) -> list[Frame]:
    """What comes through of the batch and of what follows it."""
    pipe = io.BytesIO()
    write(Rows(table="", counted=True, batch=batch), pipe)
    write(Noted(note="the end"), pipe)
    pipe.seek(0)
    return list(received(io.BufferedReader(pipe)))


@pytest.mark.parametrize(
    "signs", [b"Ada Roy", "Zoé Ro".encode()], ids=["of ASCII", "and beyond ASCII"]
)
def test_rows_come_through_as_they_were_sent(signs: bytes) -> None:
    sent = texts(signs, [0, 4, len(signs)])

    rows, noted = told(sent)

    assert isinstance(rows, Rows)
    assert rows.batch == sent
    assert noted == Noted(note="the end")


@pytest.mark.parametrize(
    ("offsets", "signs"),
    [
        ([0, 5, 3], b"Ada Roy"),
        ([0, 90, 7], b"Ada Roy"),
        ([0, 3, 4], "Zoé R".encode()),
        ([0, 3, 7], b"Ada \xffoy"),
    ],
    ids=["backwards", "beyond the end", "within a sign", "with no sign"],
)
def test_nothing_comes_through_from_texts_that_cannot_be(offsets: list[int], signs: bytes) -> None:
    assert told(texts(signs, offsets)) == []
