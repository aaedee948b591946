"""Features of short texts for the linear model: hashed pieces of letters, words and shapes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

BUCKETS = 1 << 16
_LONGEST = 64
_BEGIN, _END = 2, 3
_PIECES = (2, 3, 4, 5)
_SHAPES = (1, 2, 3, 4, 6)
_MIX = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(48)
_BASE = np.uint64(1_000_003)
_POWERS = np.cumprod(np.full(_LONGEST * 4 + 2, _BASE, np.uint64))
_SPACE, _UPPER, _LOWER, _DIGIT, _HIGH = (ord(sign) for sign in " Aa9x")
_MOST_WORDS = 8


def _shape_table() -> npt.NDArray[np.uint8]:
    table = np.arange(256, dtype=np.uint8)
    table[ord("A") : ord("Z") + 1] = _UPPER
    table[ord("a") : ord("z") + 1] = _LOWER
    table[ord("0") : ord("9") + 1] = _DIGIT
    table[128:] = _HIGH
    return table


_SHAPE = _shape_table()
# One of a class, so that the classes add up in 16 bits each.
_COUNTED = np.zeros(256, np.uint64)
for _at, _class in enumerate((_SPACE, _DIGIT, _UPPER, _LOWER)):
    _COUNTED[_class == _SHAPE] = 1 << 16 * _at
_IN_WORD = np.isin(_SHAPE, (_UPPER, _LOWER, _DIGIT, _HIGH))


@dataclass(frozen=True)
class Features:
    """Which features the texts have.

    Attributes:
        buckets: of every feature, those of one text together.
        owners: the text of each, in order.
        texts: how many there are.
    """

    buckets: npt.NDArray[np.int64]
    owners: npt.NDArray[np.int64]
    texts: int


class Part(NamedTuple):
    """Features of one kind.

    Attributes:
        buckets: of them.
        begins: of each text the place of its first one; ``ends`` is one past its last.
    """

    buckets: npt.NDArray[np.int64]
    begins: npt.NDArray[np.int64]
    ends: npt.NDArray[np.int64]


def features(texts: Sequence[str]) -> Features:
    """Pieces of 2 to 5 bytes, words, shapes and sizes of each text's first 64 signs."""
    owned = zip(*map(_owned, parts(texts)), strict=True)
    buckets, owners = (np.concatenate(each) for each in owned)
    order = np.argsort(owners, kind="stable")
    return Features(buckets[order], owners[order], len(texts))


