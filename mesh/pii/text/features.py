"""What a tagger sees of a token: the word, its shape, its ends, its neighbours, all as numbers."""

import re
from collections.abc import Callable
from functools import lru_cache
from struct import Struct
from typing import AnyStr
from zlib import crc32

import numpy as np
import numpy.typing as npt

from mesh.pii.text.tokens import FIRST, LINED, Tokens

Ids = npt.NDArray[np.uint32]
# A word looks itself up among known words: a few bits, one for each list that has it.
Known = Callable[[int], int]
_GRAMS = 8
_NO_GRAMS = (0,) * _GRAMS
_OWN = ("lower", "shape", "long", "p1", "p2", "p3", "p4", "s1", "s2", "s3", "s4")
_NUMBERS = Struct(f"={len(_OWN) + _GRAMS}I")
_COLUMNS = {name: at for at, name in enumerate((*_OWN, "known", "case", "closes"))}
# Places among a token's features that tell which word it is, and not only what kind of word.
IDENTITY = (1, 7, 11, 16)
_CLOSING = frozenset('.!?:;"”»>')


def key_of(word: str) -> int:
    """The number that stands for a word, whatever its case."""
    return crc32(_utf8(word.lower()))


@lru_cache(maxsize=32_768)
def _shown(word: str) -> bytes:
    """Numbers of what a word shows by itself, without what is known of it, then of its parts."""
    lower = word.lower()
    whole = _utf8(lower)
    # Of ASCII each sign is a byte.
    signs = map(crc32, _ends(whole) if lower.isascii() else map(_utf8, _ends(lower)))
    bound = b"<%b>" % whole
    grams = [crc32(bound[at : at + 4]) for at in range(min(len(bound) - 3, _GRAMS))]
    # As numbers of Python's they would take eight times as much, of tens of thousands of words.
    return _NUMBERS.pack(
        crc32(whole), *_shapes(_shape(word)), *signs, *grams, *_NO_GRAMS[len(grams) :]
    )


def _ends(word: AnyStr) -> tuple[AnyStr, ...]:
    return word[:1], word[:2], word[:3], word[:4], word[-1:], word[-2:], word[-3:], word[-4:]


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


@lru_cache(maxsize=1_024)
def _shapes(long: str) -> tuple[int, int]:
    """Numbers of a shape with each run of one class as one sign, and of the shape itself."""
    short = re.sub(r"(.)\1+", r"\1", long) if not long[0].isdigit() else long
    return crc32(_utf8(short)), crc32(_utf8(long))


def _shape(word: str) -> str:
    if word.isdigit():
        return f"{min(len(word), 9)}"
    if not word[0].isalpha():
        return word
    kinds = ["X" if sign.isupper() else "x" if sign.islower() else "o" for sign in word[:8]]
    return "".join(kinds)


def _case(word: str) -> int:
    """0 other signs, 1 small, 2 capital first, 3 capitals, 4 one capital, 5 mixed, 6 digits."""
    if word.isdigit():
        return 6
    if not word[0].isalpha():
        return 0
    if word.islower():
        return 1
    if word[0].isupper() and (len(word) == 1 or word[1:].islower()):
        return 4 if len(word) == 1 else 2
    return 3 if word.isupper() else 5


