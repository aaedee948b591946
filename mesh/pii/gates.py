"""Cheap counts over a whole column that decide which rows are worth a regular expression."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

_ZERO, _NINE = ord("0"), ord("9")
_RAREST_FIRST = ("ats", "colons", "dots", "spaces", "digits")
_SIGNS = {"ats": ord("@"), "colons": ord(":"), "dots": ord("."), "spaces": ord(" ")}
_BIT_OF_DIGIT = np.zeros(256, np.uint16)
_BIT_OF_DIGIT[_ZERO : _NINE + 1] = 1 << np.arange(10)


@dataclass(frozen=True)
class Gate:
    """The least number of signs of each class that a value must hold.

    Attributes:
        bytes: of any class.
        others: bytes that are no digits.
    """

    digits: int = 0
    dots: int = 0
    colons: int = 0
    ats: int = 0
    spaces: int = 0
    bytes: int = 0
    others: int = 0


class SignCounts:
    """How many signs of a class each value of a text column holds, counted once per class."""

    def __init__(self, column: pa.StringArray) -> None:
        _, offsets, values = column.buffers()
        width = np.dtype(np.int32)
        first = column.offset * width.itemsize
        self._offsets = np.frombuffer(offsets, np.int32, len(column) + 1, first)  # type: ignore[call-overload]
        self._bytes = np.frombuffer(values, np.uint8) if values else np.zeros(0, np.uint8)  # type: ignore[call-overload]
        self._bytes = self._bytes[self._offsets[0] : self._offsets[-1]]
        self._offsets = self._offsets - self._offsets[0]
        self._filled = np.flatnonzero(self.sizes())
        self._starts = self._offsets[self._filled]
        self._counted: dict[str, npt.NDArray[np.int32]] = {}

    def passing(self, gate: Gate) -> npt.NDArray[np.int64]:
        """Positions of the values that hold enough of each class."""
        passed = self.sizes() >= gate.bytes
        for sign in _RAREST_FIRST:
            least = getattr(gate, sign)
            if least and passed.any():
                passed &= self._count(sign) >= least
        if gate.others and passed.any():
            passed &= self.others() >= gate.others
        return np.flatnonzero(passed)

    def non_ascii(self) -> npt.NDArray[np.int64]:
        """Positions of the values that hold anything beyond ASCII."""
        return np.flatnonzero(self._count("high"))

    def sizes(self) -> npt.NDArray[np.int32]:
        """Bytes of each value."""
        return self._offsets[1:] - self._offsets[:-1]  # type: ignore[no-any-return]

    def others(self) -> npt.NDArray[np.int32]:
        """Bytes of each value that are no digits."""
        return self.sizes() - self._count("digits")

    def varieties(self) -> npt.NDArray[np.uint8]:
        """How many different digits each value holds."""
        found = np.zeros(len(self._offsets) - 1, np.uint8)
        if len(self._filled):
            held = np.bitwise_or.reduceat(_BIT_OF_DIGIT[self._bytes], self._starts)
            found[self._filled] = np.bitwise_count(held)
        return found

    def _count(self, sign: str) -> npt.NDArray[np.int32]:
        if sign not in self._counted:
            counts = self._counted[sign] = np.zeros(len(self._offsets) - 1, np.int32)
            hits = self._hits(sign)
            if hits.any():
                given = hits.view(np.uint8)
                counts[self._filled] = np.add.reduceat(given, self._starts, dtype=np.int32)
        return self._counted[sign]

    def _hits(self, sign: str) -> npt.NDArray[np.bool_]:
        if sign == "digits":
            return (self._bytes - np.uint8(_ZERO)) <= _NINE - _ZERO
        if sign == "high":
            return self._bytes >= 128  # noqa: PLR2004 - the first byte beyond ASCII
        return self._bytes == _SIGNS[sign]  # type: ignore[no-any-return]
