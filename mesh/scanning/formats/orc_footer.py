"""Whether an ORC file says that columns of it are encrypted; its reader shows them masked.

The file's tail is told by https://orc.apache.org/specification/ORCv1/.
"""

import zlib
from collections.abc import Iterator
from typing import BinaryIO

import pyarrow as pa

_LARGEST = 16 << 20
_SECTION_HEAD = 3
_ENCRYPTION = 10
_FOOTER_LENGTH, _COMPRESSION = 1, 2
_NONE, _ZLIB, _SNAPPY, _ZSTD = 0, 1, 2, 5
_VARINT, _BYTES = 0, 2
_FIXED = {1: 8, 5: 4}


def is_encrypted(file: BinaryIO) -> bool:
    """Whether the footer names keys; a tail that cannot be read is the reader's to complain of."""
    try:
        return any(number == _ENCRYPTION for number, _ in _fields(_footer(file)))
    except (ValueError, LookupError, zlib.error, pa.ArrowException, OSError):
        return False
    finally:
        file.seek(0)


def _footer(file: BinaryIO) -> bytes:
    end = file.seek(0, 2)
    file.seek(end - 1)
    postscript = file.read(1)[0]
    file.seek(end - 1 - postscript)
    told = dict(_fields(file.read(postscript)))
    length, kind = told[_FOOTER_LENGTH], told.get(_COMPRESSION, _NONE)
    if not isinstance(length, int) or not isinstance(kind, int) or length > _LARGEST:
        raise ValueError("the postscript tells no length")
    file.seek(end - 1 - postscript - length)
    content = file.read(length)
    return content if kind == _NONE else b"".join(_sections(content, kind))


def _sections(content: bytes, kind: int) -> Iterator[bytes]:
    """Unpack section by section; the last bit of each head says that it is packed no further."""
    while content:
        head = int.from_bytes(content[:_SECTION_HEAD], "little")
        end = _SECTION_HEAD + (head >> 1)
        section, content = content[_SECTION_HEAD:end], content[end:]
        yield section if head & 1 else _unpacked(section, kind)


def _unpacked(section: bytes, kind: int) -> bytes:
    if kind == _ZLIB:
        return zlib.decompressobj(-15).decompress(section, _LARGEST)
    if kind == _ZSTD:
        with pa.CompressedInputStream(pa.BufferReader(section), "zstd") as stream:
            return stream.read(_LARGEST)
    if kind == _SNAPPY:
        size, _ = _number(section, 0)
        if size <= _LARGEST:
            return pa.Codec("snappy").decompress(section, size, asbytes=True)
    raise ValueError("the footer is packed in another way")


def _fields(message: bytes) -> Iterator[tuple[int, int | bytes]]:
    """Numbers and values of a message's fields, as protobuf writes them."""
    place = 0
    while place < len(message):
        key, place = _number(message, place)
        form = key & 7
        if form == _VARINT:
            value: int | bytes
            value, place = _number(message, place)
        elif form == _BYTES:
            length, place = _number(message, place)
            value, place = message[place : place + length], place + length
        elif form in _FIXED:
            value, place = message[place : place + _FIXED[form]], place + _FIXED[form]
        else:
            raise ValueError("no such form of a field")
        yield key >> 3, value


def _number(message: bytes, place: int) -> tuple[int, int]:
    """A number of seven bits a byte from its lowest on, and the place behind it."""
    number = shift = 0
    while True:
        byte = message[place]
        number |= (byte & 0x7F) << shift
        place, shift = place + 1, shift + 7
        if byte < 0x80:  # noqa: PLR2004 - the bit that says there is more
            return number, place