class Features:
    """Numbers for each token of several texts.

    Args:
        tokens: of the texts.
        known: bits of the lists that have a word, by its key.
    """

    def __init__(self, tokens: Tokens, known: Known) -> None:
        distinct = list(dict.fromkeys(tokens.words))
        at = {word: place for place, word in enumerate(distinct)}
        self._codes = np.fromiter((at[word] for word in tokens.words), np.int64, len(tokens.words))
        shown = np.frombuffer(b"".join(map(_shown, distinct)), np.uint32)
        signs, self._gram_table = np.split(shown.reshape(len(distinct), -1), [len(_OWN)], axis=1)
        told = [
            (known(key), _case(word), word in _CLOSING)
            for key, word in zip(signs[:, 0].tolist(), distinct, strict=True)
        ]
        self._table = np.concatenate((signs, np.array(told, np.uint32)), axis=1)
        self._stands = tokens.stands
        self._texts = np.repeat(np.arange(len(tokens.lengths)), tokens.lengths)

    def ids(self, buckets: int) -> npt.NDArray[np.int32]:
        """Features of each token (tokens, features), numbers below ``buckets``, a power of two."""
        one = {name: self._table[self._codes, place] for name, place in _COLUMNS.items()}
        one["stand"] = self._stands.astype(np.uint32)
        one["begins"] = self._begins(one["closes"])
        one["tone"] = self._tone(one["case"])
        columns = [_mixed(slot, parts) for slot, parts in enumerate(self._templates(one))]
        grams = self._gram_table[self._codes]
        filled = np.where(grams, grams ^ np.uint32(0x5BD1E995), 0).astype(np.uint32)
        ids = np.concatenate((np.stack(columns, axis=1), filled), axis=1)
        return (ids & np.uint32(buckets - 1)).astype(np.int32)

    def _templates(self, one: dict[str, Ids]) -> list[tuple[Ids, ...]]:
        return [*_own(one), *self._neighbours(one), *self._together(one)]

    def _neighbours(self, one: dict[str, Ids]) -> list[tuple[Ids, ...]]:
        near = (
            (name, step)
            for step, names in (
                (-1, ("lower", "shape", "s3", "p3", "known", "stand")),
                (1, ("lower", "shape", "s3", "p3", "known", "stand")),
                (-2, ("lower", "shape", "known")),
                (2, ("lower", "shape", "known")),
                (-3, ("lower", "shape")),
                (3, ("lower", "shape")),
                (-4, ("lower",)),
                (4, ("lower",)),
            )
            for name in names
        )
        return [(self._at(one[name], step),) for name, step in near]

    def _together(self, one: dict[str, Ids]) -> list[tuple[Ids, ...]]:
        seen: dict[tuple[str, int], Ids] = {}

        def at(name: str, step: int) -> Ids:
            if (name, step) not in seen:
                seen[name, step] = self._at(one[name], step) if step else one[name]
            return seen[name, step]

        return [tuple(at(name, step) for name, step in template) for template in _CONJUNCTIONS]

    def _at(self, values: Ids, step: int) -> Ids:
        """The values of the tokens that stand so many places on in the same text."""
        moved: Ids = np.full(len(values), 0x9E3779B9, np.uint32)
        if abs(step) >= len(values):
            return moved
        here = slice(None, -step) if step > 0 else slice(-step, None)
        there = slice(step, None) if step > 0 else slice(None, step)
        same = self._texts[here] == self._texts[there]
        moved[here] = np.where(same, values[there], np.uint32(0x9E3779B9))
        return moved

    def _begins(self, closes: Ids) -> Ids:
        """Whether a sentence, a line or a quotation begins with the token."""
        after = self._at(closes, -1) == 1
        begins = after | (self._stands == FIRST) | (self._stands == LINED)
        return begins.astype(np.uint32)  # type: ignore[no-any-return]

    def _tone(self, case: Ids) -> Ids:
        """Whether a whole text is written in small letters, in capitals, or in both."""
        texts = int(self._texts[-1]) + 1 if len(self._texts) else 0
        small = np.bincount(self._texts, case == 1, texts)
        large = np.bincount(self._texts, (case == 2) | (case == 4), texts)  # noqa: PLR2004
        capital = np.bincount(self._texts, case == 3, texts)  # noqa: PLR2004
        tone = np.where(capital > 2 * (small + large), 2, np.where(large + capital == 0, 0, 1))
        titled = (large > 2) & (large > 2 * small)  # noqa: PLR2004
        return np.where(titled, 3, tone)[self._texts].astype(np.uint32)


def _own(one: dict[str, Ids]) -> list[tuple[Ids, ...]]:
    alone = [(one[name],) for name in _OWN]
    return [
        (np.zeros(len(one["lower"]), np.uint32),),
        *alone,
        (one["known"], one["case"]),
        (one["known"], one["case"], one["begins"], one["tone"]),
        (one["stand"], one["shape"]),
        (one["case"], one["s3"]),
        (one["begins"], one["case"], one["lower"]),
    ]


_CONJUNCTIONS: tuple[tuple[tuple[str, int], ...], ...] = (
    (("lower", -1), ("lower", -2)),
    (("lower", 1), ("lower", 2)),
    (("lower", -1), ("lower", 1)),
    (("lower", -1), ("lower", 0)),
    (("lower", 1), ("lower", 0)),
    (("lower", -1), ("case", 0)),
    (("lower", 1), ("case", 0)),
    (("lower", -1), ("known", 0), ("case", 0)),
    (("lower", 1), ("known", 0), ("case", 0)),
    (("lower", -2), ("lower", -1), ("case", 0)),
    (("lower", 1), ("lower", 2), ("case", 0)),
    (("lower", -2), ("case", -1), ("case", 0)),
    (("lower", 2), ("case", 1), ("case", 0)),
    (("shape", -1), ("shape", 0), ("shape", 1)),
    (("shape", -2), ("shape", -1), ("shape", 0)),
    (("shape", 0), ("shape", 1), ("shape", 2)),
    (("shape", -1), ("shape", 0), ("shape", 1), ("shape", 2), ("shape", 3)),
    (("shape", -3), ("shape", -2), ("shape", -1), ("shape", 0), ("shape", 1)),
    (("known", -1), ("known", 0), ("known", 1)),
    (("known", -1), ("case", -1), ("known", 0), ("case", 0)),
    (("known", 1), ("case", 1), ("known", 0), ("case", 0)),
    (("case", -2), ("case", -1), ("case", 0), ("case", 1), ("case", 2)),
    (("case", -1), ("case", 0), ("case", 1), ("begins", 0), ("begins", -1)),
    (("begins", 0), ("lower", 1), ("case", 0)),
    (("stand", 0), ("stand", 1), ("case", 0), ("lower", 1)),
    (("stand", 0), ("lower", -1), ("shape", 0)),
)


def _mixed(slot: int, parts: tuple[Ids, ...]) -> Ids:
    """One number of several, different for each slot."""
    mixed = np.full(len(parts[0]), (slot + 1) * 0x85EBCA6B & 0xFFFFFFFF, np.uint32)
    for part in parts:
        mixed = (mixed ^ part) * np.uint32(0xCC9E2D51)
        mixed ^= mixed >> np.uint32(15)
    mixed *= np.uint32(0x1B873593)
    return mixed ^ (mixed >> np.uint32(13))
