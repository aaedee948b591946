"""Texts among bytes that are no text: in UTF-8, and in UTF-16 of western signs."""

import re
from collections.abc import Iterator

import pyarrow as pa

from mesh.scanning.frames import Opaque, Rows

_UTF_8 = re.compile(
    rb"(?:[\t\n\r\x20-\x7e]|[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}"
    rb"|[\xf0-\xf4][\x80-\xbf]{3}){4,}"
)
# Every other byte is zero, whichever of the two comes first.
_UTF_16 = re.compile(rb"[\x20-\x7e\xa0-\xff]?(?:\0[\x20-\x7e\xa0-\xff]){3,}\0?")
# What stands for itself beside texts: kinds, lengths, places.
_FEW, _SHARE = 512, 0.5


def texts_in(content: bytes) -> tuple[list[str], bool]:
    """Give the texts of some bytes.

    Returns:
        Also whether these are all that the bytes hold, but for zeros and for structure around them.
    """
    texts: list[str] = []

    def wide(found: re.Match[bytes]) -> bytes:
        run = found[0]
        text = run.replace(b"\0", b"").decode("latin-1")
        texts.append(text)
        if run[0] and run[-1]:
            # The first sign may be a length that stands before the text.
            texts.append(text[1:])
        return bytes(len(run))

    def narrow(found: re.Match[bytes]) -> bytes:
        texts.append(found[0].decode("utf-8", "replace"))
        return bytes(len(found[0]))

    rest = _UTF_8.sub(narrow, _UTF_16.sub(wide, content))
    unread = len(rest) - rest.count(0)
    filled = len(content) - content.count(0)
    return texts, unread <= max(_FEW, filled * _SHARE)


def texts_beside(content: bytes, column: str) -> Iterator[Rows | Opaque]:
    """Give the texts of bytes that belong to nothing, and tell where much of them is no text."""
    texts, are_all = texts_in(content)
    if texts:
        yield text_rows(texts, column)
    if not are_all:
        yield Opaque(column=column)


def text_rows(texts: list[str], column: str) -> Rows:
    """Texts as rows that are none of the file's table."""
    batch = pa.RecordBatch.from_arrays([pa.array(texts, pa.string())], names=[column])
    return Rows(table=column, counted=False, batch=batch)
