"""Look-alike and invisible signs hide nothing."""

import unicodedata

import pyarrow as pa
import pytest

from mesh.pii.batch import Batch


@pytest.mark.parametrize("before", ["e", "1", "\u05d0", "\u4e2d\u6587"])
def test_no_sign_is_left_as_it_is_that_reads_as_another(before: str) -> None:
    given = [f"{before}{chr(code)}" for code in (*range(0x80, 0xD800), *range(0xE000, 0x2_0000))]

    read = Batch(pa.array(given), 0).values.to_pylist()

    left = [text for text, plain in zip(given, read, strict=True) if text == plain]
    assert 50_000 < len(left) < len(given)
    assert [text for text in left if not unicodedata.is_normalized("NFKC", text)] == []


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("\u201cjane\u201d", '"jane"'),
        ("4111\u20131111", "4111-1111"),
        ("ja\u00adne\u200b", "jane"),
        ("\uff11\uff12", "12"),
        ("\u96fb\u8a71090-1234\u756a", "\u96fb\u8a71 090-1234 \u756a"),
        ("\u0141ukasz", "\u0141ukasz"),
    ],
)
def test_a_text_is_read_plainly(written: str, read: str) -> None:
    assert Batch(pa.array([written]), 0).values.to_pylist() == [read]
