"""What short texts of a column are, told by a small linear model: numpy only, int8 weights.

The weights are made by ``make train``; docs/models/columns.md tells from which data.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from mesh.pii.model.values import parts

KINDS = ("full name", "given name", "surname", "organisation", "place", "address", "handle", "text")
# Steps are -127 to 127.
_ABOVE = 127
_EVEN = np.uint64(0x00FF00FF00FF00FF)
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
        sums, many = np.zeros((len(texts), len(KINDS)), np.int64), np.zeros(len(texts), np.int64)
        for buckets, owners in parts(texts):
            held = np.bincount(owners, minlength=len(texts))
            many += held
            sums += self._summed(buckets, held)
        scores = sums.astype(np.float32) * self.scale / np.sqrt(many)[:, None] + self.bias
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        return powers / powers.sum(axis=1, keepdims=True)  # type: ignore[no-any-return]

    def _summed(
        self, buckets: npt.NDArray[np.int64], held: npt.NDArray[np.int64]
    ) -> npt.NDArray[np.int64]:
        """Sums of the steps of the features of each text, which has so many of them."""
        rows = self._rows[buckets]
        ends = np.cumsum(held)
        sums = np.empty((len(held), len(KINDS)), np.int64)
        for odd in range(2):
            so_far = np.zeros(len(rows) + 1, np.uint64)
            np.cumsum(rows >> np.uint64(8 * odd) & _EVEN, out=so_far[1:])
            # Of one text there are no more features of a kind than fit into 16 bits.
            of_each = so_far[ends] - so_far[ends - held]
            sums[:, odd::2] = of_each[:, None].view(np.uint16)
        return sums - held[:, None] * _ABOVE

    @cached_property
    def _rows(self) -> npt.NDArray[np.uint64]:
        """The steps of each feature as one number, none of them below zero: they add as one."""
        return (self.steps + np.int16(_ABOVE)).astype(np.uint8).view("<u8").ravel()


@cache
def weights() -> Weights:
    """The weights beside this file, read once."""
    with np.load(WEIGHTS) as held:
        return Weights(held["steps"], held["scale"], held["bias"])