def _owned(part: Part) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The features that texts have, and the text of each."""
    held = part.ends - part.begins
    first = np.repeat(part.begins - np.cumsum(held) + held, held)
    return part.buckets[first + np.arange(len(first))], np.repeat(np.arange(len(held)), held)


def parts(texts: Sequence[str]) -> Iterator[Part]:
    """The features of the texts, by kind."""
    for hashes, begins, ends in _hashed([" ".join(text[:_LONGEST].split()) for text in texts]):
        yield Part(((hashes * _MIX) >> _SHIFT).view(np.int64), begins, ends)


_Places = npt.NDArray[np.int64]
_Hashed = tuple[npt.NDArray[np.uint64], _Places, _Places]


def _hashed(given: Sequence[str]) -> Iterator[_Hashed]:
    raw, raw_edges = _joined([text.encode() for text in given])
    if raw.isascii():
        low, edges = raw.lower(), raw_edges
    else:
        low, edges = _joined([text.lower().encode() for text in given])
    signs, low_signs = np.frombuffer(raw, np.uint8), np.frombuffer(low, np.uint8)
    yield from _pieces(low_signs, edges, _PIECES, 1)
    yield from _words(low_signs, edges)
    yield from _pieces(*_collapsed(_SHAPE.take(signs), raw_edges), _SHAPES, 2)
    yield _sizes(given, signs, raw_edges)


def _joined(texts: list[bytes]) -> tuple[bytes, _Places]:
    """All texts in one, each between a sign for its begin and one for its end; and its edges."""
    edges = np.zeros(len(texts) + 1, np.int64)
    np.cumsum(np.fromiter(map(len, texts), np.int64, len(texts)) + 2, out=edges[1:])
    between = bytes((_END, _BEGIN))
    return bytes((_BEGIN,)) + between.join(texts) + bytes((_END,)), edges


def _pieces(
    signs: npt.NDArray[np.uint8], edges: _Places, sizes: Sequence[int], seed: int
) -> Iterator[_Hashed]:
    wide = signs.astype(np.uint64)
    code = np.zeros(len(signs), np.uint64)
    for size in range(1, sizes[-1] + 1):
        last = len(signs) - size + 1
        if last <= 0:
            return
        code = code[:last] * _BASE
        code += wide[size - 1 :]
        if size in sizes:
            first = np.array([seed * 64 + size], np.uint64) * _POWERS[size - 1 : size]
            begins = np.minimum(edges[:-1], last)
            yield code + first, begins, np.maximum(edges[1:] - size + 1, begins)


def _words(signs: npt.NDArray[np.uint8], edges: _Places) -> Iterator[_Hashed]:
    """Each word, and each with whether it is the first, the last, the only one or inside."""
    in_word = _IN_WORD.take(signs)
    # Marks are in no word, so that each begins and ends where a sign is unlike the one before.
    turns = np.flatnonzero(in_word[1:] != in_word[:-1]) + 1
    starts, sizes = turns[::2], turns[1::2] - turns[::2]
    if not len(starts):
        return
    inside = np.flatnonzero(in_word)
    worth = signs[inside] * _POWERS[inside - np.repeat(starts, sizes)]
    codes = np.add.reduceat(worth, np.cumsum(sizes) - sizes) * _BASE + sizes.astype(np.uint64)
    places = np.searchsorted(starts, edges)
    begins, ends = places[:-1], places[1:]
    held = begins < ends
    placed = np.ones(len(starts), np.uint64)
    placed[begins[held]] += np.uint64(1)
    placed[ends[held] - 1] += np.uint64(2)
    placed += codes * _BASE
    yield codes, begins, ends
    yield placed, begins, ends


def _collapsed(
    shapes: npt.NDArray[np.uint8], edges: _Places
) -> tuple[npt.NDArray[np.uint8], _Places]:
    """Runs of one class of signs as one sign."""
    kept = np.ones(len(shapes), bool)
    kept[1:] = shapes[1:] != shapes[:-1]
    # One text's last mark is never the next one's first.
    places = np.flatnonzero(kept)
    return shapes[places], np.searchsorted(places, edges)


def _sizes(texts: Sequence[str], signs: npt.NDArray[np.uint8], edges: _Places) -> _Hashed:
    """Length, number of words and digits of each text, in steps."""
    counted = _counted(signs, edges)
    for place, text in enumerate(texts):
        if not text.isascii():
            digits = sum(map(str.isdigit, text))
            cases = text.isupper(), text.islower()
            counted[:, place] = len(text), text.count(" "), digits, *cases
    size, spaces, digits_of, is_upper, is_lower = counted
    codes = (
        np.where(size < 4, size, 4 + size // 4),  # noqa: PLR2004
        64 + np.minimum(spaces, _MOST_WORDS),
        96 + digits_of * 6 // np.maximum(size, 1),
        128 + is_upper + 2 * is_lower,
    )
    hashes = np.stack(codes, axis=1).ravel().astype(np.uint64) + np.uint64(1 << 40)
    begins = np.arange(len(texts)) * len(codes)
    return hashes, begins, begins + len(codes)


def _counted(signs: npt.NDArray[np.uint8], edges: _Places) -> npt.NDArray[np.int64]:
    """Signs, spaces and digits of texts of ASCII, and whether each is all capitals, or has none."""
    of_each = np.add.reduceat(_COUNTED.take(signs), edges[:-1])
    spaces, digits, upper, lower = of_each[:, None].view(np.uint16).T.astype(np.int64)
    is_upper, is_lower = (upper > 0) & (lower == 0), (lower > 0) & (upper == 0)
    return np.stack((np.diff(edges) - 2, spaces, digits, is_upper, is_lower))
