"""Tells which words of a text are a person, an address, an organisation, a place or a phone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from mesh.pii.text.chain import Scores, allowed, best, marginals, padded
from mesh.pii.text.features import Features, Known
from mesh.pii.text.lists import Lists
from mesh.pii.text.tokens import Tokens

KINDS = ("PERSON", "ADDRESS", "ORGANIZATION", "PLACE", "PHONE_NUMBER")
TAGS = ("O", *(f"{begin}-{kind}" for kind in KINDS for begin in "BI"))
_MODEL = Path(__file__).parent.parent / "model" / "spans.npz"


@dataclass(frozen=True, order=True)
class Tagged:
    """A part of a text, and how likely (0.0 to 1.0) its least likely word is of the kind."""

    start: int
    end: int
    kind: str
    chance: float


class Tagger:
    """A linear chain over hashed features of words.

    Args:
        weights: of features by tags, in whole numbers; ``scale`` makes scores of them.
        steps: scores of one tag after another.
        known: which lists have a word.
    """

    def __init__(
        self, weights: npt.NDArray[np.int8], scale: float, steps: Scores, known: Known
    ) -> None:
        self._weights, self._scale = weights, np.float32(scale)
        fixed, self._first = allowed(TAGS)
        self._steps = (steps + fixed).astype(np.float32)
        self._known = known

    @classmethod
    @cache
    def shipped(cls) -> "Tagger":
        """The one that is trained here and ships with the package."""
        with np.load(_MODEL) as held:
            return cls(held["weights"], float(held["scale"]), held["steps"], Lists(held["lists"]))

    def tag(self, texts: Sequence[str]) -> list[list[Tagged]]:
        """The parts of each text that are of a kind, in order."""
        tokens = Tokens.of(texts)
        found: list[list[Tagged]] = [[] for _ in texts]
        if not tokens.words:
            return found
        ids = Features(tokens, self._known).ids(len(self._weights))
        spread, filled = padded(self._scores(ids), tokens.lengths)
        tags = best(spread, filled, self._steps, self._first)
        sure = marginals(spread, filled, self._steps, self._first)
        chances = sure[np.arange(len(tags)), tags]
        text_of = np.repeat(np.arange(len(texts)), tokens.lengths)
        for first, last in _groups(tags):
            found[text_of[first]].append(
                Tagged(
                    int(tokens.starts[first]),
                    int(tokens.ends[last]),
                    TAGS[tags[first]][2:],
                    float(chances[first : last + 1].min()),
                )
            )
        return found

    def _scores(self, ids: npt.NDArray[np.int32]) -> Scores:
        sums = np.zeros((len(ids), len(TAGS)), np.int32)
        for feature in ids.T:
            sums += self._weights.take(feature, axis=0)
        return sums * self._scale


def _groups(tags: npt.NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """First and last token of each part."""
    begins = np.flatnonzero(tags % 2 == 1)
    for first in begins.tolist():
        last = first
        while last + 1 < len(tags) and tags[last + 1] == tags[first] + 1:
            last += 1
        yield first, last
