"""xlsx: every sheet as a table, and whatever else of text the workbook carries."""

import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO
from xml.parsers import expat

import pyarrow as pa

from mesh.scanning.archives import explained, open_zip, printable
from mesh.scanning.formats.dialects import is_header, unique_names
from mesh.scanning.formats.sheets import SharedStrings, Sheet, parse
from mesh.scanning.formats.xml_values import read_xml
from mesh.scanning.frames import Opaque, Rows
from mesh.scanning.reasons import FileRefusedError, Reason
from mesh.scanning.sources import Budget, Source

MARK = "xl/workbook.xml"
_SHEETS = "xl/worksheets/"
_STRINGS = "xl/sharedStrings.xml"
_MOST_MEMBERS = 10_000
_ROWS = 5_000
_LOOKED_AT = 200
# How it looks and what refers to what; everything else is read.
_NO_CONTENT = ("xl/styles.xml", "xl/theme/", "xl/calcChain.xml", "[Content_Types].xml", "_rels/")


def read_workbook(source: Source) -> Iterator[Rows | Opaque]:
    """Give the cells of every sheet, as ``sheet.column``, then comments, properties and the like.

    Raises:
        FileRefusedError: if a part is broken, packed too tightly or declares entities.
    """
    archive = open_zip(source)
    if len(archive.infolist()) > _MOST_MEMBERS:
        raise FileRefusedError(Reason.MEMBER_LIMIT, f"it has more than {_MOST_MEMBERS} parts")
    with explained():
        try:
            strings = _shared_strings(archive, source.budget)
            names = _sheet_names(archive, source.budget)
            for info in archive.infolist():
                yield from _part(archive, info, strings, names, source.budget)
        except expat.ExpatError as error:
            raise FileRefusedError(
                Reason.MALFORMED, f"a part of the workbook is no XML at line {error.lineno}"
            ) from None
    yield from _unused(strings)


def _part(
    archive: zipfile.ZipFile,
    info: zipfile.ZipInfo,
    strings: SharedStrings,
    names: list[str],
    budget: Budget,
) -> Iterator[Rows | Opaque]:
    name = info.filename
    if name.endswith("/") or name == _STRINGS or _has_no_content(name):
        return
    with archive.open(info) as opened:
        part = Source(opened, budget=budget)  # type: ignore[arg-type]
        if name.startswith(_SHEETS) and name.endswith(".xml"):
            yield from _sheet(part.stream, _sheet_name(name, names), strings)
        elif part.head.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"<"):
            yield from read_xml(part.stream, printable(name))
        elif part.head:
            yield Opaque(column=printable(name))


def _has_no_content(name: str) -> bool:
    return any(name.startswith(each) or f"/{each}" in name for each in _NO_CONTENT)


def _sheet(stream: BinaryIO, name: str, strings: SharedStrings) -> Iterator[Rows]:
    sheet = Sheet(strings)
    names: tuple[str, ...] | None = None
    for _ in parse(stream, sheet):
        if len(sheet.rows) >= _ROWS:
            names, rows = _named(sheet, names)
            yield from _rows(name, names, rows)
    names, rows = _named(sheet, names)
    yield from _rows(name, names, rows)
    if sheet.formulas:
        table = f"{name} formulas"
        batch = pa.RecordBatch.from_arrays([pa.array(sheet.formulas, pa.string())], names=[table])
        yield Rows(table=table, counted=False, batch=batch)


def _named(
    sheet: Sheet, names: tuple[str, ...] | None
) -> tuple[tuple[str, ...], list[dict[int, str]]]:
    rows = sheet.take()
    if names is None:
        first = rows[0] if rows else {}
        width = max(first, default=-1) + 1
        header = [first.get(place, "").strip() for place in range(width)]
        below = [[row.get(place, "") for place in range(width)] for row in rows[1:_LOOKED_AT]]
        if rows and is_header([header, *below], width):
            return unique_names(header, width), rows[1:]
        return (), rows
    return names, rows


def _rows(sheet: str, names: tuple[str, ...], rows: list[dict[int, str]]) -> Iterator[Rows]:
    width = max((max(row, default=-1) + 1 for row in rows), default=0)
    if not rows:
        return
    full = unique_names(names, max(width, len(names)))
    arrays: list[pa.Array[Any]] = [
        pa.array([row.get(place) for row in rows], pa.string()) for place in range(len(full))
    ]
    titles = [f"{sheet}.{name}" for name in full]
    if arrays:
        batch = pa.RecordBatch.from_arrays(arrays, names=titles)
        yield Rows(table=sheet, counted=True, batch=batch)


def _shared_strings(archive: zipfile.ZipFile, budget: Budget) -> SharedStrings:
    strings = SharedStrings()
    if _STRINGS in archive.namelist():
        with archive.open(_STRINGS) as opened:
            for _ in parse(Source(opened, budget=budget).stream, strings):  # type: ignore[arg-type]
                pass
    return strings


def _sheet_names(archive: zipfile.ZipFile, budget: Budget) -> list[str]:
    """Names of the sheets in the workbook's order."""
    names: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == "sheet":
            names.append(attributes.get("name", ""))

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    with archive.open(MARK) as opened:
        parser.Parse(Source(opened, budget=budget).whole(1 << 20), True)  # type: ignore[arg-type]  # noqa: FBT003
    return names


def _sheet_name(part: str, names: list[str]) -> str:
    """A sheet's own name where parts are numbered as programs number them, else the part's."""
    number = part.removeprefix(f"{_SHEETS}sheet").removesuffix(".xml")
    if number.isdigit() and 0 < int(number) <= len(names):
        return printable(names[int(number) - 1])
    return printable(part)


def _unused(strings: SharedStrings) -> Iterator[Rows]:
    """Texts that no cell shows any more, and that are in the file all the same."""
    unused = [text for text, used in zip(strings.texts, strings.used, strict=True) if not used]
    if unused:
        table = "texts of no cell"
        batch = pa.RecordBatch.from_arrays([pa.array(unused, pa.string())], names=[table])
        yield Rows(table=table, counted=False, batch=batch)
