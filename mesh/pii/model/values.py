"""Features of short texts for the linear model: hashed pieces of letters, words and shapes."""

from collections.abc import Sequence
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
    given = [" ".join(text[:_LONGEST].split()) for text in texts]
    raw, raw_owners = _joined([text.encode() for text in given])
    low, owners = _joined([text.lower().encode() for text in given])
    parts = [_pieces(low, owners, _PIECES, 1), _words(low, owners)]
    parts.append(_pieces(*_collapsed(_SHAPE[raw], raw_owners), _SHAPES, 2))
    parts.append(_sizes(given))
    hashes = np.concatenate([part[0] for part in parts])
    held = np.concatenate([part[1] for part in parts])
    order = np.argsort(held, kind="stable")
    buckets = ((hashes * _MIX) >> _SHIFT).astype(np.int64)
    return Features(buckets[order], held[order], len(texts))


_Hashed = tuple[npt.NDArray[np.uint64], npt.NDArray[np.int64]]


def _joined(texts: list[bytes]) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]:
    """All texts in one array, each between a sign for its begin and one for its end."""
    marked = [bytes((_BEGIN,)) + text + bytes((_END,)) for text in texts]
    sizes = np.array([len(text) for text in marked], np.int64)
    return np.frombuffer(b"".join(marked), np.uint8), np.repeat(np.arange(len(texts)), sizes)


def _pieces(
    signs: npt.NDArray[np.uint8], owners: npt.NDArray[np.int64], sizes: Sequence[int], seed: int
) -> _Hashed:
    hashes, held = [], []
    for size in sizes:
        last = len(signs) - size + 1
        if last <= 0:
            continue
        code = np.full(last, seed * 64 + size, np.uint64)
        for step in range(size):
            code = code * _BASE + signs[step : step + last]
        inside = owners[:last] == owners[size - 1 :]
        hashes.append(code[inside])
        held.append(owners[:last][inside])
    return np.concatenate(hashes), np.concatenate(held)


def _words(signs: npt.NDArray[np.uint8], owners: npt.NDArray[np.int64]) -> _Hashed:
    """Each word, and each with whether it is the first, the last, the only one or inside."""
    word = np.zeros(len(signs) + 2, np.int8)
    word[1:-1] = _IN_WORD[signs]
    edges = np.diff(word)
    starts, ends = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    if not len(starts):
        return np.zeros(0, np.uint64), np.zeros(0, np.int64)
    powers = _POWERS[np.minimum(_places(len(signs), starts), len(_POWERS) - 1)]
    worth = np.where(_IN_WORD[signs], signs.astype(np.uint64) * powers, np.uint64(0))
    codes = np.add.reduceat(worth, starts) * _BASE + (ends - starts).astype(np.uint64)
    held = owners[starts]
    first = np.append(True, held[1:] != held[:-1])
    last = np.append(held[1:] != held[:-1], True)
    placed = codes * _BASE + (1 + first + 2 * last).astype(np.uint64)
    return np.concatenate((codes, placed)), np.concatenate((held, held))


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


def _sizes(texts: Sequence[str]) -> _Hashed:
    """Length, number of words and digits of each text, in steps."""
    rows = [
        (
            len(text) if len(text) < 4 else 4 + len(text) // 4,  # noqa: PLR2004
            64 + min(text.count(" "), _MOST_WORDS),
            96 + sum(map(str.isdigit, text)) * 6 // max(len(text), 1),
            128 + (text.isupper() + 2 * text.islower()),
        )
        for text in texts
    ]
    codes = np.array(rows, np.uint64).reshape(len(texts), 4) + np.uint64(1 << 40)
    return codes.ravel(), np.repeat(np.arange(len(texts)), 4)
