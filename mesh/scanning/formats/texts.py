"""Texts of every kind: finds which one it is, then reads it."""

import json
import re
from collections.abc import Callable, Iterator

from mesh.scanning.formats.delimited import read_delimited
from mesh.scanning.formats.dialects import Dialect, dialect_of
from mesh.scanning.formats.json_lines import read_json_lines
from mesh.scanning.formats.json_values import read_json
from mesh.scanning.formats.lines import read_lines
from mesh.scanning.formats.xml_values import read_xml
from mesh.scanning.formats.yaml_values import looks_like_yaml, read_yaml
from mesh.scanning.frames import Noted, Opaque, Rows
from mesh.scanning.reasons import FileRefusedError, Reason
from mesh.scanning.sources import HEAD, Source
from mesh.scanning.text import head_text, utf8_of

_XML_START = re.compile(r"<(!--|(?!html[\s>])[A-Za-z_][\w.:-]*[\s/>])", re.IGNORECASE)
Reader = Callable[[Source], Iterator[Rows | Opaque | Noted]]
_JSON_START = re.compile(r"""\{\s*(["}']|$)|\[\s*([\[{"\]\d-]|true|false|null|$)""")


def text_reader(source: Source) -> tuple[str, Reader]:
    """The name of the text's format and its reader.

    Raises:
        FileRefusedError: if there is nothing but space.
    """
    text = head_text(source.head)
    whole = len(source.head) < HEAD
    start = text.lstrip("\ufeff \t\r\n\v\f")
    if not start and whole:
        raise FileRefusedError(Reason.EMPTY, "it holds nothing but space")
    if start.startswith("{") and _is_json(start):
        return "json", lambda source: read_json_lines(utf8_of(source.stream, source.head))
    if _is_json(start):
        return "json", lambda source: read_json(utf8_of(source.stream, source.head))
    if _is_xml(start):
        return "xml", lambda source: read_xml(source.stream)
    if looks_like_yaml(start):
        return "yaml", lambda source: read_yaml(utf8_of(source.stream, source.head))
    dialect = dialect_of(text, whole=whole)
    if dialect:
        name = "tsv" if dialect.delimiter == "\t" else "csv"
        return name, _delimited(dialect)
    return "text", lambda source: read_lines(utf8_of(source.stream, source.head))


def _delimited(dialect: Dialect) -> Reader:
    return lambda source: read_delimited(utf8_of(source.stream, source.head), dialect)


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
