"""The XML of a worksheet and of shared strings, event by event."""

import re
from collections.abc import Iterator
from typing import BinaryIO, Protocol
from xml.parsers import expat

from mesh.scanning.reasons import FileRefusedError, Reason

_BLOCK = 128 << 10
_LONGEST_TEXT = 16 << 20
_LARGEST_STRINGS = 128 << 20
# No office program keeps more in a cell, and many cells can name the same text.
_LONGEST_SHARED = 65_535
_MOST_COLUMNS = 16_384
_REFERENCE = re.compile(r"([A-Z]{1,3})\d")
_MOST_FORMULAS = 100_000


class Handler(Protocol):
    """Takes what the parser meets; tags come without their prefix."""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, tag: str) -> None:
        """An element ends."""

    def text(self, text: str) -> None:
        """Text, in as many parts as the parser likes."""


def parse(stream: BinaryIO, handler: Handler) -> Iterator[None]:
    """Go through a part, and stop after each block.

    Raises:
        FileRefusedError: if it declares entities.
        expat.ExpatError: if it is no XML.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = lambda tag, attributes: handler.start(
        tag.rpartition(" ")[2], attributes
    )
    parser.EndElementHandler = lambda tag: handler.end(tag.rpartition(" ")[2])
    parser.CharacterDataHandler = handler.text
    parser.EntityDeclHandler = _refuse_entities
    while block := stream.read(_BLOCK):
        parser.Parse(block, False)  # noqa: FBT003 - expat's own
        yield
    parser.Parse(b"", True)  # noqa: FBT003 - expat's own


def _refuse_entities(*_: object) -> None:
    raise FileRefusedError(Reason.ENTITIES, "a part of the workbook declares entities")


class SharedStrings:
    """Texts that cells name by number.

    Attributes:
        texts: all of them.
        used: for each, whether a cell has named it.
    """

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.used = bytearray()
        self._parts: list[str] = []
        self._inside = False
        self._signs = 0

    def start(self, tag: str, _: dict[str, str]) -> None:
        """Take the texts of ``si``, phonetic ones too."""
        self._inside = tag == "t"

    def end(self, tag: str) -> None:
        """Keep a text that is whole."""
        self._inside = False
        if tag == "si":
            text = "".join(self._parts)
            if len(text) > _LONGEST_SHARED:
                raise FileRefusedError(
                    Reason.CELL_TOO_LARGE, f"a text has more than {_LONGEST_SHARED:,} characters"
                )
            self.texts.append(text)
            self.used.append(0)
            self._parts.clear()

    def text(self, text: str) -> None:
        """Gather."""
        if self._inside:
            self._parts.append(text)
            self._signs += len(text)
            if self._signs > _LARGEST_STRINGS:
                raise FileRefusedError(Reason.FILE_TOO_LARGE, "its texts are larger than 128 MB")

    def of(self, number: str) -> str:
        """The text of that number."""
        place = int(number) if number.isdigit() else len(self.texts)
        if place >= len(self.texts):
            raise FileRefusedError(Reason.CORRUPT, "a cell names a text that is not there")
        self.used[place] = 1
        return self.texts[place]


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
            self._elsewhere(text)
            return
        self._parts.append(text)
        self._signs += len(text)
        if self._signs > _LONGEST_TEXT:
            raise FileRefusedError(Reason.CELL_TOO_LARGE, "a cell is larger than 16 MB")

    def _elsewhere(self, text: str) -> None:
        if not text.isspace() and len(self._formulas) < _MOST_FORMULAS:
            self._formulas[text] = None

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        self._kind = attributes.get("t", "")
        reference = _REFERENCE.match(attributes.get("r", ""))
        self._place = _column(reference[1]) if reference else self._place + 1
        if self._place >= _MOST_COLUMNS:
            raise FileRefusedError(Reason.COLUMN_LIMIT, f"a row has over {_MOST_COLUMNS} cells")
        self._value, self._formula, self._signs = [], [], 0

    def _end_cell(self) -> None:
        value = "".join(self._value)
        if value:
            self._row[self._place] = self._shown(value)
        if self._formula:
            self._elsewhere("".join(self._formula))

    def _shown(self, value: str) -> str:
        if self._kind == "s":
            return self._strings.of(value)
        if self._kind == "b":
            return "FALSE" if value == "0" else "TRUE"
        return value


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
