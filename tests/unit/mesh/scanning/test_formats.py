"""A value is found in every format, under its own path, and every value is looked at."""

import bz2
import gzip
import io
import json
import lzma
from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pyarrow.orc
import pyarrow.parquet
import pytest

from mesh.scanning.reasons import Reason, Status
from mesh.scanning.scanner import FileScanner
from tests.unit.mesh.scanning.scanned import found, whole

MAIL = "ada@example.org"
CSV = f"name,mail\nN1,{MAIL}\nN2,\n".encode()
IN_MAIL = {"mail": ("EMAIL_ADDRESS", 1)}


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "latin-1", "cp1252"]
)
def test_delimited_text_is_read_in_every_encoding(
    scanner: FileScanner, delimiter: str, encoding: str
) -> None:
    rows = f'näme,mail,"no, te"\nN1,{MAIL},é\nN2,,é\n'.replace(",", delimiter)

    scan = whole(scanner, rows.encode(encoding))

    assert (scan.status, scan.rows) == (Status.COMPLETE, 2)
    assert scan.columns[:2] == ("näme", "mail")
    assert found(scan) == IN_MAIL


def test_a_table_without_a_header_loses_no_row_and_shows_no_value_as_a_name(
    scanner: FileScanner,
) -> None:
    scan = whole(scanner, f"1,{MAIL}\n2,{MAIL}\n".encode())

    assert found(scan) == {"column 2": ("EMAIL_ADDRESS", 2)}
    assert MAIL not in json.dumps(scan.to_dict())


@pytest.mark.parametrize(
    ("rows", "names"),
    [
        (["year,budget_2013$,period code", "2013,5,1"], ("year", "budget_2013$", "period code")),
        (["name,city", "ada,london"], ("name", "city")),
        (["Ada Byron,London", "Mary Shelley,Paris"], ("column 1", "column 2")),
        (["12 High Street,N1", "5 Low Street,N2"], ("column 1", "column 2")),
        ([",name,name", "1,2,3"], ("column 1", "name", "name (2)")),
    ],
)
def test_a_first_row_is_a_header_only_where_it_surely_holds_names(
    scanner: FileScanner, rows: list[str], names: tuple[str, ...]
) -> None:
    assert whole(scanner, "\n".join(rows).encode()).columns == names


def test_rows_of_another_width_are_looked_at_and_told(scanner: FileScanner) -> None:
    scan = whole(scanner, f"a,b\n1,2\n3,4\n5,6\n7,8\n9,x,{MAIL}\n{MAIL}\n".encode())

    assert (scan.status, scan.rows) == (Status.COMPLETE, 6)
    assert found(scan).keys() == {"a", "beyond the header"}
    assert "2 rows have another number of fields" in scan.errors[0]


def test_a_name_that_comes_twice_is_two_columns(scanner: FileScanner) -> None:
    scan = whole(scanner, f"a,a\n1,{MAIL}\n2,x\n".encode())

    assert scan.columns == ("a", "a (2)")


def test_a_quoted_value_may_hold_the_delimiter_quotes_and_lines(scanner: FileScanner) -> None:
    scan = whole(scanner, f'a,b\n"x,""y""\n{MAIL}",2\n3,4\n'.encode())

    assert (scan.rows, found(scan)) == (2, {"a": ("EMAIL_ADDRESS", 1)})


@pytest.mark.parametrize(
    "text",
    [
        '{{"id": 1}}\n{{"a": {{"b": [{{"c": "{0}"}}, {{"c": null}}]}}}}\n',
        '[{{"a": {{"b": [{{"c": "{0}"}}]}}}}, 5]',
        '{{\n "a": {{\n "b": [\n {{"c": "{0}"}}]}}}}',
    ],
)
def test_nested_values_of_json_are_told_by_their_path(scanner: FileScanner, text: str) -> None:
    scan = whole(scanner, text.format(MAIL).encode())

    assert (scan.status, scan.format) == (Status.COMPLETE, "json")
    assert found(scan) == {"a.b[].c": ("EMAIL_ADDRESS", 1)}


def test_personal_data_in_the_names_of_columns_is_found_and_never_shown(
    scanner: FileScanner,
) -> None:
    text = json.dumps(
        {"people": {MAIL: {"phone": 5}, "GB33BUKB20201555555555": {"flag": "x"}, "n": 1}}
    )

    scan = whole(scanner, text.encode())

    assert {(each.column, each.entity) for each in scan.findings} >= {
        ("names of columns", "EMAIL_ADDRESS"),
        ("names of columns", "IBAN_CODE"),
    }
    assert scan.columns == ("xxxx.xxx@xxxx.xxx.xxxx", "xxxx.xx99xxxx9999.xxxx", "people.n")
    assert "ada" not in json.dumps(scan.to_dict())


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("Dear Mrs Quartermaine, thank you", ("xxxx xxx xxxx", "thank you")),
        ("Peter Dunn,parcels sent", ("xxxx xxxx", "parcels sent")),
        ("Postal Code,Date of Birth", ("Postal Code", "Date of Birth")),
    ],
)
def test_a_first_line_that_reads_as_somebody_is_shown_by_its_shape(
    scanner: FileScanner, line: str, shown: tuple[str, str]
) -> None:
    scan = whole(scanner, f"{line}\nthe parcel,which came\non Monday,it was fine\n".encode())

    assert scan.columns == shown


