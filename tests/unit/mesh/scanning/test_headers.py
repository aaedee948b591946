"""A first row of years, periods or numbers is a header where what is below is something else."""

import pytest

from mesh.scanning.reasons import Status
from mesh.scanning.scanner import FileScanner
from tests.unit.mesh.scanning.scanned import found, whole, zipped

HEADED = {
    "country,2019,2020,2021": ["France,12.5,13.1,14", "Spain,1250,1310,1400"],
    ",2019,2020,2021": ["France,1,2,3", "Spain,4,5,6"],
    "Region,2021,2020,2019": ["North,1950,3,2", "South,4,1960,6"],
    "city,2019,2020": ["Paris,1,2", "Rome,4,5"],
    "1990,2000,2010,2020": ["1,2,3,4", "7,3,1,9"],
    "state,1/22/20,1/23/20": ["Ohio,0,1", "Utah,2,3"],
    "station,2020-01-01,2020-01-02,2020-01-03": ["A,1,2,3", "B,2,3,4"],
    "region,2019-Q1,2019-Q2,2019-Q3": ["North,1,2,3", "South,2,3,4"],
    "sex,0-4,5-9,10-14": ["f,120,130,110", "m,110,120,130"],
    "0,1,2,3": ["0.1,0.2,0.3,0.4", "0.4,0.1,0.2,0.5"],
    ",0,1,2": ["0,0.1,0.2,0.3", "1,0.4,0.1,0.2"],
}
HEADERLESS = [
    ["1,2,3", "4,5,6", "7,8,9"],
    ["1,2,3,4", "7,8,3,6", "7,8,9,1"],
    ["2001,2002,2003", "2002,2003,2004", "2003,2004,2005"],
    ["Smith,1980,1981,1982", "Jones-Lee,1975,1976,1977", "Brown,1990,1991,1992"],
    ["Smith,1980,1999,2010", "Jones-Lee,1990,1985,2011", "O'Brown,1990,1985,2013"],
    ["Smith,1980,2010", "Jones-Lee,75,211", "O'Brown,90,213"],
    ["Smith,2020-01-01,2020-01-02,2020-01-03", "Jones-Lee,2020-01-09,2020-01-07,x"],
    ["ada@example.org,2019,2020,2021", "bob,1,2,3"],
    ["5551234567,2019,2020,2021", "bob,1,2,3"],
    ["1250,1310,1400", "9120,8770,9900"],
]


@pytest.mark.parametrize("header", HEADED)
def test_a_row_that_goes_on_and_on_names_the_columns(scanner: FileScanner, header: str) -> None:
    rows = HEADED[header]

    scan = whole(scanner, "\n".join([header, *rows, *rows, ""]).encode())

    names = [name or "column 1" for name in header.split(",")]
    assert (scan.format, scan.rows, list(scan.columns)) == ("csv", 2 * len(rows), names)


@pytest.mark.parametrize("rows", HEADERLESS)
def test_values_are_taken_for_no_header(scanner: FileScanner, rows: list[str]) -> None:
    scan = whole(scanner, "\n".join([*rows, ""]).encode())

    assert (scan.format, scan.rows, scan.columns[0]) == ("csv", len(rows), "column 1")


def test_columns_of_years_are_looked_at_as_others_are(scanner: FileScanner) -> None:
    scan = whole(scanner, b"country,2019,2020,2021\nFrance,1,2,3\nSpain,4,ada@example.org,6\n")

    assert (scan.status, found(scan)) == (Status.COMPLETE, {"2020": ("EMAIL_ADDRESS", 1)})


def test_a_sheet_is_headed_by_years_too(scanner: FileScanner) -> None:
    rows = [["country", 2019, 2020, 2021], ["France", 12, 13, 14], ["Spain", 9, 8, 7]]
    cells = "".join(
        "<row>" + "".join(f"<c t='str'><v>{cell}</v></c>" for cell in row) + "</row>"
        for row in rows
    )
    book = {
        "xl/workbook.xml": "<workbook><sheets><sheet name='S'/></sheets></workbook>",
        "xl/worksheets/sheet1.xml": f"<worksheet><sheetData>{cells}</sheetData></worksheet>",
    }

    scan = whole(scanner, zipped(book))

    assert scan.columns[-4:] == ("S.country", "S.2019", "S.2020", "S.2021")
