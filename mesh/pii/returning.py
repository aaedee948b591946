"""Values that come back in look after look: each is looked at once for very many rows."""

from collections.abc import Iterator
from typing import Any, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mesh.pii.batch import Batch
from mesh.pii.layouts import Positions, Recurring, taken

# What is remembered of a column: positions of its values fit into 16 bits.
_MOST_VALUES, _MOST_BYTES = 1 << 15, 2 << 20
# Rows whose known values are looked at together.
_ROWS = 1 << 17
# At most a quarter of a look may be new; at least three in four rows spared are worth to go on.
_NEW, _OFTEN = 4, 4
_FIRST = 4_096
# So many values of a look are looked for among so many of the one before, and so often in vain.
_PROBED, _KEPT = 256, 1_024
_TRIES = 2


class Returning:
    """Parts the looks at one column: what is new is looked at now, what is known later, together.

    A table of orders names each customer many times, but seldom twice in a row.
    """

    def __init__(self) -> None:
        self._recurring = Recurring()
        self._known: pa.StringArray | None = None
        self._codes = np.zeros(0, np.int16)
        self._rows = self._first_row = 0
        self._before: pa.StringArray | None = None
        self._tries = _TRIES
        self._repeats = True

    def of(self, column: pa.StringArray, first_row: int) -> Iterator[Batch]:
        """Give what is to be looked at now, each row with its number."""
        if self._known is not None:
            codes = pc.index_in(column, value_set=self._known)
            new = _new(column, codes)
            if len(new) * _NEW <= len(column):
                yield from self._put_off(codes, first_row)
                if len(new):
                    values = taken(column, new)
                    self._remember(pa.concat_arrays([self._known, pc.unique(values)]))
                    yield Batch(values, first_row, new)
                return
            yield from self.rest()
            self._known = None
            self._tries -= 1
        yield self._all_of(column, first_row)

    def rest(self) -> Iterator[Batch]:
        """Give the known values with all rows that hold them and were put off."""
        codes, self._rows = self._codes[: self._rows], 0
        if len(codes):
            indices = cast("pa.Int16Array", pa.array(codes, mask=codes < 0))
            known = cast("pa.StringArray", self._known)
            yield Batch.encoded(pa.DictionaryArray.from_arrays(indices, known), self._first_row)

    def _put_off(self, codes: pa.Int32Array, first_row: int) -> Iterator[Batch]:
        """Keep which known value each row holds; give what was kept before if there is no room."""
        if self._rows + len(codes) > len(self._codes):
            yield from self.rest()
        if len(self._codes) < len(codes):
            self._codes = np.empty(max(_ROWS, len(codes)), np.int16)
        if not self._rows:
            self._first_row = first_row
        after = self._rows + len(codes)
        self._codes[self._rows : after] = pc.fill_null(codes, -1).to_numpy()  # type: ignore[attr-defined, type-var]
        self._rows = after

    def _all_of(self, column: pa.StringArray, first_row: int) -> Batch:
        """The whole look, and what is remembered of it for the next one."""
        coded = self._encoded(column)
        if coded is not None:
            self._remember(cast("pa.StringArray", coded.dictionary))
            return Batch.encoded(coded, first_row)
        if self._comes_back(column):
            self._remember(pc.unique(column).drop_null())
        return Batch(column, first_row, None, self._recurring)

    def _encoded(self, column: pa.StringArray) -> "pa.DictionaryArray[Any, Any] | None":
        """Texts with each distinct one once, as long as that spares most of them."""
        self._repeats = self._repeats and _comes_twice(column) and _seems_to_repeat(column)
        if not self._repeats:
            return None
        coded = column.dictionary_encode()
        self._repeats = len(coded.dictionary) * _OFTEN <= len(column)
        return coded if self._repeats else None

    def _remember(self, values: pa.StringArray) -> None:
        if self._tries and len(values) < _MOST_VALUES and values.nbytes <= _MOST_BYTES:
            self._known = values
        elif self._known is None:
            self._tries = 0

    def _comes_back(self, column: pa.StringArray) -> bool:
        """Whether the column seems to have few enough values to remember them all."""
        if not self._tries or len(column) < _FIRST:
            return False
        before, self._before = self._before, _spread(column, _KEPT)
        if before is None:
            return False
        back = pc.is_in(_spread(column, _PROBED), value_set=before).true_count
        comes_back = back * _MOST_VALUES >= _PROBED * _KEPT
        self._tries -= not comes_back
        self._before = self._before if self._tries else None
        return comes_back


def _new(column: pa.StringArray, codes: pa.Int32Array) -> Positions:
    """Positions of the values that have no code."""
    return np.flatnonzero(
        pc.and_(codes.is_null(), column.is_valid()).to_numpy(zero_copy_only=False)
    )


def _comes_twice(column: pa.StringArray) -> bool:
    """Whether any of the first values comes again, which is told far faster than of all."""
    first = column.slice(0, _FIRST)
    return len(first) < _FIRST or first.null_count > 0 or len(pc.unique(first)) < _FIRST


def _seems_to_repeat(column: pa.StringArray) -> bool:
    """Whether the first third leaves room for it: most columns that do not are told by that."""
    first = column.slice(0, len(column) // 3)
    return pc.count_distinct(first).as_py() * _OFTEN <= len(column)


def _spread(column: pa.StringArray, many: int) -> pa.StringArray:
    """So many values, spread over the look."""
    places = np.linspace(0, len(column) - 1, many, dtype=np.int64)
    return column.take(pa.array(places))  # type: ignore[arg-type]
