"""Cheap counts that decide which values are worth a regular expression."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

_ZERO, _NINE = ord("0"), ord("9")
_SIGNS = {
    "ats": ord("@"),
    "colons": ord(":"),
    "dashes": ord("-"),
    "dots": ord("."),
    "spaces": ord(" "),
}
_MOST_IN_BYTE = 255
_OFFSET = np.dtype(np.int32)
_RAREST_FIRST = (*_SIGNS, "digits")


# What passed is kept by gate: to hash eight numbers each time takes longer than to look it up.
@dataclass(frozen=True, eq=False)
class Gate:
    """The least number of signs of each class that a value must hold; equal to itself only.

    Attributes:
        bytes: of any class.
        others: bytes that are no digits.
    """

    digits: int = 0
    dots: int = 0
    colons: int = 0
    dashes: int = 0
    ats: int = 0
    spaces: int = 0
    bytes: int = 0
    others: int = 0


class SignCounts:
    """How many signs of a class each text of a column holds, counted once per class."""

    def __init__(self, column: pa.StringArray) -> None:
        self._offsets, self._bytes = signs_of_column(column)
        self._filled = self.sizes().nonzero()[0]
        self._counted: dict[str, npt.NDArray[np.int32]] = {}
        # Sums of bytes are many times as fast as those of numbers: long texts are counted in parts.
        starts = self._offsets[self._filled]
        self._parts = starts
        if self.sizes().max(initial=0) > _MOST_IN_BYTE:
            self._parts = np.union1d(starts, np.arange(0, len(self._bytes), _MOST_IN_BYTE))
            self._firsts = np.searchsorted(self._parts, starts)

    def passing(self, gate: Gate) -> npt.NDArray[np.bool_]:
        """Which texts hold enough of each class."""
        passed = self.sizes() >= gate.bytes
        for sign in _RAREST_FIRST:
            least = getattr(gate, sign)
            if least and passed.any():
                passed &= self._count(sign) >= least
        if gate.others and passed.any():
            passed &= self.others() >= gate.others
        return passed

    def sizes(self) -> npt.NDArray[np.int32]:
        """Bytes of each text."""
        return self._offsets[1:] - self._offsets[:-1]

    def others(self) -> npt.NDArray[np.int32]:
        """Bytes of each text that are no digits."""
        return self.sizes() - self.digits()

    def digits(self) -> npt.NDArray[np.int32]:
        """Digits of each text."""
        return self._count("digits")

    def _count(self, sign: str) -> npt.NDArray[np.int32]:
        if sign not in self._counted:
            counts = self._counted[sign] = np.zeros(len(self._offsets) - 1, np.int32)
            hits = self._hits(sign)
            if hits.any():
                parts = np.add.reduceat(hits.view(np.uint8), self._parts, dtype=np.uint8)
                counts[self._filled] = self._whole(parts)
        return self._counted[sign]

    def _whole(self, parts: npt.NDArray[np.uint8]) -> npt.NDArray[np.integer]:
        """Counts of texts, of those of their parts."""
        if len(parts) == len(self._filled):
            return parts
        return np.add.reduceat(parts, self._firsts, dtype=np.int32)

    def _hits(self, sign: str) -> npt.NDArray[np.bool_]:
        if sign == "digits":
            return (self._bytes - np.uint8(_ZERO)) <= _NINE - _ZERO
        return self._bytes == _SIGNS[sign]  # type: ignore[no-any-return]


def holders(
    offsets: npt.NDArray[np.int32], starts: npt.NDArray[np.int64], size: int
) -> npt.NDArray[np.bool_]:
    """Which texts of a column hold one of the pieces of its bytes that start there, as a whole.

    Args:
        offsets: where each text begins, and the last one ends.
        size: bytes of each piece.
    """
    found = np.zeros(len(offsets) - 1, dtype=bool)
    texts = np.searchsorted(offsets, starts, side="right") - 1
    found[texts[starts + size <= offsets[texts + 1]]] = True
    return found


def longest_words(texts: pa.StringArray) -> npt.NDArray[np.int64]:
    """Bytes from a space of each text to the next one, at most; no text is empty."""
    offsets, signs = signs_of_column(texts)
    edge = np.append(signs == _SIGNS["spaces"], True)
    edge[offsets] = True
    edges = np.flatnonzero(edge)
    return np.maximum.reduceat(np.diff(edges), np.searchsorted(edges, offsets[:-1]))


def cut(texts: pa.StringArray, most: int) -> pa.StringArray:
    """The texts, each no longer than so many signs."""
    if np.diff(signs_of_column(texts)[0]).max(initial=0) <= most:
        return texts
    return pc.utf8_slice_codeunits(texts, 0, most)


def signs_of_column(column: pa.StringArray) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.uint8]]:
    """Where each text of a column begins in its bytes (and the last one ends), and the bytes."""
    _, given, values = column.buffers()
    begin = column.offset * _OFFSET.itemsize
    offsets = np.frombuffer(given, _OFFSET, len(column) + 1, begin)  # type: ignore[call-overload]
    first, end = offsets[0], offsets[-1]
    signs = np.frombuffer(values, np.uint8)[first:end] if values else np.zeros(0, np.uint8)  # type: ignore[call-overload]
    return offsets - first if first else offsets, signs


def pieces(
    signs: npt.NDArray[np.uint8], begins: npt.NDArray[np.integer], ends: npt.NDArray[np.integer]
) -> pa.StringArray:
    """Parts of a column's bytes as texts; none begins before the one before it ends."""
    # Arrow copies texts far faster than numpy does: what is between two is a text too.
    edges = np.zeros(2 * len(begins) + 1, np.int32)
    edges[:-1:2], edges[1::2] = begins, ends
    edges[-1] = edges[-2] if len(begins) else 0
    buffers = [None, pa.py_buffer(edges.data), pa.py_buffer(signs.data)]
    every = pa.Array.from_buffers(pa.string(), 2 * len(begins), buffers)
    return every.take(pa.array(np.arange(0, 2 * len(begins), 2), pa.int64()))  # type: ignore[return-value]
