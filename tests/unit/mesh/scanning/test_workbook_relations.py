"""Sheets have the names that their workbook gives them, and links out of cells are looked at."""

from collections.abc import Mapping

import pytest

from mesh.scanning.reasons import Reason, Status
from mesh.scanning.scanner import FileScanner
from tests.unit.mesh.scanning.scanned import found, whole, zipped

MAIL = "ada@example.org"
BOOK = """<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">
 <sheets><sheet name="Planes" sheetId="2" r:id="rId2"/>
 <sheet name="People" sheetId="1" state="hidden" r:id="rId1"/></sheets></workbook>"""
TARGETS = {"rId1": "worksheets/sheet1.xml", "rId2": "/xl/worksheets/sheet2.xml"}
LINK = f'<Relationship Id="rId1" Target="mailto:{MAIL}?subject=x" TargetMode="External"/>'


def related(targets: Mapping[str, str]) -> str:
    inside = "".join(
        f'<Relationship Id="{key}" Target="{target}"/>' for key, target in targets.items()
    )
    return f"<Relationships>{inside}</Relationships>"


def sheet(*cells: str) -> str:
    rows = "".join(f"<row><c t='str'><v>{cell}</v></c></row>" for cell in cells)
    return f"<worksheet><sheetData>{rows}</sheetData></worksheet>"


PARTS = {
    "xl/workbook.xml": BOOK,
    "xl/_rels/workbook.xml.rels": related(TARGETS),
    "xl/worksheets/sheet1.xml": sheet("mail", MAIL, "none"),
    "xl/worksheets/sheet2.xml": sheet("plane", "N1", "N2"),
}


def test_a_moved_sheet_keeps_its_name(scanner: FileScanner) -> None:
    scan = whole(scanner, zipped(PARTS))

    assert (scan.status, scan.rows) == (Status.COMPLETE, 4)
    assert found(scan) == {"People.mail": ("EMAIL_ADDRESS", 1)}


def test_a_sheet_that_the_workbook_does_not_name_is_read_under_its_parts_name(
    scanner: FileScanner,
) -> None:
    scan = whole(scanner, zipped({**PARTS, "xl/worksheets/sheet9.xml": sheet("mail", MAIL, "x")}))

    assert found(scan).keys() == {"People.mail", "xl/worksheets/sheet9.xml.mail"}


def test_an_address_behind_a_cell_is_found(scanner: FileScanner) -> None:
    links = {"xl/worksheets/_rels/sheet2.xml.rels": f"<Relationships>{LINK}</Relationships>"}

    scan = whole(scanner, zipped({**PARTS, "xl/worksheets/sheet1.xml": sheet("id", "1"), **links}))

    assert {one.entity for one in scan.findings} >= {"EMAIL_ADDRESS"}
    assert {one.column for one in scan.findings} == {"xl/worksheets/_rels/sheet2.xml.rels"}


@pytest.mark.parametrize("rest", ["", "<Relationships>"])
def test_references_that_are_no_xml_refuse_the_workbook(scanner: FileScanner, rest: str) -> None:
    scan = whole(scanner, zipped({**PARTS, "xl/_rels/workbook.xml.rels": rest}))

    assert scan.reason is Reason.MALFORMED
