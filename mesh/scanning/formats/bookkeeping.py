"""What systems put beside people's files: how a folder looks, where a file came from."""

import re
from collections.abc import Iterator
from typing import get_args

from mesh.scanning.formats.strings import text_rows, texts_beside
from mesh.scanning.frames import Opaque, Rows
from mesh.scanning.sniffing import Bookkeeping
from mesh.scanning.sources import Source

BOOKKEEPING = get_args(Bookkeeping)
_LARGEST = 16 << 20
_COLUMN = "texts"
# In a folder's file a name follows its length, a record's kind (four signs) and type (four more)
# follow the name (https://metacpan.org/dist/Mac-Finder-DSStore/view/DSStoreFormat.pod).
_LENGTH = re.compile(rb"\0\0(?=[\0-\4][^\0]|[\1-\4]\0)")
_RECORD = re.compile(rb"[\x20-\x7e]{8}")


def read_bookkeeping(source: Source) -> Iterator[Rows | Opaque]:
    """Give the texts of a ``.DS_Store`` or of an AppleDouble file (``._name``).

    Where more than structure is left beside them, such as a picture, bytes that are no text are
    told of.

    Raises:
        FileRefusedError: if it is larger than such files are.
    """
    content = source.whole(_LARGEST)
    names, rest = _names(content)
    if names:
        yield text_rows(names, _COLUMN)
    yield from texts_beside(rest, _COLUMN)


def _names(content: bytes) -> tuple[list[str], bytes]:
    """Names of any script before a record's kind, each once, and the bytes without them."""
    rest = bytearray(content)
    names: dict[str, None] = {}
    for found in _LENGTH.finditer(content):
        start = found.end() + 2
        end = start + 2 * int.from_bytes(content[start - 2 : start], "big")
        if end <= len(content) and _RECORD.match(content, end):
            name = content[start:end].decode("utf-16-be", "replace")
            names[name] = None
            rest[start:end] = bytes(end - start)
    return list(names), bytes(rest)
