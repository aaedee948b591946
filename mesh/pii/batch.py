"""One column of one batch as text: each distinct value once where the column is encoded so."""

import re
from typing import Any
from unicodedata import normalize

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from mesh.pii.gates import Gate, SignCounts

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_NEIGHBOURS = 64
Positions = npt.NDArray[np.int64]


class Batch:
    """Values, counts of their signs, and the rows that hold them.

    Attributes:
        values: texts, where ``None`` is null.
        first_row: number of the batch's first row in the file, counted from 0.
    """

    def __init__(
        self, values: pa.StringArray, first_row: int, rows: Positions | None = None
    ) -> None:
        self.first_row = first_row
        self._rows = rows
        self._codes: Positions | None = None
        counts = SignCounts(values)
        odd = counts.non_ascii()
        if len(odd):
            values = _plain(values, odd)
            counts = SignCounts(values)
        self.values, self._counts = values, counts

    @classmethod
    def encoded(cls, column: "pa.DictionaryArray[Any, Any]", first_row: int) -> "Batch":
        """A column that names each distinct value once."""
        batch = cls(column.dictionary.cast(pa.string()), first_row)  # type: ignore[arg-type]
        batch._codes = pc.fill_null(column.indices.cast(pa.int64()), -1).to_numpy()  # type: ignore[attr-defined, type-var]
        return batch

    def passing(self, gate: Gate) -> Positions:
        """Positions of the values that hold enough of each class of signs."""
        return self._counts.passing(gate)

    def sizes(self) -> npt.NDArray[np.int32]:
        """Bytes of each value."""
        return self._counts.sizes()

    def others(self) -> npt.NDArray[np.int32]:
        """Bytes of each value that are no digits."""
        return self._counts.others()

    def matching(self, sieve: str, positions: Positions) -> Positions:
        """Those of the positions whose value holds the pattern (RE2)."""
        if not len(positions):
            return positions
        matched = pc.match_substring_regex(self._taken(positions), sieve)
        found = pc.fill_null(matched, fill_value=False)  # type: ignore[call-arg]
        return positions[found.to_numpy(zero_copy_only=False)]  # type: ignore[no-any-return]

    def varied(self, positions: Positions, least: int) -> Positions:
        """Those of the positions whose value holds so many different digits."""
        if not least or not len(positions):
            return positions
        return positions[SignCounts(self._taken(positions)).varieties() >= least]

    def without(self, positions: Positions, others: Positions) -> Positions:
        """Those of the positions that are not among the others."""
        if not len(positions) or not len(others):
            return positions
        left = np.ones(len(self.values), dtype=bool)
        left[others] = False
        return positions[left[positions]]

    def near(self, sieve: str, positions: Positions) -> Positions:
        """Those of the positions whose value may hold the pattern (RE2, with no anchor).

        Neighbours are looked at as one text, which is far faster where few hold it.
        """
        _, offsets, signs = self.values.buffers()
        many = len(self.values)
        if not signs or len(positions) * _NEIGHBOURS < many:
            return positions
        first = self.values.offset * 4
        ends = np.frombuffer(offsets, np.int32, many + 1, first)  # type: ignore[call-overload]
        ends = np.append(ends[:-1:_NEIGHBOURS], ends[-1])
        joined = pa.StringArray.from_buffers(len(ends) - 1, pa.py_buffer(ends.tobytes()), signs)
        found = pc.match_substring_regex(joined, sieve).to_numpy(zero_copy_only=False)
        return positions[found[positions // _NEIGHBOURS]] if found.any() else positions[:0]

    def _taken(self, positions: Positions) -> pa.StringArray:
        whole = len(positions) == len(self.values)
        return self.values if whole else self.values.take(pa.array(positions))  # type: ignore[arg-type]

    def rows_of(self, positions: Positions) -> tuple[Positions, Positions]:
        """Numbers of the rows (counted from 1) that hold the values, and each row's position."""
        if self._codes is None:
            rows = positions if self._rows is None else self._rows[positions]
            return rows + self.first_row + 1, positions
        wanted = np.zeros(len(self.values) + 1, dtype=bool)
        wanted[positions] = True
        rows = np.flatnonzero(wanted[self._codes])
        return rows + self.first_row + 1, self._codes[rows]


def _plain(column: pa.StringArray, odd: Positions) -> pa.StringArray:
    """Read look-alike and invisible signs as the plain ones, so that they hide nothing.

    Arrow's own NFKC takes accents off their letters and does not put them back.
    """
    given = column.take(pa.array(odd)).to_pylist()  # type: ignore[arg-type]
    plain = [_INVISIBLE.sub("", normalize("NFKC", str(value))) for value in given]
    if plain == given:
        return column
    mask = np.zeros(len(column), dtype=bool)
    mask[odd] = True
    return pc.replace_with_mask(column, pa.array(mask), pa.array(plain, pa.string()))  # type: ignore[no-any-return]
