"""XML: the text and attributes of elements, by their path; nothing is loaded or expanded."""

import io
from collections.abc import Iterator
from typing import Any
from xml.parsers import expat

from mesh.scanning.formats.xml_text import xml_text
from mesh.scanning.frames import Noted, Opaque, Rows
from mesh.scanning.reasons import FileRefusedError, Reason
from mesh.scanning.records import Records, check_depth
from mesh.scanning.text import utf8_of, with_notes

_BLOCK = 256 << 10
_BREAKS_OFF = frozenset(
    expat.errors.codes[each]
    for each in (
        expat.errors.XML_ERROR_NO_ELEMENTS,
        expat.errors.XML_ERROR_UNCLOSED_TOKEN,
        expat.errors.XML_ERROR_PARTIAL_CHAR,
        expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
    )
)


def read_xml(
    stream: "io.BufferedReader[Any]", longest: int, table: str = ""
) -> Iterator[Rows | Opaque | Noted]:
    """Give the values of an XML text: ``a.b`` for texts, ``a.b@c`` for attributes.

    Each path is a table of its own: how often an element comes is its own matter.

    Raises:
        FileRefusedError: if it is no XML, breaks off, is too deep, declares entities, or is not in
            the encoding that it declares.
    """
    text = xml_text(stream)
    yield from with_notes(read_values(utf8_of(text), longest, table), (text,))


def read_values(
    text: "io.BufferedReader[Any]", longest: int, table: str = ""
) -> Iterator[Rows | Opaque]:
    """Give the values of an XML text in UTF-8, whatever it declares.

    Raises:
        FileRefusedError: if it is no XML, breaks off, is too deep or declares entities.
    """
    elements = _Elements(table, longest)
    try:
        while block := text.read(_BLOCK):
            elements.parser.Parse(block, False)  # noqa: FBT003 - expat's own
            if elements.records.full():
                yield from elements.records.drain()
        elements.parser.Parse(b"", True)  # noqa: FBT003 - expat's own
    except expat.ExpatError as error:
        yield from elements.records.drain()
        reason = Reason.TRUNCATED if error.code in _BREAKS_OFF else Reason.MALFORMED
        raise FileRefusedError(reason, f"the XML is broken at line {error.lineno}") from None
    except FileRefusedError:
        yield from elements.records.drain()
        raise
    yield from elements.records.drain()


class _Elements:
    """Gathers values while the parser goes through."""

    def __init__(self, table: str, longest: int) -> None:
        self._longest = longest
        self.records = Records(table=table)
        self._prefix = table
        self._path: list[str] = []
        self._texts: list[list[str]] = [[]]
        self._signs = 0
        self.parser = expat.ParserCreate("utf-8")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.CommentHandler = self._comment
        self.parser.ProcessingInstructionHandler = self._instruction
        self.parser.EntityDeclHandler = self._entity
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.ElementDeclHandler = lambda name, _: self._declared(name)
        self.parser.AttlistDeclHandler = lambda *told: self._declared(*told[:4])
        self.parser.NotationDeclHandler = self._declared

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._flush()
        self._path.append(name)
        self._texts.append([])
        check_depth(len(self._path), "elements")
        for attribute, value in attributes.items():
            self._keep(f"@{attribute}", value)

    def _end(self, _: str) -> None:
        self._flush()
        self._path.pop()
        self._texts.pop()

    def _text(self, text: str) -> None:
        self._texts[-1].append(text)
        self._signs += len(text)
        if self._signs > self._longest:
            raise FileRefusedError(
                Reason.CELL_TOO_LARGE, f"a text is longer than {self._longest >> 20} MB"
            )

    def _flush(self) -> None:
        text = "".join(self._texts[-1]).strip()
        self._texts[-1].clear()
        self._signs = 0
        if text:
            self._keep("", text)

    def _comment(self, text: str) -> None:
        self._keep("<!---->", text)

    def _instruction(self, target: str, text: str) -> None:
        self._keep(f"<?{target}?>", text)

    def _doctype(self, name: str, system: str | None, public: str | None, _: int) -> None:
        self._declared(name, system, public)

    def _declared(self, *told: str | None) -> None:
        """Keep what a document type says beside the document."""
        self._keep("<!DOCTYPE>", " ".join(text for text in told if text))

    def _entity(self, *_: object) -> None:
        raise FileRefusedError(Reason.ENTITIES, "it declares entities")

    def _keep(self, suffix: str, text: str) -> None:
        path = ".".join((self._prefix, *self._path) if self._prefix else self._path) + suffix
        self.records.add(text, table=path, path=path)
