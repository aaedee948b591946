"""Every byte is looked at: what stands beside the values hides nothing."""

import io
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from uuid import UUID

import pyarrow as pa
import pyarrow.parquet
import pytest

from mesh.scanning.reasons import Reason, Status
from mesh.scanning.scanner import FileScanner
from tests.unit.mesh.scanning.scanned import found, scanned, whole, zipped

MAIL = "ada@example.org"
HIT = ("EMAIL_ADDRESS", 1)
IBAN, SSN = "GB33BUKB20201555555555", "536-22-8726"


def database(statements: Sequence[str], *, write_ahead: bool = False) -> bytes:
    with closing(sqlite3.connect(":memory:")) as made:
        for statement in statements:
            made.execute(statement)
        made.commit()
        content = made.serialize()
    return content[:18] + b"\2\2" + content[20:] if write_ahead else content


@pytest.mark.parametrize(
    "encoding",
    ["iso-8859-15", "windows-1250", "windows-1251", "koi8-r", "shift_jis", "gbk", "big5", "euc-kr"],
)
def test_xml_is_read_in_the_encoding_that_it_declares(scanner: FileScanner, encoding: str) -> None:
    sign = next(one for one in "éж亜中가" if _can_be_written(one, encoding))
    text = f'<?xml version="1.0" encoding="{encoding}"?>\n<a><b>{sign}</b><c>{MAIL}</c></a>'

    scan = whole(scanner, text.encode(encoding))

    assert (scan.status, scan.reason, found(scan)) == (Status.COMPLETE, None, {"a.c": HIT})


def _can_be_written(sign: str, encoding: str) -> bool:
    try:
        return bool(sign.encode(encoding))
    except UnicodeEncodeError:
        return False


def test_xml_of_four_bytes_a_sign_is_read(scanner: FileScanner) -> None:
    text = f'<?xml version="1.0"?><a><c>{MAIL}</c></a>'

    assert found(whole(scanner, text.encode("utf-32"))) == {"a.c": HIT}


@pytest.mark.parametrize("encoding", ["utf-7", "base64", "klingon", "x" * 500])
def test_xml_in_an_encoding_that_is_not_known_is_refused_in_words(
    scanner: FileScanner, encoding: str
) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?><a>{MAIL}</a>'

    scan = whole(scanner, text.encode())

    assert (scan.status, scan.reason) == (Status.SKIPPED, Reason.UNSUPPORTED_FORMAT)
    assert "write it in UTF-8" in scan.errors[0]


@pytest.mark.parametrize(
    "inside",
    [
        f'SYSTEM "mailto:{MAIL}"',
        f'[<!ATTLIST a b CDATA "{MAIL}">]',
        f'[<!NOTATION n PUBLIC "{MAIL}">]',
    ],
)
def test_what_a_document_type_says_is_looked_at(scanner: FileScanner, inside: str) -> None:
    scan = whole(scanner, f'<?xml version="1.0"?><!DOCTYPE a {inside}><x/>'.encode())

    assert found(scan) == {"<!DOCTYPE>": HIT}


@pytest.mark.parametrize(
    "text",
    [
        f"# by {MAIL}\na: 1\nb: é\n",
        f"a: é\nb: 2  # was {MAIL}\n",
        f"---\na: 1\nb: [1,\n  # {MAIL}\n  2]\nc: 5 # {IBAN}\n",
    ],
)
def test_comments_and_anchors_of_yaml_are_looked_at(scanner: FileScanner, text: str) -> None:
    scan = whole(scanner, text.encode())

    assert (scan.format, scan.rows) == ("yaml", 1)
    assert {one.column: one.count for one in scan.findings} == {"comments": 1}


def test_what_only_looks_like_a_comment_of_yaml_counts_once(scanner: FileScanner) -> None:
    scan = whole(scanner, f'a: "x # {MAIL}"\nb: 2\n'.encode())

    assert found(scan) == {"a": HIT}


@pytest.mark.parametrize(
    "statement",
    [
        f"CREATE TABLE t (a DEFAULT '{MAIL}')",
        f"CREATE VIEW v AS SELECT '{MAIL}' AS a",
        f"CREATE TABLE t (a -- ask {MAIL}\n)",
    ],
)
def test_a_databases_schema_is_looked_at(scanner: FileScanner, statement: str) -> None:
    scan = whole(scanner, database(["CREATE TABLE x (y)", statement]))

    assert (scan.status, scan.rows) == (Status.COMPLETE, 0)
    assert found(scan).keys() == {"sqlite_schema.sql"}


def test_a_database_that_writes_ahead_is_read_and_told(scanner: FileScanner) -> None:
    rows = ["CREATE TABLE t (a)", f"INSERT INTO t VALUES ('{MAIL}')"]  # noqa: S608

    scan = whole(scanner, database(rows, write_ahead=True))

    assert (scan.status, scan.rows, found(scan)) == (Status.COMPLETE, 1, {"t.a": HIT})
    assert "-wal" in scan.errors[0]


@pytest.mark.parametrize("lost", [1, 900, 4096, 5000])
def test_a_database_that_lacks_a_part_of_a_page_is_never_complete(
    scanner: FileScanner, lost: int
) -> None:
    rows = ["CREATE TABLE t (a)", *(f"INSERT INTO t VALUES ('{MAIL * 9}')" for _ in range(90))]  # noqa: S608

    scan = whole(scanner, database(rows)[:-lost])

    assert (scan.status is Status.COMPLETE, scan.reason) == (False, Reason.TRUNCATED)


def test_the_name_of_a_member_is_looked_at_and_never_shown(scanner: FileScanner) -> None:
    inner = zipped({"a.csv": "x,y\n1,2\n"})

    scans = scanned(scanner, zipped({f"for {MAIL}.zip": inner, "2013-08-01.csv": "x,y\n1,2\n"}))

    assert [scan.path for scan in scans] == [
        "file!/xxx xxx@xxxx.xxx.xxx!/a.csv",
        "file!/xxx xxx@xxxx.xxx.xxx",
        "file!/2013-08-01.csv",
        "file",
    ]
    assert [found(scan) for scan in scans] == [{}, {"names of files": HIT}, {}, {}]


def test_a_uuid_is_text_and_no_blob(scanner: FileScanner) -> None:
    sink = io.BytesIO()
    ids = pa.array([UUID(int=5).bytes, None], pa.uuid())
    pyarrow.parquet.write_table(pa.table({"id": ids, "mail": [MAIL, None]}), sink)

    scan = whole(scanner, sink.getvalue())

    assert (scan.status, scan.reason, found(scan)) == (Status.COMPLETE, None, {"mail": HIT})


@pytest.mark.parametrize("text", ['{"a": 1,}', '{"a": [1, 2,]}', '[{"a": 1,}]', "{'a': 1}"])
def test_json_that_people_wrote_is_malformed_and_not_cut_off(
    scanner: FileScanner, text: str
) -> None:
    assert whole(scanner, text.encode()).reason is Reason.MALFORMED
