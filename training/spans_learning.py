"""Learns the weights of a linear chain over hashed features, by gradients on small batches."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
import numpy.typing as npt

from mesh.pii.text.chain import Scores, allowed, backward, forward, padded
from mesh.pii.text.features import IDENTITY, Features, Known
from mesh.pii.text.tokens import Tokens
from training.spans_corpora import Marked

_FORGOTTEN = 0.4


@dataclass(frozen=True)
class Batch:
    """Features (tokens, features), right tags (tokens) and lengths of some texts."""

    ids: npt.NDArray[np.int32]
    tags: npt.NDArray[np.int64]
    lengths: npt.NDArray[np.int64]


def forgetful(batch: Batch, draw: np.random.Generator) -> Batch:
    """The same with the identity of some words gone, most of them in marked places.

    Names of strangers are words that nobody has seen before.
    """
    gone = draw.random(len(batch.tags)) < np.where(batch.tags > 0, _FORGOTTEN, _FORGOTTEN / 8)
    ids = batch.ids.copy()
    ids[np.ix_(gone, np.array(IDENTITY))] = 0
    return Batch(ids, batch.tags, batch.lengths)


def batch_of(marked: Sequence[Marked], tags: Sequence[str], known: Known, buckets: int) -> Batch:
    """What the chain sees of marked texts, and what it is to say."""
    tokens = Tokens.of([one.text for one in marked])
    number = {tag: at for at, tag in enumerate(tags)}
    right = np.zeros(len(tokens.words), np.int64)
    first = 0
    for one, length in zip(marked, tokens.lengths.tolist(), strict=True):
        starts = tokens.starts[first : first + length]
        ends = tokens.ends[first : first + length]
        for start, stop, kind in one.marks:
            inside = np.flatnonzero((starts < stop) & (ends > start)) + first
            right[inside] = number[f"I-{kind}"]
            right[inside[:1]] = number[f"B-{kind}"]
        first += length
    return Batch(Features(tokens, known).ids(buckets), right, tokens.lengths)


class Learner:
    """Weights while they are learnt (Adagrad, and the mean of the last steps)."""

    def __init__(self, tags: tuple[str, ...], buckets: int, *, rate: float, decay: float) -> None:
        many = len(tags)
        self._rate, self._decay = rate, decay
        self._weights = np.zeros((buckets, many), np.float32)
        self._seen = np.full((buckets, many), 1e-1, np.float32)
        self._kept = np.ones((buckets, many), dtype=bool)
        self._fixed = allowed(tags)
        self._steps = np.zeros((many, many), np.float32)
        self._steps_seen = np.full((many, many), 1e-1, np.float32)
        self._sum = np.zeros_like(self._weights)
        self._steps_sum = np.zeros_like(self._steps)
        self._summed = 0

    def learn(self, batch: Batch, *, summed: bool) -> float:
        """One step; gives the mean loss of a token. ``summed``: count it into the mean."""
        steps = self._steps + self._fixed[0]
        scores = self._weights[batch.ids].sum(axis=1)
        spread, filled = padded(scores, batch.lengths)
        before, whole = forward(spread, filled, steps, self._fixed[1])
        after = backward(spread, filled, steps)
        chance = np.exp(before + after - whole[:, None, None])[filled]
        loss = whole.sum() - self._right(batch, scores, steps)
        self._move_steps(batch, (spread, filled, before, after, whole), steps)
        chance[np.arange(len(batch.tags)), batch.tags] -= 1
        self._move_weights(batch.ids, chance)
        if summed:
            self._sum += self._weights
            self._steps_sum += self._steps
            self._summed += 1
        return float(loss) / len(batch.tags)

    def prune(self, share: float) -> None:
        """Keep the largest of the weights, and learn no others from now on."""
        sizes = np.abs(self._weights)
        self._kept = sizes > np.quantile(sizes, 1 - share)
        self._weights *= self._kept

    def learnt(self) -> tuple[Scores, Scores]:
        """Weights of features and of steps between tags."""
        many = np.float32(self._summed)
        return self._sum / many, self._steps_sum / many

    def digest(self) -> str:
        """A few signs that tell the weights of one run from those of another."""
        return sha256(self._weights.tobytes()).hexdigest()[:12]

    def _right(self, batch: Batch, scores: Scores, steps: Scores) -> float:
        inner = np.ones(len(batch.tags), dtype=bool)
        inner[np.cumsum(batch.lengths[batch.lengths > 0])[:-1]] = False
        inner[:1] = False
        at = np.flatnonzero(inner)
        own = scores[np.arange(len(batch.tags)), batch.tags].sum()
        return float(own + steps[batch.tags[at - 1], batch.tags[at]].sum())

    def _move_weights(self, ids: npt.NDArray[np.int32], chance: Scores) -> None:
        flat = ids.ravel()
        buckets = len(self._weights)
        for tag in range(chance.shape[1]):
            each = np.repeat(chance[:, tag], ids.shape[1])
            slope = np.bincount(flat, each, buckets).astype(np.float32)
            moved = np.flatnonzero(slope)
            pull = slope[moved] + self._decay * self._weights[moved, tag]
            self._seen[moved, tag] += pull * pull
            moved, pull = moved[self._kept[moved, tag]], pull[self._kept[moved, tag]]
            self._weights[moved, tag] -= self._rate * pull / np.sqrt(self._seen[moved, tag])
        self._weights[0] = 0

    def _move_steps(
        self,
        batch: Batch,
        ways: tuple[Scores, npt.NDArray[np.bool_], Scores, Scores, Scores],
        steps: Scores,
    ) -> None:
        spread, filled, before, after, whole = ways
        slope = np.zeros_like(self._steps)
        for place in range(1, spread.shape[1]):
            rows = filled[:, place]
            pair = (
                before[rows, place - 1, :, None]
                + steps
                + (spread[rows, place] + after[rows, place])[:, None, :]
                - whole[rows, None, None]
            )
            slope += np.exp(pair).sum(axis=0)
        inner = np.ones(len(batch.tags), dtype=bool)
        inner[np.cumsum(batch.lengths[batch.lengths > 0])[:-1]] = False
        inner[:1] = False
        at = np.flatnonzero(inner)
        np.subtract.at(slope, (batch.tags[at - 1], batch.tags[at]), 1)
        self._steps_seen += slope * slope
        self._steps -= self._rate * slope / np.sqrt(self._steps_seen)
