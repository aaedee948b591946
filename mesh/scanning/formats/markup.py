"""XML as programs write it, a block at once: its tags by number, its texts as an array."""

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

_LESS, _GREATER, _SPACE = ord("<"), ord(">"), ord(" ")
_ZERO, _TEN = np.uint8(ord("0")), 10
_ALLOWED = b"\t\n"
_MOST_TAGS = 100_000
_TAG = re.compile(r"<(/?[A-Za-z]+)((?:\s+[\w:.-]+=\"[^\"<&]*\")*)\s*(/?)>")
_ATTRIBUTE = re.compile(r"([\w:.-]+)=\"([^\"]*)\"")
_ENTITIES = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'", "&amp;": "&"}
_OTHER_ENTITY = re.compile(rb"&(?!(?:lt|gt|quot|apos|amp);)")
Numbers = npt.NDArray[np.int64]
Kinds = npt.NDArray[np.int8]


@dataclass(frozen=True)
class Tag:
    """A tag; no digit of it is known.

    Attributes:
        name: ``c`` where an element begins, ``/c`` where it ends, ``c/`` where it is empty.
    """

    name: str
    attributes: Mapping[str, str]


class Markup:
    """Tags of a block, and the text behind each.

    Attributes:
        tags: each different one.
        codes: of each tag, its place among the different ones.
        sizes: bytes of the text behind each tag.
    """

    def __init__(self, tags: list[Tag], codes: Numbers, pieces: pa.StringArray) -> None:
        self.tags, self.codes = tags, codes
        self._pieces = pieces
        bounds = np.frombuffer(pieces.buffers()[1], np.int32)  # type: ignore[call-overload]
        self.sizes = bounds[2::2] - bounds[1::2]

    def texts(self, places: Numbers) -> pa.StringArray:
        """Texts behind some of the tags."""
        texts = taken(self._pieces, places * 2 + 1)
        if b"&" in memoryview(texts.buffers()[2] or b"").tobytes():
            for entity, sign in _ENTITIES.items():
                texts = pc.replace_substring(texts, entity, sign)
        return texts

    def by_name(self, names: Mapping[str, int]) -> Kinds:
        """The number of each tag's name; -1 for other names."""
        numbers = np.array([names.get(tag.name, -1) for tag in self.tags], np.int8)
        return numbers[self.codes]

    def is_bare(self, places: Numbers) -> bool:
        """Whether there is nothing but space behind these tags."""
        filled = places[self.sizes[places] > 0]
        return not len(filled) or "".join(map(str, self.texts(filled).to_pylist())).isspace()


class Tokens:
    """Takes blocks of one part apart, and remembers its tags."""

    def __init__(self) -> None:
        self._known: dict[str, Tag | None] = {}

    def markup(self, block: bytes) -> Markup | None:
        """Take apart a UTF-8 text that begins and ends with a tag; None if it has what is rare."""
        if not _is_plain(block):
            return None
        pieces = _pieces(block)
        if pieces is None:
            return None
        every = taken(pieces, np.arange(0, len(pieces), 2))
        coded = _without_digits(every).dictionary_encode()
        tags = [self._tag(str(text)) for text in coded.dictionary.to_pylist()]
        known = [tag for tag in tags if tag]
        if len(known) < len(tags):
            return None
        return Markup(known, coded.indices.to_numpy(), pieces)

    def read(self, block: bytes, grammar: "Grammar", holding: str) -> "tuple[Markup, Kinds] | None":
        """Take apart a block, and tell its tags by number; None if it breaks the grammar.

        Args:
            block: as ``markup`` takes it.
            grammar: that its tags follow.
            holding: names of the tags behind which there may be more than space.
        """
        markup = self.markup(block)
        if markup is None:
            return None
        kinds = markup.by_name(grammar.numbers)
        if not grammar.allows(kinds):
            return None
        others = np.flatnonzero(~grammar.are(kinds, holding))
        return (markup, kinds) if markup.is_bare(others) else None

    def _tag(self, text: str) -> Tag | None:
        if len(self._known) > _MOST_TAGS:
            self._known.clear()
        if text not in self._known:
            self._known[text] = _tag_of(text)
        return self._known[text]


