"""However a table is written, what is planted in it is found in its column and its row."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mesh.naming.limits import ScanLimits
from mesh.scanning.reasons import Reason, Status
from mesh.scanning.scanner import FileScanner
from tests.unit.mesh.scanning.planted import NAMES, PLANTED, Planting, plantings, scans_of, told
from tests.unit.mesh.scanning.scanned import found, whole

# The last ones only under a header: without one they stand in sentences too.
DELIMITERS = (
    ",", ";", "\t", "|", "^", "~", "\x01", "\x02", "\x1f", "||", "::", "|~|", ", ", " | ", "~^",
    "§", "¬", "¦", "  ", "     ",
)  # fmt: skip
UNDER_NAMES = (" ", ":", "!", "#", "&", "*", "%", "/")
ENCODINGS = (
    "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be",
    "latin-1", "cp1252",
)  # fmt: skip
ENDS = ("\n", "\r\n", "\r")
QUOTES = ("", '"', "'")


def written(rows: Sequence[Sequence[str]], delimiter: str, quote: str, end: str) -> str:
    return "".join(delimiter.join(f"{quote}{cell}{quote}" for cell in row) + end for row in rows)


@settings(max_examples=120, deadline=None)
@given(
    planting=plantings(),
    delimiter=st.sampled_from(DELIMITERS),
    quote=st.sampled_from(QUOTES),
    end=st.sampled_from(ENDS),
    encoding=st.sampled_from(ENCODINGS),
    header=st.sampled_from(("header", "none")),
)
def test_every_dialect_tells_the_column_and_the_row(
    planting: Planting, delimiter: str, quote: str, end: str, encoding: str, header: str
) -> None:
    quote = quote if len(delimiter) == 1 and delimiter.isascii() else ""
    named = header == "header"
    names = NAMES if named else [f"column {place + 1}" for place in range(len(NAMES))]
    rows = [NAMES, *planting.cells] if named else planting.cells
    (scan,) = scans_of(written(rows, delimiter, quote, end).encode(encoding))

    assert (scan.status, scan.rows) == (Status.COMPLETE, len(planting.cells))
    assert [name.strip("'") for name in scan.columns] == list(names)
    assert {kind: (column.strip("'"), *rest) for kind, (column, *rest) in told(scan).items()} == (
        planting.found(names)
    )


@settings(max_examples=40, deadline=None)
@given(planting=plantings(), delimiter=st.sampled_from(UNDER_NAMES), end=st.sampled_from(ENDS))
def test_rare_delimiters_are_known_under_a_header(
    planting: Planting, delimiter: str, end: str
) -> None:
    (scan,) = scans_of(written([NAMES, *planting.cells], delimiter, "", end).encode())

    assert (scan.columns, told(scan)) == (NAMES, planting.found())


@settings(max_examples=20, deadline=None)
@given(planting=plantings(), delimiter=st.sampled_from(UNDER_NAMES))
def test_without_a_header_they_are_signs_in_lines_and_nothing_is_missed(
    planting: Planting, delimiter: str
) -> None:
    (scan,) = scans_of(written(planting.cells, delimiter, "", "\n").encode())

    assert (scan.format, set(told(scan)) >= set(PLANTED)) == ("text", True)


@settings(max_examples=30, deadline=None)
@given(planting=plantings(), every=st.integers(2, 9), other=st.sampled_from((";", "\t", "|")))
def test_headers_that_come_again_and_rows_of_another_delimiter_hide_nothing(
    planting: Planting, every: int, other: str
) -> None:
    lines = [",".join(NAMES)]
    for place, row in enumerate(planting.cells):
        lines.append((other if place % every == every - 1 else ",").join(row))
        lines += lines[:1] * (place % every == 0)
    (scan,) = scans_of("\n".join(lines).encode())

    assert (scan.status, scan.rows) == (Status.COMPLETE, len(lines) - 1)
    assert {kind: count for kind, (_, count, _) in told(scan).items()} == dict.fromkeys(PLANTED, 1)


def test_lines_of_prose_are_no_table_by_their_spaces(scanner: FileScanner) -> None:
    scan = whole(scanner, b"ada lovelace\nMary Jones\nBob Brown\n")

    assert (scan.format, scan.columns) == ("text", ("text",))


def test_lines_end_where_old_computers_ended_them(scanner: FileScanner) -> None:
    mail = PLANTED["EMAIL_ADDRESS"]

    scan = whole(scanner, f"started well\rmail to {mail} today\rmail to {mail} again\r".encode())

    assert (scan.format, scan.rows, found(scan)) == ("text", 3, {"text": ("EMAIL_ADDRESS", 2)})


@pytest.mark.parametrize("cell", ["word " * 1_000_000, 'a "",""\n' * 600_000])
def test_a_row_may_be_as_long_as_a_value(scanner: FileScanner, cell: str) -> None:
    mail = PLANTED["EMAIL_ADDRESS"]
    text = f'id,remark,amount\n1,{mail},1\n2,"{cell}{mail}",2\n3,{mail},3\n'

    scan = whole(scanner, text.encode())

    assert (scan.status, scan.rows) == (Status.COMPLETE, 3)
    assert found(scan) == {"remark": ("EMAIL_ADDRESS", 3)}


def test_a_row_may_not_be_longer_than_the_mesh_says() -> None:
    with FileScanner(ScanLimits(cell_mb=4)) as bounded:
        scan = whole(bounded, b"a,b\n1,2\n3," + b"word " * 2_000_000 + b"\n5,6\n")

    assert (scan.status, scan.reason, scan.rows) == (Status.PARTIAL, Reason.CELL_TOO_LARGE, 1)
    assert "4 MB" in scan.errors[0]
