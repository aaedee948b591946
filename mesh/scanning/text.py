"""Text of any encoding as UTF-8: what is no UTF-8 is read as what makes words of it."""

import codecs
import io
import re
from collections.abc import Collection, Iterator
from typing import Any, BinaryIO, TypeVar

import numpy as np
import pyarrow as pa

from mesh.scanning.encodings import judged
from mesh.scanning.frames import Noted
from mesh.scanning.latin import WINDOWS
from mesh.scanning.reasons import FileRefusedError, Reason
from mesh.scanning.sniffing import encoding_of

_BLOCK = 1 << 20
# Whoever asks for more than this gets it without a copy on the way.
_BUFFER = 128 << 10
_LONGEST_SIGN = 4
# What stands for a wrong sign while they are counted: no codec decodes anything to it.
_WRONG, _REPLACED = "\udfff", "\ufffd"
_PAIR = re.compile(rb"[\xc2-\xf4][\x80-\xbf]")
_FIRST_TRAIL, _FIRST_LEAD, _LEAD_OF_THREE, _LEAD_OF_FOUR = 0x80, 0xC0, 0xE0, 0xF0


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    """Read what is no UTF-8 as cp1252, and as Latin-1 where that has a gap."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    signs = (bytes([one]).decode("cp1252", "ignore") or chr(one) for one in wrong)
    return "".join(signs), error.end


def _as_wrong(error: UnicodeError) -> tuple[str, int]:
    """Mark what is not in an encoding: the sign that is usual for it may be in the text itself."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return _WRONG, error.end


# Looked up here: the process that reads a file may load nothing any more.
for _name in (
    "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be",
):  # fmt: skip
    codecs.lookup(_name)
codecs.register_error("as-windows", _as_windows)
codecs.register_error("as-wrong", _as_wrong)
Content = TypeVar("Content")


class Utf8Stream(io.RawIOBase):
    """A text in UTF-8, without the mark at its start, whatever it was in.

    Args:
        source: of its bytes.
        encoding: which it surely is in, or UTF-8 if nothing tells another.
        guess: what its bytes that are no UTF-8 are in, if that is judged.
        strict: whether it has to be in UTF-8 if that is its encoding.

    Attributes:
        guessed: what its bytes that are no UTF-8 were read as, so far; empty where there are none.
    """

    def __init__(
        self, source: BinaryIO, encoding: str, guess: str = "", *, strict: bool = False
    ) -> None:
        self._source = source
        self._encoding, self._strict = encoding, strict
        if encoding == "utf-8-sig":
            source.read(len(codecs.BOM_UTF8))
        self._is_utf8 = encoding.startswith("utf-8")
        self._is_settled = encoding == "utf-8-sig"
        self._decoder = codecs.getincrementaldecoder(encoding)("as-wrong")
        self.guessed = ""
        self._wrong = 0
        if guess:
            self._settle(guess)
        self._begun = b""
        self._ready = memoryview(b"")
        self._ended = False

    @property
    def fault(self) -> str:
        """What of it could be read as no text, or not in the encoding that it says; may be none."""
        if self._wrong:
            seem = "all others seem to be" if self.guessed else "it says of itself"
            return f"{self._wrong} signs are not in {self.guessed or self._encoding}, as {seem}"
        if self._strict and self.guessed:
            return "some bytes are not in utf-8, as it says of itself"
        return ""

    def readable(self) -> bool:
        """Always; parsers ask."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Fill the buffer with UTF-8."""
        while not self._ready and not self._ended:
            block = self._source.read(_BLOCK)
            self._ended = not block
            self._ready = memoryview(self._checked(block) if self._is_utf8 else self._told(block))
        part = self._ready[: len(buffer)]
        self._ready = self._ready[len(part) :]
        buffer[: len(part)] = part
        return len(part)

    def _checked(self, block: bytes) -> bytes:
        """What is UTF-8 as it is; a sign that is not whole yet waits for the next block."""
        given = self._begun + block
        whole = len(given) - (0 if self._ended else _unfinished(given))
        ready = given[:whole]
        if _is_utf8(ready):
            # Who has written UTF-8 so far has written no other encoding on purpose.
            self._is_settled = self._is_settled or not ready.isascii()
        else:
            self.guessed = self.guessed or WINDOWS
            if not self._is_settled:
                self._settle(judged(given, is_whole=self._ended))
            if not self._is_utf8:
                return self._told(given)
            if _PAIR.search(ready):
                text, whole = codecs.utf_8_decode(given, "as-windows", self._ended)
            else:
                # No sign of UTF-8 is among them: the same ten times as fast.
                text = ready.decode(WINDOWS, "as-windows")
            ready = text.encode()
        self._begun = given[whole:]
        return ready

    def _settle(self, guess: str) -> None:
        self._is_settled = bool(guess)
        if guess and guess != WINDOWS:
            self._is_utf8, self.guessed = False, guess
            self._decoder = codecs.getincrementaldecoder(guess)("as-wrong")

    def _told(self, block: bytes) -> bytes:
        text = self._decoder.decode(block, final=self._ended)
        self._wrong += text.count(_WRONG)
        return text.replace(_WRONG, _REPLACED).encode()


def _unfinished(block: bytes) -> int:
    """How many bytes at a block's end begin a sign of UTF-8 that goes on behind it."""
    for size in range(1, min(_LONGEST_SIGN, len(block) + 1)):
        byte = block[-size]
        if byte >= _FIRST_LEAD:
            wanted = 2 + (byte >= _LEAD_OF_THREE) + (byte >= _LEAD_OF_FOUR)
            return size if size < wanted else 0
        if byte < _FIRST_TRAIL:
            return 0
    return 0


def _is_utf8(block: bytes) -> bool:
    """Whether it is, told five times as fast as by decoding."""
    ends = pa.py_buffer(np.array((0, len(block)), np.int32).data)
    text = pa.Array.from_buffers(pa.string(), 1, [None, ends, pa.py_buffer(block)])
    try:
        text.validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def utf8_of(text: Utf8Stream) -> "io.BufferedReader[Any]":
    """Open a text as UTF-8."""
    return io.BufferedReader(text, buffer_size=_BUFFER)


def with_notes(
    content: Iterator[Content], texts: Collection[Utf8Stream]
) -> Iterator[Content | Noted]:
    """Give what is read from texts, then say what their bytes were read as.

    Raises:
        FileRefusedError: at the end, if some of them could not be read as they should be.
    """
    try:
        yield from content
    except FileRefusedError:
        yield from _notes(texts)
        raise
    yield from _notes(texts)
    for text in texts:
        if text.fault:
            raise FileRefusedError(Reason.MALFORMED, f"{text.fault}: write it in UTF-8")


def _notes(texts: Collection[Utf8Stream]) -> Iterator[Noted]:
    for guessed in dict.fromkeys(text.guessed for text in texts if text.guessed):
        yield Noted(
            note=f"bytes that are no UTF-8 were read as {guessed}, by the words that this "
            "makes: if that is wrong, write it in UTF-8"
        )


def is_utf8_so_far(head: bytes) -> bool:
    """Whether the first bytes of a text are UTF-8, or are told to be another Unicode."""
    return encoding_of(head) != "utf-8" or _is_utf8(head[: len(head) - _unfinished(head)])


def head_text(head: bytes, guess: str = "") -> str:
    """The first signs of a text."""
    encoding = encoding_of(head)
    if encoding.startswith("utf-8") and guess in ("", WINDOWS):
        return codecs.getincrementaldecoder(encoding)("as-windows").decode(head)
    return codecs.getincrementaldecoder(guess or encoding)("replace").decode(head)
