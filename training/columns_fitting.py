"""Fits the linear model of short texts: Adagrad on hashed features, numpy only, seeds fixed."""

import random
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt

from mesh.pii.model.columns import KINDS
from mesh.pii.model.values import BUCKETS, Features, features
from training.columns_values import labelled, read

_SEED = 20
_EACH = 60_000
_EPOCHS = 3
_MANY = 256
_RATE = 0.5
_SHRINK = 2e-7


def fitted(data: Path, report: Callable[[str], None]) -> dict[str, npt.NDArray[np.generic]]:
    """Weights from the sources below a folder, as ``Weights`` holds them."""
    rng = random.Random(_SEED)  # noqa: S311 - for a model, not for a secret
    pairs = list(labelled(read(data, rng), rng, _EACH))
    rng.shuffle(pairs)
    learner = Learner()
    for epoch in range(_EPOCHS):
        for start in range(0, len(pairs), _MANY):
            part = pairs[start : start + _MANY]
            learner.learn(
                features([text for text, _ in part]), np.array([kind for _, kind in part])
            )
        report(f"values, pass {epoch + 1} of {_EPOCHS}: loss {learner.told():.3f}")
        rng.shuffle(pairs)
    return learner.packed()


class Learner:
    """Weights of every feature for every kind, and how far each has come."""

    def __init__(self) -> None:
        self._weights = np.zeros((BUCKETS, len(KINDS)), np.float32)
        self._seen = np.full((BUCKETS, len(KINDS)), 1e-3, np.float32)
        self._bias = np.zeros(len(KINDS), np.float32)
        self._losses: list[float] = []

    def learn(self, found: Features, kinds: npt.NDArray[np.int64]) -> None:
        """Take one step with texts of known kinds."""
        starts = np.searchsorted(found.owners, np.arange(found.texts))
        many = np.diff(np.append(starts, len(found.owners)))
        norm = (1 / np.sqrt(many)).astype(np.float32)[:, None]
        sums = np.add.reduceat(self._weights[found.buckets], starts)
        scores = sums * norm + self._bias
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        shares = powers / powers.sum(axis=1, keepdims=True)
        rows = np.arange(found.texts)
        self._losses.append(float(-np.log(shares[rows, kinds] + 1e-9).mean()))
        shares[rows, kinds] -= 1
        self._bias -= 0.01 * shares.mean(axis=0)
        self._step(found, shares * norm)

    def _step(self, found: Features, slopes: npt.NDArray[np.float32]) -> None:
        order = np.argsort(found.buckets, kind="stable")
        buckets = found.buckets[order]
        firsts = np.flatnonzero(np.append(True, buckets[1:] != buckets[:-1]))
        total = np.add.reduceat(slopes[found.owners[order]], firsts)
        touched = buckets[firsts]
        total += _SHRINK * self._weights[touched]
        self._seen[touched] += total * total
        self._weights[touched] -= _RATE * total / np.sqrt(self._seen[touched])

    def told(self) -> float:
        """Mean loss since it was last told."""
        losses, self._losses = self._losses, []
        return float(np.mean(losses))

    def packed(self) -> dict[str, npt.NDArray[np.generic]]:
        """Weights as int8, each column by its own scale; a few beyond it are cut."""
        scale = np.quantile(np.abs(self._weights), 0.9995, axis=0).astype(np.float32) / 127
        steps = np.clip(np.rint(self._weights / scale), -127, 127).astype(np.int8)
        return {"steps": steps, "scale": scale, "bias": self._bias}
