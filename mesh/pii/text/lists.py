"""Lists of known words in few bits: common words, given names, surnames and places."""

import numpy as np
import numpy.typing as npt

LISTS = ("common", "first_name", "last_name", "place")
_BITS = 1 << 20
_SPREAD = 0x9E3779B1


class Lists:
    """Which lists have a word; now and then (2 in 100) one that it is not on.

    Args:
        bits: one row of packed bits for each list.
    """

    def __init__(self, bits: npt.NDArray[np.uint8]) -> None:
        self.bits = bits
        self._rows = [row.tobytes() for row in bits]

    @classmethod
    def of(cls, keys: dict[str, npt.NDArray[np.uint32]]) -> "Lists":
        """Make lists of the keys of their words."""
        rows = np.zeros((len(LISTS), _BITS), dtype=bool)
        for row, name in zip(rows, LISTS, strict=True):
            given = keys[name].astype(np.uint64)
            row[given % _BITS] = True
            row[given * np.uint64(_SPREAD) % np.uint64(1 << 32) >> np.uint64(12)] = True
        return cls(np.packbits(rows, axis=1, bitorder="little"))

    def __call__(self, key: int) -> int:
        """A bit for each list that has the word of a key."""
        first, second = key % _BITS, (key * _SPREAD & 0xFFFFFFFF) >> 12
        found = 0
        for at, row in enumerate(self._rows):
            if row[first >> 3] >> (first & 7) & 1 and row[second >> 3] >> (second & 7) & 1:
                found |= 1 << at
        return found
