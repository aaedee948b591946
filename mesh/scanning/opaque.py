"""Bytes in columns: those that are text are looked into as text, value by value."""

import re
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

# Signs that no text has: all controls but white space and those that end one.
_CONTROLS = r"[\x00-\x08\x0e-\x1a\x1c-\x1f]"
_CONTROL = re.compile(_CONTROLS)


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


def as_text(column: "pa.Array[Any]") -> "pa.Array[Any] | None":
    """A column of bytes as text; None if any of its values is no text."""
    try:
        texts = column.cast(pa.binary()).cast(pa.string())
    except pa.ArrowInvalid:
        return None
    return None if pc.any(pc.match_substring_regex(texts, _CONTROLS)).as_py() else texts


def _apart(column: "pa.Array[Any]") -> "pa.Array[Any]":
    """A copy: whoever holds the column would hold the bytes that came with it too."""
    return pa.concat_arrays([column, column.slice(0, 0)])


def looked_into(batch: pa.RecordBatch) -> tuple[pa.RecordBatch, tuple[str, ...]]:
    """Give the batch with text in place of bytes, null where bytes are no text.

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
            texts = [value and text_of(value) for value in column.to_pylist()]
            read = pa.array(texts, pa.string())
        columns.append(read)
    return pa.RecordBatch.from_arrays(columns, names=batch.schema.names), tuple(opaque)
