"""Each line of a plain text is a row, whatever it holds and however the text ends."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mesh.scanning.formats.lines import COLUMN, read_lines

LONGEST = 1 << 20
SIGNS = st.characters(exclude_characters="\r\n", exclude_categories=["Cs"])


def lines_of(text: str) -> list[object]:
    stream = io.BufferedReader(io.BytesIO(text.encode()))
    found: list[object] = []
    for rows in read_lines(stream, LONGEST):
        rows.batch.validate(full=True)
        found += rows.batch.column(COLUMN).to_pylist()
    return found


@given(lines=st.lists(st.text(SIGNS), min_size=1))
def test_lines_are_given_as_they_are(lines: list[str]) -> None:
    assert lines_of("\n".join([*lines, ""])) == lines


@pytest.mark.parametrize("text", ["a", "a\nb", "\na", "a\n\nb\u20ac"])
def test_a_last_line_needs_no_end(text: str) -> None:
    assert lines_of(text) == text.split("\n")


def test_a_line_over_several_blocks_is_one() -> None:
    words = "word " * (3 << 17)

    with_rest = lines_of(f"first\n{words[:900_000]}\n{words[:900_000]}\nlast")

    assert [len(str(line)) for line in with_rest] == [5, 900_000, 900_000, 4]
