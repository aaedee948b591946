"""Structures of Thrift's compact protocol, in which Parquet writes its footer.

Source: https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
"""

import io
from typing import Any

_STOP, _TRUE, _FALSE, _BYTE, _DOUBLE, _BINARY, _LIST, _SET, _STRUCT = 0, 1, 2, 3, 7, 8, 9, 10, 12
_NUMBERS = (4, 5, 6)
_LONG = 15
Struct = dict[int, tuple[int, Any]]
"""Fields by their number: the kind of each, and its value; a list is its kind and its values."""


def read_struct(source: io.BytesIO) -> Struct:
    """Read one structure."""
    fields: Struct = {}
    number = 0
    while (head := source.read(1)[0]) != _STOP:
        number = number + (head >> 4) if head >> 4 else _signed(source)
        fields[number] = (head & 15, _read(source, head & 15))
    return fields


def write_struct(fields: Struct) -> bytes:
    """Write one structure."""
    parts, before = [], 0
    for number, (kind, value) in sorted(fields.items()):
        near = 0 < number - before < _LONG + 1
        parts.append(bytes([(number - before) << 4 | kind]) if near else bytes([kind]))
        parts.append(b"" if near else _varint(number << 1))
        parts.append(b"" if kind in {_TRUE, _FALSE} else _written(kind, value))
        before = number
    return b"".join(parts) + bytes([_STOP])


def _read(source: io.BytesIO, kind: int) -> Any:  # noqa: ANN401 - of the kind that is asked for
    if kind in {_TRUE, _FALSE}:
        return kind == _TRUE
    if kind in _NUMBERS:
        return _signed(source)
    if kind == _BINARY:
        return source.read(_number(source))
    if kind in {_LIST, _SET}:
        head = source.read(1)[0]
        length = _number(source) if head >> 4 == _LONG else head >> 4
        inner = head & 15
        flags = inner in {_TRUE, _FALSE}
        return inner, [source.read(1) if flags else _read(source, inner) for _ in range(length)]
    if kind == _STRUCT:
        return read_struct(source)
    return source.read({_BYTE: 1, _DOUBLE: 8}[kind])


def _written(kind: int, value: Any) -> bytes:  # noqa: ANN401 - of the kind that is told
    if kind in _NUMBERS:
        return _varint(value << 1 if value >= 0 else ~(value << 1))
    if kind == _BINARY:
        return _varint(len(value)) + bytes(value)
    if kind in {_LIST, _SET}:
        inner, values = value
        short = len(values) < _LONG
        head = bytes([(len(values) if short else _LONG) << 4 | inner])
        return head + (b"" if short else _varint(len(values))) + _joined(inner, values)
    return write_struct(value) if kind == _STRUCT else bytes(value)


def _joined(kind: int, values: list[Any]) -> bytes:
    """A list's values; structures may be given as they were written."""
    ready = kind != _BINARY
    return b"".join(
        one if ready and isinstance(one, bytes) else _written(kind, one) for one in values
    )


def _signed(source: io.BytesIO) -> int:
    number = _number(source)
    return number >> 1 ^ -(number & 1)


def _number(source: io.BytesIO) -> int:
    number = shift = 0
    while True:
        byte = source.read(1)[0]
        number |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:  # noqa: PLR2004 - the bit that says there is more
            return number


def _varint(number: int) -> bytes:
    parts = bytearray()
    while number >= 0x80:  # noqa: PLR2004
        parts.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes((*parts, number))
