"""The text of XML in UTF-8, whatever it was written in: the parser itself knows few encodings."""

import codecs
import io
import re
from typing import Any

from mesh.scanning.encodings import WIDER
from mesh.scanning.reasons import FileRefusedError, Reason
from mesh.scanning.sniffing import encoding_of
from mesh.scanning.text import Utf8Stream

_HEAD = 1 << 10
_DECLARED = re.compile(rb"""^\s*<\?xml\s[^>]*?\bencoding\s*=\s*["']([A-Za-z][\w.:-]*)["']""")
_WIDE = ("utf-16", "utf-32")
# Looked up here: the process that reads a file may load nothing any more.
_KNOWN = {
    codecs.lookup(name).name
    for name in (
        *(f"iso8859-{part}" for part in (*range(1, 12), *range(13, 17))),
        *(f"cp{page}" for page in range(1250, 1259)),
        "cp437", "cp850", "cp852", "cp866", "cp874", "cp932", "cp949", "cp950", "koi8-r", "koi8-u",
        "shift_jis", "euc_jp", "iso2022_jp", "gb2312", "gbk", "gb18030", "big5", "euc_kr",
        "mac-roman", "ascii", "utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32",
    )
}  # fmt: skip


def xml_text(stream: "io.BufferedReader[Any]") -> Utf8Stream:
    """The stream in UTF-8: a mark or zero bytes tell more surely what it is in than its words do.

    Raises:
        FileRefusedError: if it declares an encoding that is not known, or that it cannot be in.
    """
    head = stream.peek(_HEAD)[:_HEAD]
    seen = encoding_of(head)
    return Utf8Stream(stream, _declared(head) if seen == "utf-8" else seen, strict=True)


def _declared(head: bytes) -> str:
    declared = _DECLARED.match(head)
    if not declared:
        return "utf-8"
    try:
        name = codecs.lookup(declared[1].decode("ascii")).name
    except LookupError:
        name = ""
    if name not in _KNOWN:
        raise FileRefusedError(
            Reason.UNSUPPORTED_FORMAT, "it declares an encoding that is not read: write it in UTF-8"
        )
    if name.startswith(_WIDE):
        raise FileRefusedError(
            Reason.MALFORMED, f"it declares {name} and is not in it: write it in UTF-8"
        )
    return WIDER.get(name, name)
