"""Texts of every kind: finds which one it is, then reads it."""

import io
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

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
from mesh.scanning.sources import Source
from mesh.scanning.text import head_text, utf8_of

_TREES = (b"{", b"[", b"<")
# A header and two rows, the second of which may be cut.
_FEWEST_LINES = 3
_XML_START = re.compile(r"<(!--|(?!html[\s>])[A-Za-z_][\w.:-]*[\s/>])", re.IGNORECASE)
Reader = Callable[[Source], Iterator[Rows | Opaque | Noted]]
_JSON_START = re.compile(r"""\{\s*(["}']|$)|\[\s*([\[{"\]\d-]|true|false|null|$)""")


def text_reader(source: Source) -> tuple[str, Reader]:
    """The name of the text's format and its reader.

    Raises:
        FileRefusedError: if there is nothing but space.
    """
    if source.head[:1] not in _TREES:
        # A table of thousands of columns has its names and its first rows far behind.
        source.want_lines(_FEWEST_LINES)
    text = head_text(source.head)
    start = text.lstrip("\ufeff \t\r\n\v\f")
    if not start and source.is_whole:
        raise FileRefusedError(Reason.EMPTY, "it holds nothing but space")
    dialect = expected_dialect(text, source.budget.expected.names)
    tree = None if dialect else _tree(start)
    if tree:
        return tree
    dialect = dialect or dialect_of(text, whole=source.is_whole)
    if dialect:
        return _delimited(dialect)
    return "text", lambda source: read_lines(*_text_of(source))


def _tree(start: str) -> tuple[str, Reader] | None:
    if _is_json(start):
        return "json", _json_lines if start.startswith("{") else _json
    if _is_xml(start):
        return "xml", lambda source: read_xml(source.stream, source.budget.limits.cell_bytes)
    if looks_like_yaml(start):
        return "yaml", lambda source: read_yaml(*_text_of(source))
    return None


def _text_of(source: Source) -> "tuple[io.BufferedReader[Any], int]":
    """The text, and how long a value of it may be."""
    return utf8_of(source.stream, source.head), source.budget.limits.cell_bytes


def _delimited(dialect: Dialect) -> tuple[str, Reader]:
    def read(source: Source) -> Iterator[Rows | Noted]:
        text, longest = _text_of(source)
        if dialect.written:
            text = replaced(text, dialect.written)
        return read_delimited(text, dialect, source.budget.expected.nulls, longest)

    return ("tsv" if dialect.delimiter == "\t" else "csv"), read


def _json(source: Source) -> Iterator[Rows | Opaque]:
    return read_json(*_text_of(source), exact=bool(source.budget.expected))


def _json_lines(source: Source) -> Iterator[Rows | Opaque]:
    return read_json_lines(*_text_of(source), source.budget.expected)


def _is_xml(start: str) -> bool:
    if start.startswith("<?xml"):
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