def taken(texts: pa.StringArray, places: Numbers) -> pa.StringArray:
    """Texts at some places."""
    return texts.take(pa.array(places))  # type: ignore[arg-type]


def strings(bounds: npt.NDArray[np.int32], content: bytes | memoryview) -> pa.StringArray:
    """Texts that follow each other in their content."""
    offsets = pa.py_buffer(bounds.data)
    return pa.StringArray.from_buffers(len(bounds) - 1, offsets, pa.py_buffer(content))


class Grammar:
    """Which tags may follow which; what is inside another element is told by the tag before.

    Attributes:
        numbers: of the names.

    Args:
        followers: names that may follow each name.
        outside: names that begin and end what may stand by itself.
    """

    def __init__(self, followers: Mapping[str, str], outside: tuple[str, str]) -> None:
        self.numbers = {name: number for number, name in enumerate(followers)}
        allowed = np.zeros((len(followers), len(followers)), dtype=bool)
        for name, names in followers.items():
            allowed[self.numbers[name], self._some(names)] = True
        # For each pair of numbers, at first * names + second.
        self._allowed = allowed.ravel()
        self._first, self._last = (self._some(names) for names in outside)

    def allows(self, kinds: Kinds) -> bool:
        """Whether tags follow each other as they may."""
        if kinds.min() < 0 or kinds[0] not in self._first or kinds[-1] not in self._last:
            return False
        pairs = kinds[:-1].astype(np.int16) * len(self.numbers) + kinds[1:]
        return bool(self._allowed[pairs].all())

    def are(self, kinds: Kinds, names: str) -> npt.NDArray[np.bool_]:
        """Which of the tags have one of these names."""
        wanted = np.zeros(len(self.numbers), dtype=bool)
        wanted[self._some(names)] = True
        return wanted[kinds]

    def _some(self, names: str) -> list[int]:
        return [self.numbers[name] for name in names.split()]


def _is_plain(block: bytes) -> bool:
    """Whether it is UTF-8 without signs that XML does not know or that it reads in its own way."""
    if _OTHER_ENTITY.search(block):
        return False
    signs = np.frombuffer(block, np.uint8)
    if signs.min() < _SPACE and bytes(signs[signs < _SPACE]).strip(_ALLOWED):
        return False
    try:
        codecs.utf_8_decode(block)
    except UnicodeDecodeError:
        return False
    return True


def _pieces(block: bytes) -> pa.StringArray | None:
    """Tag, text, tag, text, ...; None where signs of tags stand elsewhere too."""
    signs = np.frombuffer(block, np.uint8)
    begins, ends = np.flatnonzero(signs == _LESS), np.flatnonzero(signs == _GREATER) + 1
    if len(begins) != len(ends) or not len(begins):
        return None
    if begins[0] or ends[-1] != len(block) or (begins >= ends).any():
        return None
    if (ends[:-1] > begins[1:]).any():
        return None
    bounds = np.empty(2 * len(begins) + 1, np.int32)
    bounds[:-1:2], bounds[1::2], bounds[-1] = begins, ends, len(block)
    return strings(bounds, block)


def _without_digits(texts: pa.StringArray) -> pa.StringArray:
    """Numbers of rows, of styles and heights make the same tag look different."""
    _, given, content = texts.buffers()
    offsets = np.frombuffer(given, np.int32, len(texts) + 1)  # type: ignore[call-overload]
    signs = np.frombuffer(content, np.uint8, offsets[-1])  # type: ignore[call-overload]
    digits = (signs - _ZERO) < _TEN
    if not digits.any():
        return texts
    before = np.zeros(len(signs) + 1, np.int32)
    np.cumsum(digits, out=before[1:])
    return strings(offsets - before[offsets], signs[~digits].data)


def _tag_of(text: str) -> Tag | None:
    parts = _TAG.fullmatch(text)
    if not parts or (parts[3] and parts[1].startswith("/")):
        return None
    return Tag(parts[1] + parts[3], dict(_ATTRIBUTE.findall(parts[2])))
