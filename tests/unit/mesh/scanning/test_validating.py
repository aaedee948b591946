"""Arrays are right exactly where Arrow says so, which looks at each text."""

from collections.abc import Callable
from contextlib import suppress

import numpy as np
import pyarrow as pa
from hypothesis import example, given
from hypothesis import strategies as st

from mesh.scanning.validating import validate

SIGNS = st.sampled_from([b"a", "é".encode(), "語".encode(), "😀".encode()])
BROKEN = st.sampled_from([b"a", "é".encode(), b"\xa9", b"\xff"])


def texts(content: bytes, offsets: list[int], start: int = 0) -> pa.RecordBatch:
    """A column as a parser that has lost its way could make it."""
    edges = pa.py_buffer(np.array(offsets, np.int32).data)
    column = pa.StringArray.from_buffers(len(offsets) - 1, edges, pa.py_buffer(content))
    return pa.RecordBatch.from_arrays([column[start:]], names=["x"])


@st.composite
def columns(draw: st.DrawFn) -> pa.RecordBatch | None:
    """Texts that begin anywhere in bytes that may be no signs; None where nothing can be made."""
    some = st.lists(SIGNS, min_size=1, max_size=5) | st.lists(BROKEN, min_size=1, max_size=3)
    content = b"".join(draw(some))
    place = st.integers(0, len(content))
    edges = draw(st.lists(place, min_size=2, max_size=5).map(sorted) | st.lists(place, min_size=2))
    offsets = np.array(edges, np.int32)
    bits = draw(st.none() | st.integers(0, 255).map(lambda one: pa.py_buffer(bytes([one]))))
    with suppress(pa.ArrowInvalid):
        many = len(offsets) - 1
        made = pa.py_buffer(offsets.data), pa.py_buffer(content)
        column = pa.StringArray.from_buffers(many, *made, bits, -1)
        return pa.RecordBatch.from_arrays([column[draw(st.integers(0, many)) :]], names=["x"])
    return None


def is_right(batch: pa.RecordBatch, check: Callable[[pa.RecordBatch], None] = validate) -> bool:
    try:
        check(batch)
    except pa.ArrowInvalid:
        return False
    return True


def look_at_each(batch: pa.RecordBatch) -> None:
    batch.validate(full=True)


@given(batch=columns())
@example(batch=texts(b"a\xa9", [0, 1, 2]))
@example(batch=texts("é".encode(), [0, 1, 2]))
@example(batch=texts("éa".encode(), [0, 1, 2, 3], start=2))
@example(batch=texts("aé".encode(), [0, 1, 2, 3], start=1))
@example(batch=texts("aé".encode(), [0, 1, 3, 3], start=1))
def test_texts_are_right_where_arrow_says_so(batch: pa.RecordBatch | None) -> None:
    assert batch is None or is_right(batch) == is_right(batch, look_at_each)


def test_bytes_under_a_missing_text_may_be_anything() -> None:
    _, edges, content = texts(b"\xffa", [0, 1, 2]).column(0).buffers()
    missing_first = pa.py_buffer(bytes([0b10]))
    column = pa.Array.from_buffers(pa.string(), 2, [missing_first, edges, content], 1)

    assert is_right(pa.RecordBatch.from_arrays([column], names=["x"]))


def test_columns_of_other_types_are_looked_at_too() -> None:
    broken = texts(b"a\xff", [0, 1, 2]).column(0)
    in_lists = pa.ListArray.from_arrays(pa.array([0, 2], pa.int32()), broken)

    assert not is_right(pa.RecordBatch.from_arrays([in_lists], names=["x"]))
