"""What is not in the encoding that a text says of itself makes it partial, and hides nothing."""

import gzip

import pytest

from mesh.scanning.reasons import Reason, Status
from mesh.scanning.results import FileScan
from mesh.scanning.scanner import FileScanner
from tests.unit.mesh.scanning.scanned import found, scanned, whole, zipped
from tests.unit.mesh.scanning.test_documents import BOOK, SHEET

BEFORE, BEHIND = "GB33BUKB20201555555555", "ada@example.org"
# Where wrong bytes are put.
HERE = "~"
XML = f"<a><b>{BEFORE}</b><b>x{HERE}y</b><c>{BEHIND}</c></a>"
TEXTS = {
    "csv": f"id;iban;mail\n1;{BEFORE};\n2;x{HERE}y;\n3;;{BEHIND}\n",
    "json": f'[{{"b": "{BEFORE}"}}, {{"b": "x{HERE}y"}}, {{"c": "{BEHIND}"}}]',
    "json lines": f'{{"b": "{BEFORE}"}}\n{{"b": "x{HERE}y"}}\n{{"c": "{BEHIND}"}}\n',
    "yaml": f'---\n- b: {BEFORE}\n- b: "x{HERE}y"\n- c: {BEHIND}\n',
    "text": f"it began with {BEFORE} then\nsaw x{HERE}y here\nand went on with {BEHIND} so\n",
    "xml": f"<?xml version='1.0'?>{XML}",
}
# A half of a sign that has two, and a number beyond the last sign.
WRONG = {
    "utf-16": b"\x00\xd8", "utf-16-le": b"\x00\xdc", "utf-16-be": b"\xd8\x00",
    "utf-32": b"\x00\x00\x11\x00", "utf-32-be": b"\x00\x11\x00\x00",
}  # fmt: skip
DECLARED = {
    "shift_jis": b"\x81\xff", "gbk": b"\xff", "euc-kr": b"\xff", "big5": b"\xff",
    "windows-1251": b"\x98", "windows-1252": b"\x81", "us-ascii": b"\xe9", "utf-8": b"\xe9",
}  # fmt: skip
PARTS = {
    "xl/worksheets/sheet1.xml": SHEET.partition("?>")[2].replace("<v>5</v>", f"<v>{HERE}</v>"),
    "xl/sharedStrings.xml": BOOK["xl/sharedStrings.xml"].replace(
        "</sst>", f"<si><t>{HERE}</t></si></sst>"
    ),
    "xl/comments1.xml": f"<c><t>{HERE}</t></c>",
}


def written(text: str, encoding: str, wrong: bytes) -> bytes:
    sign = HERE.encode(encoding.removesuffix("-le").removesuffix("-be") + "-le")
    sign = sign[::-1] if encoding.endswith("-be") else sign
    return text.encode(encoding).replace(sign, wrong)


def declaring(encoding: str, text: str, wrong: bytes) -> bytes:
    declaration = f'<?xml version="1.0" encoding="{encoding}"?>\n'
    return (declaration + text).encode().replace(HERE.encode(), wrong)


def is_told(scan: FileScan) -> bool:
    return scan.status is not Status.COMPLETE and scan.reason is Reason.MALFORMED


def kinds(scan: FileScan) -> set[str]:
    return {kind for kind, _ in found(scan).values()}


@pytest.mark.parametrize("encoding", WRONG)
@pytest.mark.parametrize("kind", TEXTS)
def test_half_signs_in_wide_texts_are_told_and_all_around_them_is_found(
    scanner: FileScanner, kind: str, encoding: str
) -> None:
    scan = whole(scanner, written(TEXTS[kind], encoding, WRONG[encoding]))

    assert is_told(scan)
    assert scan.errors[0].startswith(f"1 signs are not in {encoding}, as it says of itself")
    assert {"EMAIL_ADDRESS"} <= kinds(scan)
    assert {"IBAN_CODE"} <= kinds(scan) or kind == "text"


@pytest.mark.parametrize("kind", ["csv", "json lines", "yaml", "text"])
def test_a_byte_too_many_in_a_wide_text_makes_it_partial(scanner: FileScanner, kind: str) -> None:
    text = TEXTS[kind].encode("utf-16")
    middle = len(text) // 4 * 2

    at_its_end = whole(scanner, text + b"\n")
    inside = whole(scanner, text[:middle] + b"\n" + text[middle:])

    # A value that is no JSON is one that breaks off.
    assert is_told(at_its_end) or (kind, at_its_end.reason) == ("json lines", Reason.TRUNCATED)
    assert "EMAIL_ADDRESS" in kinds(at_its_end)
    assert inside.status is not Status.COMPLETE


