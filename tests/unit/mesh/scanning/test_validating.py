"""Arrays are right exactly where Arrow says so, which looks at each text."""

from contextlib import suppress

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from mesh.scanning.validating import validate

SIGNS = st.sampled_from([b"a", "é".encode(), "語".encode(), "😀".encode()])
BROKEN = st.sampled_from([b"a", "é".encode(), b"\xa9", b"\xff"])


@st.composite
def columns(draw: st.DrawFn) -> pa.RecordBatch | None:
    """Texts that begin anywhere in bytes that may be no signs; None where nothing can be made."""
    content = b"".join(draw(st.lists(SIGNS, max_size=5) | st.lists(BROKEN, max_size=3)))
    sorted_edges = st.lists(st.integers(0, len(content)), min_size=1, max_size=5).map(sorted)
    edges = draw(sorted_edges | st.lists(st.integers(-1, 9), min_size=1, max_size=4))
    offsets = np.array(edges, np.int32)
    bits = draw(st.none() | st.integers(0, 255).map(lambda one: pa.py_buffer(bytes([one]))))
    with suppress(pa.ArrowInvalid):
        many = len(offsets) - 1
        made = pa.py_buffer(offsets.data), pa.py_buffer(content)
        column = pa.StringArray.from_buffers(many, *made, bits, -1)
        return pa.RecordBatch.from_arrays([column[draw(st.integers(0, many)) :]], names=["x"])
    return None


def is_right_for_arrow(batch: pa.RecordBatch) -> bool:
    try:
        batch.validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def is_right(batch: pa.RecordBatch) -> bool:
    try:
        validate(batch)
    except pa.ArrowInvalid:
        return False
    return True


@given(batch=columns())
def test_texts_are_right_where_arrow_says_so(batch: pa.RecordBatch | None) -> None:
    assert batch is None or is_right(batch) == is_right_for_arrow(batch)


def test_bytes_under_a_missing_text_may_be_anything() -> None:
    offsets, content = np.array([0, 1, 2], np.int32), b"\xffa"
    missing_first = pa.py_buffer(bytes([0b10]))
    column = pa.StringArray.from_buffers(
        2, pa.py_buffer(offsets.data), pa.py_buffer(content), missing_first, 1
    )

    assert is_right(pa.RecordBatch.from_arrays([column], names=["x"]))
