"""Databases, sheets, trees and archives are looked into as tables are."""

import io
import sqlite3
import tarfile
from contextlib import closing
from typing import Literal

import fastavro
import pyarrow as pa
import pytest

from mesh.scanning.reasons import Reason, Status
from mesh.scanning.scanner import FileScanner
from tests.unit.mesh.scanning.scanned import found, scanned, whole, zipped

MAIL = "ada@example.org"
HIT = ("EMAIL_ADDRESS", 1)
CSV = f"name,mail\nN1,{MAIL}\nN2,\n".encode()
SHEET = """<?xml version="1.0"?><worksheet
 xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
 <row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="inlineStr"><is><t>mail</t></is></c></row>
 <row r="2"><c r="A2"><v>5</v></c><c r="C2" t="s"><v>1</v></c></row>
 <row r="3"><c r="A3"><v>6</v></c></row></sheetData></worksheet>"""
BOOK = {
    "[Content_Types].xml": "<Types/>",
    "xl/workbook.xml": '<workbook><sheets><sheet name="People"/></sheets></workbook>',
    "xl/worksheets/sheet1.xml": SHEET,
    "xl/sharedStrings.xml": f"<sst><si><t>id</t></si><si><r><t>ada@</t></r><r><t>{MAIL[4:]}</t></r>"
    "</si></sst>",
}


def tarred(name: str, content: bytes) -> bytes:
    sink = io.BytesIO()
    with tarfile.open(fileobj=sink, mode="w") as archive:
        info = tarfile.TarInfo(name)
        info.size = len(content)
        archive.addfile(info, io.BytesIO(content))
    return sink.getvalue()


def test_every_sheet_of_a_workbook_is_a_table_with_its_header(scanner: FileScanner) -> None:
    scan = whole(scanner, zipped(BOOK))

    assert (scan.status, scan.format, scan.rows) == (Status.COMPLETE, "xlsx", 2)
    assert found(scan) == {"People.mail": HIT}


@pytest.mark.parametrize(
    ("part", "content", "column"),
    [
        ("xl/comments1.xml", f"<comments><t>{MAIL}</t></comments>", "xl/comments1.xml.comments.t"),
        ("docProps/core.xml", f"<p><creator>{MAIL}</creator></p>", "docProps/core.xml.p.creator"),
        (
            "xl/sharedStrings.xml",
            f"<sst><si><t>id</t></si><si><t>x</t></si><si><t>{MAIL}</t></si></sst>",
            "texts of no cell",
        ),
        (
            "xl/worksheets/sheet2.xml",
            f'<s><row><c><f>A1&amp;"{MAIL}"</f><v>5</v></c></row></s>',
            "xl/worksheets/sheet2.xml formulas",
        ),
    ],
)
def test_what_a_workbook_holds_beside_its_cells_is_looked_at(
    scanner: FileScanner, part: str, content: str, column: str
) -> None:
    sheet = SHEET.replace("<v>1</v>", "<v>0</v>")

    scan = whole(scanner, zipped(BOOK | {"xl/worksheets/sheet1.xml": sheet, part: content}))

    assert found(scan)[column] == HIT


def test_a_picture_in_a_workbook_makes_it_partial(scanner: FileScanner) -> None:
    scan = whole(scanner, zipped(BOOK | {"xl/media/image1.png": b"\x89PNG\x00\x01"}))

    assert (scan.status, scan.reason) == (Status.PARTIAL, Reason.BINARY_CONTENT)


def test_what_programs_put_into_every_workbook_leaves_it_complete(scanner: FileScanner) -> None:
    settings = b"\0\1\2" + MAIL.encode("utf-16-le") + bytes(200)
    parts = {
        "xl/printerSettings/printerSettings1.bin": settings,
        "docProps/thumbnail.jpeg": b"\xff",
    }

    scan = whole(scanner, zipped({**BOOK, **parts}))

    assert (scan.status, scan.reason) == (Status.COMPLETE, None)
    assert found(scan)["xl/printerSettings/printerSettings1.bin"] == HIT
    assert "nobody looked at the picture" in scan.errors[0]


def test_a_workbook_that_declares_entities_is_refused(scanner: FileScanner) -> None:
    sheet = SHEET.replace("<worksheet", '<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet', 1)

    scan = whole(scanner, zipped(BOOK | {"xl/worksheets/sheet1.xml": sheet}))

    assert scan.reason is Reason.ENTITIES


def test_every_table_of_a_database_is_read(scanner: FileScanner) -> None:
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("CREATE TABLE people (id, mail)")
        database.execute("INSERT INTO people VALUES (1, ?), (2, NULL)", [MAIL])
        database.execute('CREATE TABLE "odd ""name" (photo)')
        database.commit()
        content = database.serialize()

    scan = whole(scanner, content)

    assert (scan.status, scan.format, scan.rows) == (Status.COMPLETE, "sqlite", 2)
    assert found(scan) == {"people.mail": HIT}


def test_a_database_with_pictures_is_partial(scanner: FileScanner) -> None:
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("CREATE TABLE people (photo)")
        database.execute("INSERT INTO people VALUES (?)", [b"\xff\xd8\xff"])
        database.commit()
        content = database.serialize()

    assert whole(scanner, content).reason is Reason.BINARY_CONTENT


