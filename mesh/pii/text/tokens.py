"""Texts taken apart into words, runs of digits and single signs, many texts at once."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

_TOKEN = re.compile(
    r"[^\W\d_]+(?:['\u2019][^\W\d_]{2,})*|['\u2019](?:s|S|m|d|t|ll|re|ve)\b|\d+|[^\w\s]|_"
)
# How a token stands to the one before: the first of its text, glued, after space, on a new line.
FIRST, GLUED, SPACED, LINED = range(4)


@dataclass(frozen=True)
class Tokens:
    """The tokens of several texts, one after the other.

    Attributes:
        words: as written.
        starts: place of each token's first sign in its text; ``ends`` is one past its last.
        stands: how each token stands to the one before.
        lengths: tokens of each text.
    """

    words: tuple[str, ...]
    starts: npt.NDArray[np.int32]
    ends: npt.NDArray[np.int32]
    stands: npt.NDArray[np.uint8]
    lengths: npt.NDArray[np.int64]

    @classmethod
    def of(cls, texts: Sequence[str]) -> "Tokens":
        """Take texts apart."""
        words: list[str] = []
        starts: list[int] = []
        stands: list[int] = []
        lengths: list[int] = []
        for text in texts:
            before, end = len(words), -1
            for found in _TOKEN.finditer(text):
                start = found.start()
                words.append(found[0])
                starts.append(start)
                stands.append(_stand(text, end, start))
                end = found.end()
            lengths.append(len(words) - before)
        sizes = np.fromiter(map(len, words), np.int32, len(words))
        first = np.array(starts, np.int32)
        return cls(
            tuple(words), first, first + sizes, np.array(stands, np.uint8), np.array(lengths)
        )


def _stand(text: str, end: int, start: int) -> int:
    if end < 0:
        return FIRST
    if start == end:
        return GLUED
    return LINED if "\n" in text[end:start] else SPACED
