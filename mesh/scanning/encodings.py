"""The likely encoding of a text that is no UTF-8, by its words beyond ASCII."""

import codecs
import re
from collections.abc import Iterable, Iterator

# Loaded here: the process that reads a file may load nothing any more.
from charset_normalizer import from_bytes

from mesh.scanning.latin import WINDOWS, is_latin, latin

_OF_SEVERAL_BYTES = ("big5", "cp932", "cp949", "euc_jp", "gb18030")
_OF_ONE_BYTE = (
    WINDOWS, "cp1250", "cp1251", "cp1253", "cp1255", "cp1256", "cp866", "cp874",
    "iso8859_2", "iso8859_5", "koi8_r", "koi8_u",
)  # fmt: skip
# Encodings with more signs that all texts in these are in too, as programs of today write them.
WIDER = {
    "big5": "cp950", "shift_jis": "cp932", "gb2312": "gb18030", "gbk": "gb18030",
    "euc_kr": "cp949", "euc_jp": "euc_jis_2004",
}  # fmt: skip
# What each is judged and read as.
READ_AS = {name: name for name in (*_OF_ONE_BYTE, *_OF_SEVERAL_BYTES)} | {"big5": WIDER["big5"]}
for _name in (*READ_AS, *READ_AS.values(), *WIDER.values()):
    codecs.lookup(_name)
# Controls, space and punctuation: no byte of a sign of several bytes is one of them.
_WORD = re.compile(rb"[^\x00-\x2f\x3a-\x3f]+")
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
SAMPLE = 256 << 10
_FEWEST_WORDS = 5
_MOST_BYTES = 16 << 10


def judged(text: bytes, *, is_whole: bool) -> str:
    """The codec that a text is in, by a part of it that is no UTF-8.

    Windows-1252 where most words are UTF-8 but for some bytes, where letters are Latin and others
    are not surely likelier, and where nothing else makes words.

    Args:
        text: some of it: 256 KB from its first byte beyond ASCII are looked at, and of these the
            first 16 KB of different words where they are not Latin.
        is_whole: whether its last word is whole.

    Returns:
        Nothing where the words are too few to tell.
    """
    words = _words(text, is_whole=is_whole)
    in_utf8 = sum(map(_is_utf8, words))
    are_few = len(words) < _FEWEST_WORDS
    if in_utf8 * 2 > len(words) and not are_few:
        return WINDOWS
    if is_latin(words) and not (are_few and in_utf8):
        return latin(words) or ("" if are_few else WINDOWS)
    return "" if are_few else READ_AS[_likely(b" ".join(_first(words)))]


def _words(text: bytes, *, is_whole: bool) -> list[bytes]:
    first = _BEYOND_ASCII.search(text)
    begin = first.start() if first else len(text)
    sample = text[begin : begin + SAMPLE]
    is_whole &= len(text) <= begin + SAMPLE
    found = _WORD.findall(sample)
    if found and not is_whole and sample.endswith(found[-1]):
        found.pop()
    return list(dict.fromkeys(word for word in found if not word.isascii()))


def _is_utf8(word: bytes) -> bool:
    try:
        word.decode()
    except UnicodeDecodeError:
        return False
    return True


def _first(words: Iterable[bytes]) -> Iterator[bytes]:
    left = _MOST_BYTES
    for word in words:
        if len(word) < left:
            left -= len(word) + 1
            yield word


def _likely(words: bytes) -> str:
    matches = from_bytes(
        words, cp_isolation=list(READ_AS), preemptive_behaviour=False, enable_fallback=False
    )
    if any(WINDOWS in match.could_be_from_charset for match in matches):
        return WINDOWS
    # Signs of several bytes have rules that other texts break; one byte is a sign in nearly every
    # encoding, and must make letters of a known language.
    several = [match.encoding for match in matches if match.encoding in _OF_SEVERAL_BYTES]
    letters = [match.encoding for match in matches if match.coherence]
    return (*several, *letters, WINDOWS)[0]
