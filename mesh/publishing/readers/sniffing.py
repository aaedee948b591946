"""What a file is, by its first bytes; its name says nothing."""

from typing import Literal

from mesh.publishing.readers.refusal import UnreadableError

Format = Literal["delimited", "json-lines", "parquet", "gzip"]

_REFUSED = {
    b"PK\x03\x04": "a zip archive or an office document",
    b"PK\x05\x06": "an empty zip archive",
    b"Obj\x01": "an Avro file",
    b"ORC": "an ORC file",
    b"ARROW1": "an Arrow file",
    b"\xff\xfe": "text in UTF-16",
    b"\xfe\xff": "text in UTF-16",
    b"\x28\xb5\x2f\xfd": "a zstd archive",
    b"BZh": "a bzip2 archive",
    b"7z\xbc\xaf\x27\x1c": "a 7z archive",
    b"%PDF": "a PDF document",
    b"SQLite format 3": "a SQLite database",
}
_MENDED = "land CSV (UTF-8, with a header; gzip is fine), JSON Lines or Parquet"


def sniff(head: bytes) -> Format:
    """Tell the format from a file's first bytes.

    Raises:
        UnreadableError: if the file is empty or of a format that is not read.
    """
    if not head.removeprefix(b"\xef\xbb\xbf").strip():
        raise UnreadableError("the file is empty; land a file with rows, or none")
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(b"\x1f\x8b"):
        return "gzip"
    for magic, name in _REFUSED.items():
        if head.startswith(magic):
            raise UnreadableError(f"the file is {name}; {_MENDED}")
    if b"\x00" in head:
        raise UnreadableError(f"the file is neither text nor Parquet; {_MENDED}")
    first = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if first == b"[":
        raise UnreadableError(f"the file is one JSON array; {_MENDED}")
    return "json-lines" if first == b"{" else "delimited"
