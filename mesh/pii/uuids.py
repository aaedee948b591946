"""UUIDs, told eight bytes at once."""

import numpy as np
import numpy.typing as npt

UUID = b"ffffffff-ffff-ffff-ffff-ffffffffffff"
"""The layout of all of them (RFC 9562), which no other value has."""
_TABLE = bytes(
    ord("f") if sign in b"0123456789abcdefABCDEF" else ord("-") if sign == ord("-") else 0
    for sign in range(256)
)
_DASH = UUID.index(b"-")
EIGHT = np.dtype(np.uint64).itemsize
# Where to begin so that groups of eight signs are the whole of it.
_EIGHTS = (0, 8, 16, 24, len(UUID) - EIGHT)


def starts_of(offsets: npt.NDArray[np.int32], content: bytes) -> npt.NDArray[np.int32]:
    """Where the texts of a column that are a UUID start in its bytes."""
    signs = np.frombuffer(content, np.uint8)
    starts: npt.NDArray[np.int32] = offsets[:-1][offsets[1:] - offsets[:-1] == len(UUID)]
    if len(starts):
        starts = starts[signs[starts + _DASH] == UUID[_DASH]]
    if not len(starts):
        return starts
    kinds = content.translate(_TABLE)
    if len(starts) == len(offsets) - 1 and kinds == UUID * len(starts):
        return starts
    for place in _EIGHTS:
        wanted = np.frombuffer(UUID, np.uint64, 1, place)
        starts = starts[eights(kinds)[starts + place] == wanted]
    return starts


def eights(content: bytes | npt.NDArray[np.uint8]) -> npt.NDArray[np.uint64]:
    """Every eight bytes that follow each other, as one number."""
    return np.ndarray(max(0, len(content) - EIGHT + 1), np.uint64, content, strides=(1,))