@pytest.mark.parametrize("encoding", DECLARED)
def test_bytes_outside_the_encoding_that_xml_declares_are_told(
    scanner: FileScanner, encoding: str
) -> None:
    scan = whole(scanner, declaring(encoding, XML, DECLARED[encoding]))

    assert is_told(scan)
    assert "as it says of itself: write it in UTF-8" in scan.errors[0]
    assert set(found(scan)) == {"a.b", "a.c"}


def test_xml_that_declares_nothing_is_in_utf8_or_partial(scanner: FileScanner) -> None:
    scan = whole(scanner, XML.replace(HERE, "é").encode("cp1252"))

    assert is_told(scan)
    assert scan.errors[0].startswith("some bytes are not in utf-8, as it says of itself")
    assert scan.errors[1].startswith("bytes that are no UTF-8 were read as cp1252")
    assert set(found(scan)) == {"a.b", "a.c"}


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "UTF-16LE"])
def test_xml_of_narrow_signs_that_declares_wide_ones_is_refused_in_words(
    scanner: FileScanner, encoding: str
) -> None:
    scan = whole(scanner, declaring(encoding, XML, b"x"))

    assert is_told(scan)
    assert "and is not in it: write it in UTF-8" in scan.errors[0]


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [("utf-16", "utf-8"), ("utf-8-sig", "windows-1251"), ("utf-16", "shift_jis")],
)
def test_a_mark_is_believed_before_what_xml_declares(
    scanner: FileScanner, encoding: str, declared: str
) -> None:
    text = declaring(declared, f"<a><имя>{BEHIND}</имя></a>", b"").decode()

    scan = whole(scanner, text.encode(encoding))

    assert (scan.status, scan.reason) == (Status.COMPLETE, None)
    assert set(found(scan)) == {"a.имя"}


@pytest.mark.parametrize(
    ("declared", "written"),
    [("shift_jis", "cp932"), ("gb2312", "gb18030"), ("euc-kr", "cp949"), ("big5", "cp950")],
)
def test_signs_that_programs_write_beyond_an_old_encoding_are_read(
    scanner: FileScanner, declared: str, written: str
) -> None:
    sign = {"cp932": "髙", "gb18030": "鎔", "cp949": "똠", "cp950": "碁"}[written]

    scan = whole(scanner, declaring(declared, XML, sign.encode(written)))

    assert (scan.status, scan.reason) == (Status.COMPLETE, None)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030"])
def test_the_sign_for_what_could_not_be_read_is_a_sign_itself(
    scanner: FileScanner, encoding: str
) -> None:
    text = TEXTS["csv"].replace(HERE, "\ufffd") + "王秀英;张志强;北京\n李建华;陈晓明;上海\n" * 9

    scan = whole(scanner, text.encode(encoding))

    assert (scan.status, scan.reason) == (Status.COMPLETE, None)


@pytest.mark.parametrize("encoding", ["utf-8", "shift_jis"])
@pytest.mark.parametrize("part", PARTS)
def test_wrong_bytes_in_a_part_of_a_workbook_hide_no_other_part(
    scanner: FileScanner, part: str, encoding: str
) -> None:
    content = declaring(encoding, PARTS[part], DECLARED[encoding])

    scan = whole(scanner, zipped(BOOK | {part: content}))

    assert (scan.status, scan.reason) == (Status.PARTIAL, Reason.MALFORMED)
    assert scan.rows == 2
    assert "People.mail" in found(scan)


def test_sheets_in_an_encoding_that_they_declare_are_read(scanner: FileScanner) -> None:
    part = "xl/worksheets/sheet1.xml"
    content = declaring("shift_jis", PARTS[part], "髙".encode("cp932"))

    scan = whole(scanner, zipped(BOOK | {part: content}))

    assert (scan.status, scan.rows, set(found(scan))) == (Status.COMPLETE, 2, {"People.mail"})


def test_wrong_bytes_inside_archives_are_told_of_the_member(scanner: FileScanner) -> None:
    xml = declaring("shift_jis", XML, DECLARED["shift_jis"])

    packed = whole(scanner, gzip.compress(xml))
    member, archive = scanned(scanner, zipped({"a.xml": xml}))

    assert is_told(packed)
    assert is_told(member)
    assert archive.reason is Reason.MEMBERS_INCOMPLETE
