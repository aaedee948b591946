"""Cells come out the same whether a worksheet is read at once or element by element."""

from collections.abc import Callable

import pytest

from mesh.scanning.reasons import Reason, Status
from mesh.scanning.scanner import FileScanner
from tests.unit.mesh.scanning.scanned import whole, zipped

MAIL = "ada@example.org"
CARD = 4111111111111111
SHARED = ["name", "mail", MAIL, "A &amp; B"]
Cell = Callable[[int], str]


def inline(row: int) -> str:
    return f'<c t="inlineStr"><is><t>{MAIL if row > 1 else "R&amp;D mail"}</t></is></c>'


def with_gaps(row: int) -> str:
    far = f'<c r="AB{row}"><v>{CARD}</v></c>' if row % 3 else ""
    return f'<c r="B{row}" s="1" t="s"><v>2</v></c><c r="C{row}"/>{far}'


def computed(row: int) -> str:
    return f'<c r="A{row}" t="str"><f>"{MAIL}"&amp;B{row}</f><v>{CARD}</v></c>'


def truth(row: int) -> str:
    return f'<c t="b"><v>{row % 2}</v></c><c t="s"><v>{row % 4}</v></c><c><v></v></c>'


def repeated(row: int) -> str:
    mail = f'<c r="A{row}" t="s"><v>2</v></c>'
    return f'<c r="A{row}"><v>{row}</v></c>{mail}' if row % 2 else f'<c r="A{row}"/>'


def workbook(rows: str, *, shared: str = "") -> bytes:
    texts = "".join(f"<si><t>{text}</t></si>" for text in SHARED)
    return zipped(
        {
            "xl/workbook.xml": "<workbook><sheets><sheet name='S'/></sheets></workbook>",
            "xl/sharedStrings.xml": f"<sst>{shared}{texts}</sst>",
            "xl/worksheets/sheet1.xml": f"<worksheet><sheetData>{rows}</sheetData></worksheet>",
        }
    )


@pytest.mark.parametrize("cell", [inline, with_gaps, computed, truth, repeated])
def test_regular_rows_hold_the_same_as_rows_with_a_comment_in_each(
    scanner: FileScanner, cell: Cell
) -> None:
    rows = "".join(f'<row r="{row}">{cell(row)}</row>' for row in range(1, 14_000))

    at_once = whole(scanner, workbook(rows))
    by_element = whole(scanner, workbook(rows.replace("</row>", "<!-- --></row>")))

    assert at_once.status is Status.COMPLETE
    assert (at_once.rows, at_once.columns) == (by_element.rows, by_element.columns)
    assert at_once.findings == by_element.findings
    assert at_once.findings


@pytest.mark.parametrize("value", ["99", "-1", "x"])
def test_a_cell_that_names_a_text_that_is_not_there_is_refused(
    scanner: FileScanner, value: str
) -> None:
    scan = whole(scanner, workbook(f'<row><c t="s"><v>{value}</v></c></row>'))

    assert scan.reason is Reason.CORRUPT


@pytest.mark.parametrize(
    "row",
    [
        "<row><c><v>1</c></v></row>",
        "<row><c><v>&nothing;</v></c></row>",
        "<row><c><v>\x01</v></c></row>",
        "<row><v>1</v></c></row>",
    ],
)
def test_rows_that_are_no_xml_are_refused(scanner: FileScanner, row: str) -> None:
    assert whole(scanner, workbook(row)).reason is Reason.MALFORMED


def test_a_text_outside_cells_and_one_of_a_rich_text_are_looked_at(scanner: FileScanner) -> None:
    rich = f"<si><r><t>{MAIL[:5]}</t></r><r><t>{MAIL[5:]}</t></r></si>"
    rows = f'<row><c t="s"><v>0</v></c></row><row>{CARD}</row>'

    scan = whole(scanner, workbook(rows, shared=rich))

    assert {one.entity for one in scan.findings} >= {"EMAIL_ADDRESS", "CREDIT_CARD"}
