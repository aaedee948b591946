"""The XML of a worksheet and of shared strings, event by event."""

import re
from collections.abc import Callable, Iterator
from typing import BinaryIO, Protocol
from xml.parsers import expat

from mesh.scanning.formats.shared_strings import SharedStrings
from mesh.scanning.reasons import FileRefusedError, Reason

_BLOCK = 1 << 20
_LONGEST_TEXT = 16 << 20
MOST_COLUMNS = 16_384
_REFERENCE = re.compile(r"([A-Z]{1,3})\d")
_LETTERS = re.compile("[A-Z]{1,3}")
_MOST_FORMULAS = 100_000


class Handler(Protocol):
    """Takes what the parser meets; tags come without their prefix."""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, tag: str) -> None:
        """An element ends."""

    def text(self, text: str) -> None:
        """Text, in as many parts as the parser likes."""


def parse(
    stream: BinaryIO, handler: Handler, element: str, take: Callable[[bytes], bool]
) -> Iterator[None]:
    """Go through a part in UTF-8, and stop after each block.

    Args:
        element: that is there most often; whole ones of it are told by ``take`` if it can.
        take: takes the text of whole elements at once; False if it took nothing of it.

    Raises:
        FileRefusedError: if it declares entities.
        expat.ExpatError: if it is no XML.
    """
    begin, end = f"<{element}".encode(), f"</{element}>".encode()
    parser = _Parser(handler)
    text = b""
    while block := stream.read(_BLOCK):
        text += block
        cut = text.rfind(end) + len(end)
        start = text.find(begin, 0, cut) if cut >= len(end) else -1
        if start < 0:
            parser.feed(text)
            text = b""
        else:
            parser.feed(text[:start])
            yield
            if not take(text[start:cut]):
                parser.feed(text[start:cut])
            text = text[cut:]
        yield
    parser.feed(text, last=True)


class _Parser:
    """Tells of XML piece by piece."""

    def __init__(self, handler: Handler) -> None:
        self._parser = parser = expat.ParserCreate("utf-8", " ")
        parser.buffer_text = True
        parser.StartElementHandler = lambda tag, attributes: handler.start(
            tag.rpartition(" ")[2], attributes
        )
        parser.EndElementHandler = lambda tag: handler.end(tag.rpartition(" ")[2])
        parser.CharacterDataHandler = handler.text
        parser.EntityDeclHandler = _refuse_entities

    def feed(self, text: bytes, *, last: bool = False) -> None:
        """Tell of more."""
        self._parser.Parse(text, last)


def _refuse_entities(*_: object) -> None:
    raise FileRefusedError(Reason.ENTITIES, "a part of the workbook declares entities")


class Sheet:
    """Cells of a worksheet, row by row.

    Attributes:
        rows: those that are whole: texts by place, counted from 0.
        formulas: those seen, each once.
    """

    def __init__(self, strings: SharedStrings) -> None:
        self._strings = strings
        self.rows: list[dict[int, str]] = []
        self._formulas: dict[str, None] = {}
        self._row: dict[int, str] = {}
        self._place = -1
        self._kind = ""
        self._parts: list[str] | None = None
        self._value: list[str] = []
        self._formula: list[str] = []
        self._signs = 0

    @property
    def formulas(self) -> list[str]:
        """Formulas seen, each once."""
        return list(self._formulas)

    def take(self) -> list[dict[int, str]]:
        """Give the rows that are whole, and forget them."""
        rows, self.rows = self.rows, []
        return rows

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Begin a row, a cell or a text in it."""
        if tag == "c":
            self._begin_cell(attributes)
        elif tag in {"v", "t"}:
            self._parts = self._value
        elif tag == "f":
            self._parts = self._formula
        elif tag == "row":
            self._row, self._place = {}, -1

    def end(self, tag: str) -> None:
        """End what was begun."""
        if tag in {"v", "t", "f"}:
            self._parts = None
        elif tag == "c":
            self._end_cell()
        elif tag == "row":
            self.rows.append(self._row)
            self._row = {}

    def text(self, text: str) -> None:
        """Gather a cell's text; text elsewhere is space, or a header and the like."""
        if self._parts is None:
            self.tell_formula(text)
            return
        self._parts.append(text)
        self._signs += len(text)
        if self._signs > _LONGEST_TEXT:
            raise FileRefusedError(Reason.CELL_TOO_LARGE, "a cell is larger than 16 MB")

    def tell_formula(self, text: str) -> None:
        """Keep a formula, or any text outside cells."""
        if not text.isspace() and len(self._formulas) < _MOST_FORMULAS:
            self._formulas[text] = None

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        self._kind = attributes.get("t", "")
        reference = _REFERENCE.match(attributes.get("r", ""))
        self._place = column_of(reference[1]) if reference else self._place + 1
        if self._place >= MOST_COLUMNS:
            raise FileRefusedError(Reason.COLUMN_LIMIT, f"a row has over {MOST_COLUMNS} cells")
        self._value, self._formula, self._signs = [], [], 0

    def _end_cell(self) -> None:
        value = "".join(self._value)
        if value:
            self._row[self._place] = self._shown(value)
        if self._formula:
            self.tell_formula("".join(self._formula))

    def _shown(self, value: str) -> str:
        if self._kind == "s":
            return self._strings.of(value)
        if self._kind == "b":
            return "FALSE" if value == "0" else "TRUE"
        return value


def column_of(letters: str) -> int:
    """The place that a column's letters mean, counted from 0; -1 if they mean none."""
    number = 0
    for letter in letters if _LETTERS.fullmatch(letters) else "":
        number = number * 26 + ord(letter) - 64
    return number - 1
