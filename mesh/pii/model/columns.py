"""What short texts of a column are, told by a small linear model: numpy only, int8 weights.

The weights are made by ``make train``; docs/models/columns.md tells from which data.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from mesh.pii.model.values import features

KINDS = ("full name", "given name", "surname", "organisation", "place", "address", "handle", "text")
WEIGHTS = Path(__file__).parent / "columns.npz"


@dataclass(frozen=True)
class Weights:
    """What each feature speaks for.

    Attributes:
        steps: int8, one row for each feature and one column for each of ``KINDS``.
        scale: of each column; a step times it is a weight.
        bias: of each of ``KINDS``.
    """

    steps: npt.NDArray[np.int8]
    scale: npt.NDArray[np.float32]
    bias: npt.NDArray[np.float32]

    def shares(self, texts: Sequence[str]) -> npt.NDArray[np.float64]:
        """How likely each text is of each of ``KINDS``; each row sums to 1."""
        found = features(texts)
        starts = np.searchsorted(found.owners, np.arange(found.texts))
        many = np.diff(np.append(starts, len(found.owners)))
        sums = np.add.reduceat(self.steps[found.buckets].astype(np.float32), starts)
        scores = sums * self.scale / np.sqrt(many)[:, None] + self.bias
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        return powers / powers.sum(axis=1, keepdims=True)  # type: ignore[no-any-return]


@cache
def weights() -> Weights:
    """The weights beside this file, read once."""
    with np.load(WEIGHTS) as held:
        return Weights(held["steps"], held["scale"], held["bias"])
