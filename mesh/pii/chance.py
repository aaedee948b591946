"""Whether right check digits are more than chance gives."""

import math

import numpy as np
import numpy.typing as npt

from mesh.pii.uuids import EIGHT

# Odds below this are not told by chance.
UNLIKELY = 1e-6
_BUCKETS = 1 << 13
_TO_BUCKET = np.uint64(64 - 13)
_SLOTS = 1 << 18
_TO_SLOT = np.uint64(64 - 18)
_HALF = np.uint64(32)
_SPREAD = np.uint64(0x9E3779B97F4A7C15)


def tail(tested: int, passed: int, chance: float) -> float:
    """Odds that at least so many of the tested pass by chance (an upper bound, by Chernoff)."""
    if passed <= tested * chance:
        return 1.0
    if chance <= 0:
        return 0.0
    share = passed / tested
    distance = share * math.log(share / chance)
    if share < 1:
        distance += (1 - share) * math.log((1 - share) / (1 - chance))
    return math.exp(-tested * distance)


def keys_of(written: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint64]:
    """One number for each value; equal values have the same.

    Args:
        written: values by bytes, at least eight of them, one value behind the other.
    """
    many, size = written.shape
    keys = np.zeros(many, np.uint64)
    for place in (*range(0, size - EIGHT, EIGHT), size - EIGHT):
        keys ^= np.ndarray(many, np.uint64, written, place, (size,))
        keys *= _SPREAD
        keys ^= keys >> _HALF
    return keys * _SPREAD


class Estimate:
    """An estimate of how many different values were seen, in little memory."""

    def __init__(self) -> None:
        self._seen = np.zeros(_BUCKETS // 8, np.uint8)

    def add(self, keys: npt.NDArray[np.uint64]) -> None:
        """Take note of values."""
        seen = np.zeros(_BUCKETS, dtype=bool)
        seen[(keys >> _TO_BUCKET).view(np.int64)] = True
        self._seen |= np.packbits(seen)

    def count(self) -> float:
        """How many there were, by linear counting; unknown beyond some fifty thousand."""
        empty = _BUCKETS - int(np.bitwise_count(self._seen).sum())
        return _BUCKETS * math.log(_BUCKETS / max(empty, 1))


def one_of_each(keys: npt.NDArray[np.uint64]) -> npt.NDArray[np.bool_]:
    """Marks one of each different number; of few different ones the slots may be the same."""
    slots = (keys >> _TO_SLOT).view(np.int64)
    places = np.arange(len(keys), dtype=np.int32)
    held = np.empty(_SLOTS, np.int32)
    held[slots] = places
    return held[slots] == places  # type: ignore[no-any-return]


def one_of_each_exactly(
    keys: npt.NDArray[np.uint64], owners: npt.NDArray[np.int64]
) -> npt.NDArray[np.bool_]:
    """Marks one of each different number of each owner; for few numbers."""
    order = np.lexsort((keys, owners))
    differs = np.ones(len(keys), dtype=bool)
    differs[order[1:]] = (np.diff(keys[order]) != 0) | (np.diff(owners[order]) != 0)
    return differs
