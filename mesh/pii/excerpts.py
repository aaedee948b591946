"""What stands around the digits of texts that are all laid out differently, as sentences are."""

import numpy as np
import numpy.typing as npt

from mesh.pii.forms import IN_RUN, Joined
from mesh.pii.gates import pieces, signs_of_column
from mesh.pii.layouts import Coded, Distinct, Layouts, Positions

_DIGIT = ord("9")
# Longer runs have no end here: their excerpt is the rest of the value.
_WINDOW = 24
_Signs = npt.NDArray[np.uint8]


class Excerpts(Coded):
    """Layouts from each value's first digit to its last, with all that a form may have around them.

    Far fewer of them differ than of the whole.

    Attributes:
        begins: where each value's begins in the column's bytes.

    Args:
        layouts: of whole values.
        positions: of values with digits; others have no excerpt.
        joined: what belongs to digits.
    """

    def __init__(self, layouts: Layouts, positions: Positions, joined: Joined) -> None:
        offsets, signs = signs_of_column(layouts.texts)
        starts, ends = (part[positions].astype(np.int64) for part in (offsets[:-1], offsets[1:]))
        first, end = _spanned(signs, starts, ends, joined)
        self.begins = offsets[:-1].astype(np.int64)
        self.begins[positions] = first
        coded = pieces(signs, first, end).dictionary_encode()
        distinct = Distinct(coded.dictionary)  # type: ignore[arg-type]
        codes = np.full(len(layouts.codes), len(distinct.texts), np.int32)
        codes[positions] = coded.indices.to_numpy()
        super().__init__(distinct, codes)


def _spanned(
    signs: _Signs, starts: Positions, ends: Positions, joined: Joined
) -> tuple[Positions, Positions]:
    """Where the excerpts of values begin and end."""
    digits = np.flatnonzero(signs == _DIGIT)
    first = digits[np.searchsorted(digits, starts)]
    last = digits[np.searchsorted(digits, ends) - 1]
    return _reach(signs, first, starts, joined.before, -1), _reach(
        signs, last, ends - 1, joined.after, 1
    ) + 1


def _reach(
    signs: _Signs, digits: Positions, ends: Positions, joined: npt.NDArray[np.bool_], way: int
) -> Positions:
    """The last sign that may belong to a digit: the one behind its run, or the value's end.

    Args:
        ends: last signs of the values on this way.
        joined: whether a run of a length behind a joiner may belong to it too.
        way: 1 or -1.
    """
    last = _end_of_run(signs, digits, ends, way)
    gap = last + way * (last != ends)
    beyond = _end_of_run(signs, gap, ends, way)
    may_go_on = joined[np.abs(beyond - gap), signs[gap]] | (np.abs(last - digits) == _WINDOW)
    return np.where(may_go_on, ends, gap)


def _end_of_run(signs: _Signs, places: Positions, ends: Positions, way: int) -> Positions:
    """The last of the letters and digits next to each place, or of the nearest of them."""
    last = places.copy()
    going = np.arange(len(places))
    for _ in range(_WINDOW):
        going = going[last[going] != ends[going]]
        going = going[IN_RUN[signs[last[going] + way]]]
        if not len(going):
            break
        last[going] += way
    return last
