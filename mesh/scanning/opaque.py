"""Bytes in columns: those that are text are looked into as text, value by value."""

import codecs
import re
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

# Signs that no text has: all controls but white space and those that end one.
_CONTROLS = r"[\x00-\x08\x0e-\x1a\x1c-\x1f]"
_CONTROL = re.compile(_CONTROLS)
_CONTROL_BYTE = re.compile(_CONTROLS.encode())
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# Of text in a language of Latin letters; of bytes by chance it would be half.
_MOST_BEYOND = 0.3


def is_bytes(kind: pa.DataType) -> bool:
    """Whether a column of this type holds bytes, of which nobody knows what they are."""
    return (
        pa.types.is_binary(kind)
        or pa.types.is_large_binary(kind)
        or pa.types.is_binary_view(kind)
        or pa.types.is_fixed_size_binary(kind)
    )


def text_of(value: bytes) -> str | None:
    """Bytes that are text as text; None for others."""
    try:
        text = value.decode()
    except UnicodeDecodeError:
        return None
    return text if text.isprintable() or not _CONTROL.search(text) else None


def _likely_text(value: bytes) -> str | None:
    """Bytes as the text that they may be, in UTF-16 or as Windows writes it; None for others.

    Only to look into: what merely may be text is bytes for all else.
    """
    if value.startswith(_MARKS):
        return value.decode("utf-16", "replace")
    if _CONTROL_BYTE.search(value):
        return None
    beyond = len(_BEYOND_ASCII.findall(value))
    return value.decode("cp1252", "replace") if beyond <= _MOST_BEYOND * len(value) else None


def as_text(column: "pa.Array[Any]") -> "pa.Array[Any] | None":
    """A column of bytes as text; None if any of its values is no text."""
    try:
        texts = column.cast(pa.binary()).cast(pa.string())
    except pa.ArrowInvalid:
        return None
    return None if pc.any(pc.match_substring_regex(texts, _CONTROLS)).as_py() else texts


def _looked_at(value: bytes) -> str | None:
    text = text_of(value)
    return _likely_text(value) if text is None else text


def _apart(column: "pa.Array[Any]") -> "pa.Array[Any]":
    """A copy: whoever holds the column would hold the bytes that came with it too."""
    return pa.concat_arrays([column, column.slice(0, 0)])


def looked_into(batch: pa.RecordBatch) -> tuple[pa.RecordBatch, tuple[str, ...]]:
    """Give the batch with text in place of bytes, null where bytes are surely no text.

    Returns:
        Also the names of the columns that hold bytes which are no text.
    """
    if not any(is_bytes(kind) for kind in batch.schema.types):
        return batch, ()
    columns: list[pa.Array[Any]] = []
    opaque = []
    for name, column in zip(batch.schema.names, batch.columns, strict=True):
        read = as_text(column) if is_bytes(column.type) else _apart(column)
        if read is None:
            opaque.append(name)
            texts = [value and _looked_at(value) for value in column.to_pylist()]
            read = pa.array(texts, pa.string())
        columns.append(read)
    return pa.RecordBatch.from_arrays(columns, names=batch.schema.names), tuple(opaque)
