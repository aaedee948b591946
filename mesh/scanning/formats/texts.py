"""Texts of every kind: finds which one it is, then reads it."""

import io
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from mesh.scanning.encodings import SAMPLE, judged
from mesh.scanning.formats.delimited import read_delimited
from mesh.scanning.formats.dialects import Dialect, dialect_of, expected_dialect
from mesh.scanning.formats.json_lines import read_json_lines
from mesh.scanning.formats.json_values import read_json
from mesh.scanning.formats.lines import read_lines
from mesh.scanning.formats.separators import replaced
from mesh.scanning.formats.xml_values import read_xml
from mesh.scanning.formats.yaml_values import looks_like_yaml, read_yaml
from mesh.scanning.frames import Noted, Opaque, Rows
from mesh.scanning.reasons import FileRefusedError, Reason
from mesh.scanning.sniffing import encoding_of
from mesh.scanning.sources import Source
from mesh.scanning.text import Utf8Stream, head_text, is_utf8_so_far, utf8_of, with_notes

_TREES = (b"{", b"[", b"<")
# A header and two rows, the second of which may be cut.
_FEWEST_LINES = 3
_XML_DECLARED = re.compile(r"<\?xml|<!(?i:DOCTYPE)\s+(?!(?i:html)[\s>])")
_XML_START = re.compile(r"<(!--|(?!html[\s>])[A-Za-z_][\w.:-]*[\s/>])", re.IGNORECASE)
Content = Iterator[Rows | Opaque | Noted]
Reader = Callable[[Source], Content]
_Parse = Callable[["io.BufferedReader[Any]", Source], Content]
_JSON_START = re.compile(r"""\{\s*(["}']|$)|\[\s*([\[{"\]\d-]|true|false|null|$)""")


def text_reader(source: Source) -> tuple[str, Reader]:
    """The name of the text's format and its reader.

    Raises:
        FileRefusedError: if there is nothing but space.
    """
    if source.head[:1] not in _TREES:
        # A table of thousands of columns has its names and its first rows far behind.
        source.want_lines(_FEWEST_LINES)
    guess = _guess(source)
    text = head_text(source.head, guess)
    start = text.lstrip("\ufeff \t\r\n\v\f")
    if not start and source.is_whole:
        raise FileRefusedError(Reason.EMPTY, "it holds nothing but space")
    dialect = expected_dialect(text, source.budget.expected.names)
    if not dialect and _is_xml(start):
        return "xml", lambda source: read_xml(source.stream, _longest(source))
    name, parse = (None if dialect else _tree(start)) or _lines(
        dialect or dialect_of(text, whole=source.is_whole)
    )
    return name, _decoded(parse, guess)


def _guess(source: Source) -> str:
    """What a text is in that is no UTF-8; nothing if it is, or has too few words to tell."""
    if is_utf8_so_far(source.head):
        return ""
    sample = source.beginning(SAMPLE)
    return judged(sample, is_whole=source.is_whole or len(sample) < SAMPLE)


def _tree(start: str) -> tuple[str, _Parse] | None:
    if _is_json(start):
        return "json", _json_lines if start.startswith("{") else _json
    if looks_like_yaml(start):
        return "yaml", lambda text, source: read_yaml(text, _longest(source))
    return None


def _lines(dialect: Dialect | None) -> tuple[str, _Parse]:
    if dialect:
        return _delimited(dialect)
    return "text", lambda text, source: read_lines(text, _longest(source))


def _longest(source: Source) -> int:
    return source.budget.limits.cell_bytes


def _decoded(parse: _Parse, guess: str) -> Reader:
    def read(source: Source) -> Content:
        text = Utf8Stream(source.stream, encoding_of(source.head), guess)
        yield from with_notes(parse(utf8_of(text), source), (text,))

    return read


def _delimited(dialect: Dialect) -> tuple[str, _Parse]:
    def parse(text: "io.BufferedReader[Any]", source: Source) -> Iterator[Rows | Noted]:
        if dialect.written:
            text = replaced(text, dialect.written)
        return read_delimited(text, dialect, source.budget.expected.nulls, _longest(source))

    return ("tsv" if dialect.delimiter == "\t" else "csv"), parse


def _json(text: "io.BufferedReader[Any]", source: Source) -> Iterator[Rows | Opaque]:
    return read_json(text, _longest(source), exact=bool(source.budget.expected))


def _json_lines(text: "io.BufferedReader[Any]", source: Source) -> Iterator[Rows | Opaque]:
    return read_json_lines(text, _longest(source), source.budget.expected)


def _is_xml(start: str) -> bool:
    if _XML_DECLARED.match(start):
        return True
    return bool(_XML_START.match(start)) and ("</" in start or "/>" in start)


def _is_json(start: str) -> bool:
    if _JSON_START.match(start):
        return True
    line = start.partition("\n")[0].strip()
    if not line or line[0] not in '"tfn-0123456789' or "," in line:
        return False
    try:
        return isinstance(json.loads(line), str)
    except (ValueError, RecursionError):
        return False