def test_nested_records_of_avro_are_told_by_their_path(scanner: FileScanner) -> None:
    person = {"type": "record", "name": "p", "fields": [{"name": "mail", "type": "string"}]}
    people = {"type": "array", "items": person}
    schema = {"type": "record", "name": "r", "fields": [{"name": "people", "type": people}]}
    sink = io.BytesIO()
    fastavro.writer(sink, schema, [{"people": [{"mail": MAIL}]}, {"people": []}])

    scan = whole(scanner, sink.getvalue())
    cut = whole(scanner, sink.getvalue()[:-9])

    assert (scan.status, scan.format, scan.rows) == (Status.COMPLETE, "avro", 2)
    assert found(scan) == {"people[].mail": HIT}
    assert cut.reason in {Reason.TRUNCATED, Reason.CORRUPT}


@pytest.mark.parametrize(
    ("codec", "name", "sum_of_it"),
    [("snappy", b"\x0csnappy", b"\0\0\0\0"), ("zstd", b"\x12zstandard", b"")],
)
def test_avro_packed_by_what_its_library_lacks_is_read(
    scanner: FileScanner, codec: Literal["snappy", "zstd"], name: bytes, sum_of_it: bytes
) -> None:
    schema = {"type": "record", "name": "r", "fields": [{"name": "mail", "type": "string"}]}
    plain = io.BytesIO()
    fastavro.writer(plain, schema, [{"mail": MAIL}], codec="null", sync_marker=b"s" * 16)
    record = bytes([2 * len(MAIL)]) + MAIL.encode()
    packed = pa.Codec(codec).compress(record, asbytes=True) + sum_of_it
    block = bytes([2 * len(record)]) + record
    content = plain.getvalue().replace(block, bytes([2 * len(packed)]) + packed)

    scan = whole(scanner, content.replace(b"\x08null", name))

    assert (scan.status, found(scan)) == (Status.COMPLETE, {"mail": HIT})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "latin-1"])
def test_elements_attributes_and_comments_of_xml_are_read(
    scanner: FileScanner, encoding: str
) -> None:
    text = (
        f'<?xml version="1.0" encoding="{encoding}"?>\n<a><b c="{MAIL}">{MAIL}</b><!--{MAIL}--></a>'
    )

    scan = whole(scanner, text.encode(encoding))

    assert (scan.status, scan.format) == (Status.COMPLETE, "xml")
    assert found(scan) == {"a.b": HIT, "a.b@c": HIT, "a<!---->": HIT}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', Reason.ENTITIES),
        ('<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', Reason.ENTITIES),
        ("<a><b></b>", Reason.TRUNCATED),
        ("<a></b></a>", Reason.MALFORMED),
        ("<a>" * 300 + "</a>" * 300, Reason.DEPTH_LIMIT),
    ],
)
def test_xml_that_lies_is_refused(scanner: FileScanner, text: str, reason: Reason) -> None:
    assert whole(scanner, f'<?xml version="1.0"?>{text}'.encode()).reason is reason


def test_xml_that_begins_with_its_document_type_is_xml(scanner: FileScanner) -> None:
    hidden = MAIL.replace("@", "&#64;")
    plain = whole(scanner, f'<!DOCTYPE people>\n<people mail="{hidden}"/>'.encode())
    declared = whole(scanner, b'<!DOCTYPE a [\n<!ENTITY b "c">\n]>\n<a>&b;</a>')

    assert (plain.status, plain.format, found(plain)["people@mail"]) == (
        Status.COMPLETE,
        "xml",
        HIT,
    )
    assert (declared.format, declared.reason) == ("xml", Reason.ENTITIES)


def test_html_is_text(scanner: FileScanner) -> None:
    scan = whole(scanner, f"<!DOCTYPE html>\n<p>Write to {MAIL}<br>now\n".encode())

    assert (scan.status, scan.format, found(scan)) == (Status.COMPLETE, "text", {"text": HIT})


def test_xml_of_which_values_were_looked_at_is_partial(scanner: FileScanner) -> None:
    scan = whole(scanner, b"<people><mail>ada@example.org</mail></people><mail>")

    assert [finding.entity for finding in scan.findings] == ["EMAIL_ADDRESS"]
    assert (scan.status, scan.reason) == (Status.PARTIAL, Reason.MALFORMED)


def test_keys_and_lists_of_yaml_are_told_by_their_path(scanner: FileScanner) -> None:
    text = f"team: &t\n  people:\n    - mail: {MAIL}\n    - mail: none\nagain: *t\n"

    scan = whole(scanner, text.encode())

    assert (scan.status, scan.format, scan.rows) == (Status.COMPLETE, "yaml", 1)
    assert found(scan) == {"team.people[].mail": HIT}


def test_aliases_of_yaml_multiply_nothing(scanner: FileScanner) -> None:
    lines = [f"a: &a [{MAIL}]"] + [
        f"{chr(98 + place)}: &{chr(98 + place)} [{', '.join([f'*{chr(97 + place)}'] * 9)}]"
        for place in range(20)
    ]

    scan = whole(scanner, "\n".join(lines).encode())

    assert (scan.status, found(scan)) == (Status.COMPLETE, {"a[]": HIT})


def test_members_of_archives_have_results_of_their_own(scanner: FileScanner) -> None:
    inner = tarred("b.csv", CSV)

    scans = scanned(scanner, zipped({"a.csv": CSV, "in.tar": inner, "c.bin": b"\0\1\2\3"}))

    assert [(scan.path, str(scan.status), scan.reason) for scan in scans] == [
        ("file!/a.csv", "COMPLETE", None),
        ("file!/in.tar!/b.csv", "COMPLETE", None),
        ("file!/in.tar", "COMPLETE", None),
        ("file!/c.bin", "SKIPPED", Reason.UNKNOWN_FORMAT),
        ("file", "PARTIAL", Reason.MEMBERS_INCOMPLETE),
    ]
    assert found(scans[1]) == {"mail": HIT}
