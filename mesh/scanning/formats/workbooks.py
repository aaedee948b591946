"""xlsx: every sheet as a table, and whatever else of text the workbook carries."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO
from xml.parsers import expat

import pyarrow as pa

from mesh.scanning.archives import explained, open_zip, printable
from mesh.scanning.expected import NOTHING
from mesh.scanning.formats.relations import relations
from mesh.scanning.formats.shared_strings import SharedStrings
from mesh.scanning.formats.sheet_cells import Grid
from mesh.scanning.formats.sheet_rows import SheetTable
from mesh.scanning.formats.sheets import Sheet, parse
from mesh.scanning.formats.strings import text_rows, texts_in
from mesh.scanning.formats.xml_text import xml_text
from mesh.scanning.formats.xml_values import read_values
from mesh.scanning.frames import Noted, Opaque, Rows
from mesh.scanning.reasons import FileRefusedError, Reason
from mesh.scanning.sources import Budget, Source
from mesh.scanning.text import Utf8Stream, utf8_of, with_notes

MARK = "xl/workbook.xml"
_SHEETS = "xl/worksheets/"
_STRINGS = "xl/sharedStrings.xml"
_BOOK, _RELATIONS = "xl/_rels/workbook.xml.rels", ".rels"
_LARGEST_RELATIONS = 16 << 20
_PRINTERS, _THUMBNAIL = "xl/printerSettings/", "docProps/thumbnail."
_LARGEST_SETTINGS = 1 << 20
# How it looks and what refers to what; everything else is read.
_NO_CONTENT = ("xl/styles.xml", "xl/theme/", "xl/calcChain.xml", "[Content_Types].xml")


def read_workbook(source: Source) -> Iterator[Rows | Opaque | Noted]:
    """Give the cells of every sheet, as ``sheet.column``, then comments, properties and the like.

    Raises:
        FileRefusedError: if a part is broken, packed too tightly or declares entities.
    """
    archive = open_zip(source)
    most = source.budget.limits.members
    if len(archive.infolist()) > most:
        raise FileRefusedError(Reason.MEMBER_LIMIT, f"it has more than {most} parts")
    texts: list[Utf8Stream] = []
    with explained():
        yield from with_notes(_content(archive, source.budget, texts), texts)


def _content(
    archive: zipfile.ZipFile, budget: Budget, texts: list[Utf8Stream]
) -> Iterator[Rows | Opaque | Noted]:
    try:
        book = Book.read(archive, budget, texts)
        strings = _shared_strings(archive, book)
        for info in archive.infolist():
            yield from _part(archive, info, strings, book)
    except expat.ExpatError as error:
        raise FileRefusedError(
            Reason.MALFORMED, f"a part of the workbook is no XML at line {error.lineno}"
        ) from None
    yield from _unused(strings)


def _part(
    archive: zipfile.ZipFile,
    info: zipfile.ZipInfo,
    strings: SharedStrings,
    book: "Book",
) -> Iterator[Rows | Opaque | Noted]:
    name = info.filename
    if name.endswith("/") or name == _STRINGS or _has_no_content(name):
        return
    with archive.open(info) as opened:
        part = Source(opened, budget=book.budget)  # type: ignore[arg-type]
        if name.startswith(_SHEETS) and name.endswith(".xml"):
            yield from _sheet(book.text(part), book.sheet(name), strings)
        elif name.endswith(_RELATIONS):
            yield from _links(part.whole(_LARGEST_RELATIONS), printable(name))
        elif part.head.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"<"):
            longest = book.budget.limits.cell_bytes
            yield from read_values(book.text(part), longest, printable(name))
        elif part.head:
            yield from _bytes(part, printable(name))


def _links(content: bytes, name: str) -> Iterator[Rows]:
    """Where cells lead to outside: an address of mail, for one."""
    targets = [one.target for one in relations(content, "") if one.is_outside]
    if targets:
        yield text_rows(targets, name)


def _bytes(part: Source, name: str) -> Iterator[Rows | Opaque | Noted]:
    """Printers' settings hold few texts, which are read; a thumbnail shows cells that are read."""
    if name.startswith(_PRINTERS):
        texts, _ = texts_in(part.whole(_LARGEST_SETTINGS))
        yield text_rows(texts, name)
    elif name.startswith(_THUMBNAIL):
        yield Noted(note="nobody looked at the picture of its first page; its cells were read")
    else:
        yield Opaque(column=name)


