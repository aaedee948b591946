"""What a file is, by its first bytes; its name says nothing."""

import codecs
import re
from typing import Literal

from mesh.scanning.reasons import FileRefusedError, Reason

Bookkeeping = Literal["ds-store", "appledouble"]
Kind = Literal[
    "gzip", "bzip2", "xz", "zstd", "lz4", "zip", "tar",
    "parquet", "arrow", "arrow-stream", "orc", "avro", "sqlite", "text",
    Bookkeeping,
]  # fmt: skip

_MAGIC: tuple[tuple[bytes, Kind], ...] = (
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"\x04\x22\x4d\x18", "lz4"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"PAR1", "parquet"),
    (b"ARROW1", "arrow"),
    (b"\xff\xff\xff\xff", "arrow-stream"),
    (b"ORC", "orc"),
    (b"Obj\x01", "avro"),
    (b"SQLite format 3\x00", "sqlite"),
    (b"\0\0\0\x01Bud1", "ds-store"),
    (b"\0\x05\x16\x07", "appledouble"),
)
_NOT_READ = (
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"%PDF", "a PDF document"),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "an old or encrypted office document, or Thumbs.db",
    ),
    (b"FEA1", "a Feather file of version 1"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"\x7fELF", "a program"),
    (b"\x89HDF", "an HDF5 file"),
    (b"PK\x07\x08", "a split zip archive"),
)
_TAR_MAGIC = slice(257, 262)
_TAR_BLOCK = 512
_TAR_SUM = slice(148, 156)
_FEWEST_PAIRS = 4
_FEW_CONTROLS, _MOST_CONTROLS = 2, 0.02
# What Hive and others put between fields, items and records.
_SEPARATING = b"\x01\x02\x03\x1c\x1d\x1e\x1f"
_CONTROLS = bytes(sign for sign in range(32) if sign not in b"\t\n\v\f\r\x1b") + b"\x7f"


def sniff(head: bytes) -> Kind:
    """Tell the format from a file's first bytes.

    Raises:
        FileRefusedError: if it is empty, or of a format that is not read or not known.
    """
    if not head:
        raise FileRefusedError(Reason.EMPTY, "it has no bytes")
    if head.startswith(b"PARE"):
        raise FileRefusedError(Reason.ENCRYPTED, "it is Parquet with an encrypted footer")
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    for magic, name in _NOT_READ:
        if head.startswith(magic):
            raise FileRefusedError(Reason.UNSUPPORTED_FORMAT, f"it is {name}")
    if is_tar(head):
        return "tar"
    if _is_text(head):
        return "text"
    if _is_old_arrow_stream(head):
        return "arrow-stream"
    raise FileRefusedError(Reason.UNKNOWN_FORMAT, "it is neither text nor a format that is read")


def is_tar(head: bytes) -> bool:
    """Whether the first block is a tar header: by its magic, or by its sum where it has none."""
    if len(head) < _TAR_BLOCK:
        return False
    if head[_TAR_MAGIC] == b"ustar":
        return True
    told = head[_TAR_SUM].strip(b" \0")
    if not re.fullmatch(rb"[0-7]{1,7}", told):
        return False
    block = bytearray(head[:_TAR_BLOCK])
    block[_TAR_SUM] = b" " * 8
    return sum(block) == int(told, 8)


def encoding_of(head: bytes) -> str:
    """The text's encoding, by its mark or by where its zero bytes are."""
    for mark, name in (
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32"),
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if head.startswith(mark):
            return name
    zeros = [head[place::4].count(0) for place in range(4)]
    fours = len(head) // 4
    # A sign of UTF-32 has two bytes of zero at one end and hardly any at the other.
    if fours >= _FEWEST_PAIRS and min(zeros[2:]) > fours * 0.9 and zeros[0] < fours * 0.1:
        return "utf-32-le"
    if fours >= _FEWEST_PAIRS and min(zeros[:2]) > fours * 0.9 and zeros[3] < fours * 0.1:
        return "utf-32-be"
    even, odd = zeros[0] + zeros[2], zeros[1] + zeros[3]
    pairs = len(head) // 2
    if pairs >= _FEWEST_PAIRS and odd > pairs * 0.4 and even < pairs * 0.1:
        return "utf-16-le"
    if pairs >= _FEWEST_PAIRS and even > pairs * 0.4 and odd < pairs * 0.1:
        return "utf-16-be"
    return "utf-8"


def _is_text(head: bytes) -> bool:
    if encoding_of(head) != "utf-8":
        return True
    # Where there are lines, such signs may stand between their fields.
    kept = head.translate(None, _SEPARATING) if b"\n" in head or b"\r" in head else head
    controls = len(kept) - len(kept.translate(None, _CONTROLS))
    return controls <= max(_FEW_CONTROLS, len(kept) * _MOST_CONTROLS)


def _is_old_arrow_stream(head: bytes) -> bool:
    """Before the mark of four 0xFF, a stream began with the size of its schema, a small number."""
    size = int.from_bytes(head[:4], "little")
    return len(head) > 16 and 0 < size < 1 << 20 and int.from_bytes(head[4:8], "little") < size  # noqa: PLR2004