def test_a_field_that_comes_twice_hides_nothing(scanner: FileScanner) -> None:
    scan = whole(scanner, f'{{"a": "{MAIL}", "a": "x"}}'.encode())

    assert found(scan) == {"a": ("EMAIL_ADDRESS", 1)}


def _parquet(table: pa.Table, sink: io.BytesIO) -> None:
    pyarrow.parquet.write_table(table, sink, row_group_size=1)


def _arrow(table: pa.Table, sink: io.BytesIO) -> None:
    with pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)


def _stream(table: pa.Table, sink: io.BytesIO) -> None:
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)


COLUMNAR: dict[str, Callable[..., Any]] = {
    "parquet": _parquet,
    "orc": pyarrow.orc.write_table,
    "arrow": _arrow,
    "arrow-stream": _stream,
}


@pytest.mark.parametrize("kind", COLUMNAR)
def test_nested_columns_are_told_by_their_path(scanner: FileScanner, kind: str) -> None:
    people = [[{"mail": MAIL}, {"mail": None}], []]
    table = pa.table({"id": [1, 2], "of": pa.array([{"people": each} for each in people])})
    sink = io.BytesIO()
    COLUMNAR[kind](table, sink)

    scan = whole(scanner, sink.getvalue())

    assert (scan.status, scan.format, scan.rows) == (Status.COMPLETE, kind, 2)
    assert found(scan) == {"of.people[].mail": ("EMAIL_ADDRESS", 1)}


def test_bytes_that_are_no_text_make_a_file_partial(scanner: FileScanner) -> None:
    sink = io.BytesIO()
    _parquet(pa.table({"photo": [b"\xff\xd8\xff"], "note": [MAIL.encode()]}), sink)

    scan = whole(scanner, sink.getvalue())

    assert (scan.status, scan.reason) == (Status.PARTIAL, Reason.BINARY_CONTENT)
    assert not scan.is_clean
    assert found(scan) == {"note": ("EMAIL_ADDRESS", 1)}


def test_logs_are_read_line_by_line(scanner: FileScanner) -> None:
    scan = whole(scanner, f"started well\nmail sent to {MAIL} today\n\nended".encode())

    assert (scan.format, scan.rows) == ("text", 4)
    assert found(scan) == {"text": ("EMAIL_ADDRESS", 1)}


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "bzip2": bz2.compress,
    "xz": lzma.compress,
    "zstd": lambda content: pa.Codec("zstd").compress(content, asbytes=True),
    "lz4": lambda content: pa.Codec("lz4").compress(content, asbytes=True),
}


@pytest.mark.parametrize("kind", PACKERS)
def test_packed_files_are_unpacked_all_of_their_streams(scanner: FileScanner, kind: str) -> None:
    pack = PACKERS[kind]

    scan = whole(scanner, pack(CSV[:9]) + pack(CSV[9:]))

    assert (scan.status, scan.format, scan.rows) == (Status.COMPLETE, f"csv.{kind}", 2)
    assert found(scan) == IN_MAIL


@pytest.mark.parametrize("kind", PACKERS)
def test_packed_files_that_break_off_are_not_complete(scanner: FileScanner, kind: str) -> None:
    rows = b"".join(b"%d,%d\n" % (place, place * place) for place in range(3000))

    scan = whole(scanner, PACKERS[kind](rows)[:-20])

    assert scan.reason in {Reason.TRUNCATED, Reason.CORRUPT}


LINES = [
    '{"a": {"b": [{"c": "ada@example.org"}]}, "on": "1980-01-02"}',
    '{"a": 5, "n": 12345678901234567890}',
    '{"a": "x", "a": "ada@example.org"}',
    '{"at": "1980-01-02T03:04:05", "odd": "\\ud800"}',
    "{}",
]


@pytest.mark.parametrize("kept", range(1, 2 ** len(LINES), 3))
def test_json_lines_hold_the_same_however_they_are_arranged(
    scanner: FileScanner, kept: int
) -> None:
    """Arrow's parser reads the lines, this project's reads the array."""
    lines = [line for place, line in enumerate(LINES) if kept >> place & 1]

    by_line = whole(scanner, "\n".join(lines).encode())
    in_array = whole(scanner, f"[{','.join(lines)}]".encode())

    assert (by_line.status, by_line.rows) == (in_array.status, in_array.rows)
    assert set(by_line.columns) <= {"a", "a (2)", "a.b[].c", "on", "n", "at", "odd"}
    assert found(by_line) == found(in_array)