def _has_no_content(name: str) -> bool:
    return any(name.startswith(each) or f"/{each}" in name for each in _NO_CONTENT)


def _sheet(stream: BinaryIO, table: SheetTable, strings: SharedStrings) -> Iterator[Rows]:
    sheet = Sheet(strings)
    grid = Grid(strings, sheet.tell_formula)
    for _ in parse(stream, sheet, "row", grid.take):
        yield from table.rows(sheet.take())
        if grid.cells:
            yield from table.cells(grid.cells)
            grid.cells = None
    yield from table.rows(sheet.take())
    yield from table.rest()
    if sheet.formulas:
        name = f"{table.name} formulas"
        yield text_rows(sheet.formulas, name)


def _shared_strings(archive: zipfile.ZipFile, book: "Book") -> SharedStrings:
    strings = SharedStrings()
    if _STRINGS in archive.namelist():
        with archive.open(_STRINGS) as opened:
            part = Source(opened, budget=book.budget)  # type: ignore[arg-type]
            for _ in parse(book.text(part), strings, "si", strings.block):
                pass
    return strings


class Book:
    """What the workbook says of its sheets.

    Attributes:
        budget: of the file.
    """

    def __init__(self, budget: Budget, texts: list[Utf8Stream]) -> None:
        self.budget = budget
        self._texts = texts
        self._names: list[str] = []
        self._keys: list[str] = []
        self._parts: dict[str, str] = {}
        self._is_1904 = False

    @classmethod
    def read(cls, archive: zipfile.ZipFile, budget: Budget, texts: list[Utf8Stream]) -> "Book":
        """Read the part that names the sheets, in their order.

        Args:
            archive: that is the workbook.
            budget: of the file.
            texts: to which each part is added that is opened as text.
        """
        book = cls(budget, texts)
        parser = expat.ParserCreate()
        parser.StartElementHandler = book._start
        with archive.open(MARK) as opened:
            content = Source(opened, budget=budget).whole(1 << 20)  # type: ignore[arg-type]
        parser.Parse(content, True)  # noqa: FBT003 - expat's own
        if _BOOK in archive.namelist():
            with archive.open(_BOOK) as opened:
                told = Source(opened, budget=budget).whole(_LARGEST_RELATIONS)  # type: ignore[arg-type]
            targets = {one.key: one.target for one in relations(told, "xl")}
            book._parts = {
                targets[key]: name
                for key, name in zip(book._keys, book._names, strict=True)
                if key in targets
            }
        return book

    def text(self, part: Source) -> "io.BufferedReader[Any]":
        """Open a part that is XML as UTF-8."""
        self._texts.append(xml_text(part.stream))
        return utf8_of(self._texts[-1])

    def sheet(self, part: str) -> SheetTable:
        """The table of a part."""
        name = self._name(part)
        main = [*self.budget.expected.table_among(self._names), *self._names][:1]
        expected = self.budget.expected if [name] == main else NOTHING
        return SheetTable(name, expected, main=[name] == main, is_1904=self._is_1904)

    def _name(self, part: str) -> str:
        """A sheet's own name by what the book refers to, by its number where that is not told."""
        if self._parts:
            return self._parts.get(part, printable(part))
        number = part.removeprefix(f"{_SHEETS}sheet").removesuffix(".xml")
        if number.isdigit() and 0 < int(number) <= len(self._names):
            return self._names[int(number) - 1]
        return printable(part)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = tag.rpartition(":")[2]
        if tag == "sheet":
            self._names.append(printable(attributes.get("name", "")))
            keys = (key for name, key in attributes.items() if name.endswith(":id"))
            self._keys.append(next(keys, ""))
        elif tag == "workbookPr":
            self._is_1904 = attributes.get("date1904") in {"1", "true"}


def _unused(strings: SharedStrings) -> Iterator[Rows]:
    """Texts that no cell shows any more, and that are in the file all the same."""
    unused = strings.unused()
    if len(unused):
        table = "texts of no cell"
        batch = pa.RecordBatch.from_arrays([unused], names=[table])
        yield Rows(table=table, counted=False, batch=batch)
