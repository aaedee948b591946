"""Features of short texts for the linear model: hashed pieces of letters, words and shapes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

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


def features(texts: Sequence[str]) -> Features:
    """Pieces of 2 to 5 bytes, words, shapes and sizes of each text's first 64 signs."""
    buckets, owners = (np.concatenate(each) for each in zip(*parts(texts), strict=True))
    order = np.argsort(owners, kind="stable")
    return Features(buckets[order], owners[order], len(texts))


def parts(texts: Sequence[str]) -> Iterator[tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]]:
    """The same kind of feature by kind: buckets, and the text of each, in order."""
    for hashes, owners in _hashed([" ".join(text[:_LONGEST].split()) for text in texts]):
        yield ((hashes * _MIX) >> _SHIFT).astype(np.int64), owners


_Hashed = tuple[npt.NDArray[np.uint64], npt.NDArray[np.int64]]


def _hashed(given: Sequence[str]) -> Iterator[_Hashed]:
    raw, raw_owners = _joined([text.encode() for text in given])
    low, owners = _joined([text.lower().encode() for text in given])
    yield from _pieces(low, owners, _PIECES, 1)
    yield from _words(low, owners)
    yield from _pieces(*_collapsed(_SHAPE[raw], raw_owners), _SHAPES, 2)
    yield _sizes(given, raw, raw_owners)


def _joined(texts: list[bytes]) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]:
    """All texts in one array, each between a sign for its begin and one for its end."""
    sizes = np.fromiter(map(len, texts), np.int64, len(texts)) + 2
    between = bytes((_END, _BEGIN))
    marked = bytes((_BEGIN,)) + between.join(texts) + bytes((_END,))
    return np.frombuffer(marked, np.uint8), np.repeat(np.arange(len(texts)), sizes)


def _pieces(
    signs: npt.NDArray[np.uint8], owners: npt.NDArray[np.int64], sizes: Sequence[int], seed: int
) -> Iterator[_Hashed]:
    wide = signs.astype(np.uint64)
    code = np.zeros(len(signs), np.uint64)
    for size in range(1, sizes[-1] + 1):
        last = len(signs) - size + 1
        if last <= 0:
            return
        code = code[:last] * _BASE + wide[size - 1 :]
        if size in sizes:
            inside = owners[:last] == owners[size - 1 :]
            first = np.array([seed * 64 + size], np.uint64) * _POWERS[size - 1 : size]
            yield code[inside] + first, owners[:last][inside]


def _words(signs: npt.NDArray[np.uint8], owners: npt.NDArray[np.int64]) -> Iterator[_Hashed]:
    """Each word, and each with whether it is the first, the last, the only one or inside."""
    word = np.zeros(len(signs) + 2, np.int8)
    word[1:-1] = _IN_WORD[signs]
    edges = np.diff(word)
    starts, ends = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    if not len(starts):
        return
    powers = _POWERS[np.minimum(_places(len(signs), starts), len(_POWERS) - 1)]
    worth = np.where(_IN_WORD[signs], signs.astype(np.uint64) * powers, np.uint64(0))
    codes = np.add.reduceat(worth, starts) * _BASE + (ends - starts).astype(np.uint64)
    held = owners[starts]
    first = np.append(True, held[1:] != held[:-1])
    last = np.append(held[1:] != held[:-1], True)
    placed = codes * _BASE + (1 + first + 2 * last).astype(np.uint64)
    yield codes, held
    yield placed, held


def _places(many: int, starts: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """How far each sign stands behind the last start of a word before it."""
    begun = np.zeros(many, np.int64)
    begun[starts] = starts
    return np.arange(many) - np.maximum.accumulate(begun)


def _collapsed(
    shapes: npt.NDArray[np.uint8], owners: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]:
    """Runs of one class of signs as one sign."""
    kept = np.ones(len(shapes), bool)
    kept[1:] = (shapes[1:] != shapes[:-1]) | (owners[1:] != owners[:-1])
    return shapes[kept], owners[kept]


def _sizes(
    texts: Sequence[str], signs: npt.NDArray[np.uint8], owners: npt.NDArray[np.int64]
) -> _Hashed:
    """Length, number of words and digits of each text, in steps."""
    counted = _counted(len(texts), _SHAPE[signs], owners)
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
    return hashes, np.repeat(np.arange(len(texts)), len(codes))


def _counted(
    texts: int, shapes: npt.NDArray[np.uint8], owners: npt.NDArray[np.int64]
) -> npt.NDArray[np.int64]:
    """Signs, spaces and digits of texts of ASCII, and whether each is all capitals, or has none."""
    spaces, digits, upper, lower = (
        np.bincount(owners[shapes == shape], minlength=texts)
        for shape in (_SPACE, _DIGIT, _UPPER, _LOWER)
    )
    size = np.bincount(owners, minlength=texts) - 2
    is_upper, is_lower = (upper > 0) & (lower == 0), (lower > 0) & (upper == 0)
    return np.stack((size, spaces, digits, is_upper, is_lower))
