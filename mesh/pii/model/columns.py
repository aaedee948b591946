"""What short texts of a column are, told by a small linear model: numpy only, int8 weights.

The weights are made by ``make train``; docs/models/columns.md tells from which data.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from mesh.pii.model.values import Part, parts

KINDS = ("full name", "given name", "surname", "organisation", "place", "address", "handle", "text")
# Steps are -127 to 127.
_ABOVE = 127
_BYTE = np.uint64(8)
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
        sums = np.zeros((2, len(texts), len(KINDS) // 2), np.int64)
        many = np.zeros(len(texts), np.int64)
        for part in parts(texts):
            many += part.ends - part.begins
            sums += self._summed(part)
        steps = np.moveaxis(sums, 0, 2).reshape(-1, len(KINDS)) - many[:, None] * _ABOVE
        scores = steps.astype(np.float32) * self.scale / np.sqrt(many)[:, None] + self.bias
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        return powers / powers.sum(axis=1, keepdims=True)  # type: ignore[no-any-return]

    def _summed(self, part: Part) -> npt.NDArray[np.uint16]:
        """Sums of the steps of each text's features, each ``_ABOVE`` what it is.

        Those of every other kind come first, then those of the others: there is room between them.
        """
        rows = self._rows.take(part.buckets)
        so_far = np.zeros((2, len(rows) + 1), np.uint64)
        np.bitwise_and(rows, _EVEN, out=so_far[0, 1:])
        np.bitwise_and(rows >> _BYTE, _EVEN, out=so_far[1, 1:])
        np.cumsum(so_far, axis=1, out=so_far)
        # Of one text there are no more features of a kind than fit into 16 bits.
        of_each = so_far.take(part.ends, axis=1) - so_far.take(part.begins, axis=1)
        return of_each[:, :, None].view(np.uint16)

    @cached_property
    def _rows(self) -> npt.NDArray[np.uint64]:
        """The steps of each feature as one number, none of them below zero: they add as one."""
        return (self.steps + np.int16(_ABOVE)).astype(np.uint8).view("<u8").ravel()


@cache
def weights() -> Weights:
    """The weights beside this file, read once."""
    with np.load(WEIGHTS) as held:
        return Weights(held["steps"], held["scale"], held["bias"])
