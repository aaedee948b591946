"""One column of one batch as text: each distinct value once where the column is encoded so."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from mesh.pii.gates import Gate, holders, longest_words, pieces, signs_of_column
from mesh.pii.layouts import Layouts, Positions, Recurring, matched, matching, may_run, taken
from mesh.pii.lines import holding
from mesh.pii.plain import plain

# Values that are looked at as one, and the bytes that they should have together at most.
_NEIGHBOURS, _NEAR = 64, 2_048
_OFTEN = 8
_BIT_OF_DIGIT = bytes(
    1 << (sign - ord("0")) % 8 if chr(sign).isdecimal() else 0 for sign in range(256)
)


class Batch:
    """Values, how they are laid out, and the rows that hold them.

    Attributes:
        values: texts, empty where there is none; those of several columns stand behind each other.
        first_row: number of the batch's first row in the file, counted from 0.
        layouts: of the values.
        recurs: whether the same layouts come again and again.
        places: of the columns among those that are looked at together.

    Args:
        rows: of each value in the batch, if some have none.
        recurring: layouts that the column's batches had before.
    """

    def __init__(
        self,
        values: pa.StringArray,
        first_row: int,
        rows: Positions | None = None,
        recurring: Recurring | None = None,
        places: Sequence[int] = (0,),
    ) -> None:
        self.first_row = first_row
        self.places = np.array(places)
        self.height = len(values) // len(places)
        self._rows = rows
        self._codes: Positions | None = None
        filled = pc.fill_null(values, "") if values.null_count else values  # type: ignore[type-var]
        self.values = plain(cast("pa.StringArray", filled))
        self.layouts = Layouts(self.values, recurring)
        self.recurs = len(self.layouts.distinct.texts) * _OFTEN < len(values)

    @cached_property
    def _firsts(self) -> Positions:
        """Where each column's values begin, and the last one's end."""
        return np.arange(len(self.places) + 1) * self.height

    @classmethod
    def encoded(
        cls, column: "pa.DictionaryArray[Any, Any]", first_row: int, place: int = 0
    ) -> "Batch":
        """A column that names each distinct value once."""
        batch = cls(column.dictionary.cast(pa.string()), first_row, places=(place,))  # type: ignore[arg-type]
        batch._codes = pc.fill_null(column.indices.cast(pa.int64()), -1).to_numpy()  # type: ignore[attr-defined, type-var]
        return batch

    def text(self, position: int) -> str:
        """One of the values."""
        return str(self.values[position])

    def passing(self, gate: Gate) -> Positions:
        """Positions of the values that hold enough of each class of signs."""
        return self.layouts.having(self.laid_out(gate))

    def laid_out(self, gate: Gate, layout: str = "") -> Positions:
        """Positions of the layouts that pass a gate and hold a pattern (RE2)."""
        return self.layouts.distinct.passing(gate, layout)

    def running(self, least: int, layouts: Positions) -> Positions:
        """Those of the layouts whose values may hold so many letters and digits in a row."""
        if not least or not len(layouts):
            return layouts
        return layouts[may_run(taken(self.layouts.distinct.texts, layouts), least)]

    def sizes(self, positions: Positions) -> npt.NDArray[np.int32]:
        """Bytes of each of the values."""
        return self.layouts.distinct.counts.sizes()[self.layouts.codes[positions]]

    def holding(self, literal: str, positions: Positions) -> Positions:
        """Those of the positions whose value holds these signs of ASCII."""
        if not literal or not len(positions):
            return positions
        offsets, signs = signs_of_column(taken(self.values, positions))
        held = np.ones(max(0, len(signs) - len(literal) + 1), dtype=bool)
        for place, sign in enumerate(literal):
            held &= signs[place : place + len(held)] == ord(sign)
        return positions[holders(offsets, held.nonzero()[0], len(literal))]

    def matching(self, sieve: str, positions: Positions) -> Positions:
        """Those of the positions whose value holds the pattern (RE2)."""
        return matching(self.values, sieve, positions)

    def worded(self, positions: Positions, longest: int) -> Positions:
        """Those of the positions whose value holds no longer word; 0 if it may hold any."""
        long = (self.sizes(positions) > longest).nonzero()[0] if longest else positions[:0]
        if not len(long):
            return positions
        right = np.ones(len(positions), dtype=bool)
        right[long] = longest_words(taken(self.values, positions[long])) <= longest
        return positions[right]

    def surely_matching(self, pattern: str, positions: Positions) -> Positions:
        """Those of the positions whose value holds the pattern, as most of them should.

        Args:
            pattern: none of whose signs is a line break (RE2).
        """
        return positions[holding(taken(self.values, positions), pattern)]

    def laid_out_as(self, layout: str, positions: Positions) -> Positions:
        """Those of the positions whose value's layout holds the pattern (RE2)."""
        distinct, codes = self.layouts.distinct, self.layouts.codes[positions]
        if len(distinct.texts) <= len(positions):
            every = np.arange(len(distinct.texts))
            right = distinct.once(layout, lambda: matching(distinct.texts, layout, every))
        else:
            right = matching(distinct.texts, layout, np.unique(codes))
        held = np.zeros(len(distinct.texts), dtype=bool)
        held[right] = True
        return positions[held[codes]]

    def varied(self, positions: Positions, least: int) -> Positions:
        """Those of the positions whose value holds so many different digits."""
        if not least or not len(positions):
            return positions
        return positions[varieties(taken(self.values, positions)) >= least]

    def having_varied(self, part: str, positions: Positions, least: int) -> Positions:
        """Those whose value holds a part with so many different digits.

        Args:
            part: a pattern (RE2) in which the part is named ``part``; only the first one counts.
        """
        if not len(positions):
            return positions
        texts = taken(self.values, positions)
        spans = pc.extract_regex_span(texts, part)  # type: ignore[attr-defined]
        held = np.flatnonzero(spans.is_valid().to_numpy(zero_copy_only=False))
        places = spans.drop_null().field("part").flatten().to_numpy().reshape(-1, 2)
        offsets, signs = signs_of_column(texts)
        begins = offsets[held] + places[:, 0]
        parts = pieces(signs, begins, begins + places[:, 1])
        return positions[held[varieties(parts) >= least]]

    def without(self, positions: Positions, others: Positions) -> Positions:
        """Those of the positions that are not among the others."""
        if not len(positions) or not len(others):
            return positions
        left = np.ones(len(self.values), dtype=bool)
        left[others] = False
        return positions[left[positions]]

    def together(self, *parts: Positions) -> Positions:
        """The positions of all parts, in order."""
        filled = [part for part in parts if len(part)]
        if len(filled) < 2:  # noqa: PLR2004 - nothing to merge
            return filled[0] if filled else parts[0]
        held = np.zeros(len(self.values), dtype=bool)
        for part in filled:
            held[part] = True
        return np.flatnonzero(held)

    def near(self, sieve: str, positions: Positions) -> Positions:
        """Those of the positions whose value may hold the pattern (RE2, with no anchor).

        Neighbours are looked at as one text, which is far faster where few hold it.
        """
        if not len(positions):
            return positions
        many = len(self.values)
        offsets, signs = signs_of_column(self.values)
        neighbours = max(1, min(_NEIGHBOURS, _NEAR * many // max(1, len(signs))))
        if len(positions) * neighbours < many or neighbours == 1:
            return positions
        ends = np.append(offsets[:-1:neighbours], offsets[-1])
        edges, text = pa.py_buffer(ends.data), pa.py_buffer(signs.data)
        joined = pa.StringArray.from_buffers(len(ends) - 1, edges, text)
        found = matched(joined, sieve)
        return positions[found[positions // neighbours]] if found.any() else positions[:0]

    def rows_of(self, positions: Positions) -> tuple[Positions, Positions]:
        """Numbers of the rows (counted from 1) that hold the values, and each row's position."""
        if self._codes is None:
            rows = positions if self._rows is None else self._rows[positions]
            if len(self.places) > 1:
                rows = rows % self.height
            return rows + self.first_row + 1, positions
        wanted = np.zeros(len(self.values) + 1, dtype=bool)
        wanted[positions] = True
        rows = wanted[self._codes].nonzero()[0]
        return rows + self.first_row + 1, self._codes[rows]

    def by_column(self, positions: Positions) -> Iterator[tuple[int, Positions]]:
        """The place of each column that has any of the positions, and those of them."""
        if len(self.places) == 1:
            if len(positions):
                yield int(self.places[0]), positions
            return
        edges = np.searchsorted(positions, self._firsts)
        for column in np.flatnonzero(edges[1:] > edges[:-1]).tolist():
            yield int(self.places[column]), positions[edges[column] : edges[column + 1]]

    def counted(self, positions: Positions, which: npt.NDArray[np.bool_]) -> Positions:
        """How many of the positions that are marked each column has; they are in order."""
        if len(self.places) == 1:
            return np.array([np.count_nonzero(which)])
        return np.diff(np.searchsorted(positions[which], self._firsts))

    def counted_rows(self, flags: npt.NDArray[np.uint8], kinds: int) -> npt.NDArray[np.int64]:
        """How many rows of each column (first axis) have which of so many flags, of the values'."""
        if self._codes is not None:
            flags = flags[self._codes[self._codes >= 0]]
        if len(self.places) == 1:
            # Twice as fast as to count them all in one go.
            return np.array([[np.count_nonzero(flags == kind) for kind in range(kinds)]])
        held = np.flatnonzero(flags)
        slots = held // self.height * kinds + flags[held]
        return np.bincount(slots, minlength=kinds * len(self.places)).reshape(-1, kinds)


def varieties(texts: pa.StringArray) -> npt.NDArray[np.uint8]:
    """How many different digits each text holds, 0 and 8 taken for one, as 1 and 9 are."""
    offsets, signs = signs_of_column(texts)
    filled = np.flatnonzero(offsets[1:] - offsets[:-1])
    found = np.zeros(len(texts), np.uint8)
    if len(filled):
        bits = np.frombuffer(signs.tobytes().translate(_BIT_OF_DIGIT), np.uint8)
        found[filled] = np.bitwise_count(np.bitwise_or.reduceat(bits, offsets[filled]))
    return found
