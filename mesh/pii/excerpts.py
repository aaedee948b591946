"""What stands around the digits of texts that are all laid out differently, as sentences are."""

import numpy as np
import numpy.typing as npt

from mesh.pii.forms import Joined, kinds_of
from mesh.pii.gates import pieces, signs_of_column
from mesh.pii.layouts import Coded, Distinct, Layouts, Positions
from mesh.pii.uuids import EIGHT, eights

_DIGIT = ord("9")
# Longer runs have no end here: their excerpt is the rest of the value.
_WINDOW = 3 * EIGHT
_ONE = np.uint64(1)


class Excerpts(Coded):
    """Layouts from each value's first digit to its last, with all that a form may have around them.

    Far fewer of them differ than of the whole.

    Attributes:
        begins: where each value's begins in the column's bytes.

    Args:
        layouts: of whole values.
        positions: of layouts with digits; others have no excerpt.
        joined: what belongs to digits.
    """

    def __init__(self, layouts: Layouts, positions: Positions, joined: Joined) -> None:
        whole = layouts.distinct
        offsets, signs = signs_of_column(whole.texts)
        first, end = _spanned(whole, positions, joined)
        coded = pieces(signs, first, end).dictionary_encode()
        distinct = Distinct(coded.dictionary)  # type: ignore[arg-type]
        codes = np.full(len(whole.texts), len(distinct.texts), np.int32)
        codes[positions] = coded.indices.to_numpy()
        skipped = np.zeros(len(whole.texts), np.int64)
        skipped[positions] = first - offsets[positions]
        self.begins = signs_of_column(layouts.texts)[0][:-1] + skipped[layouts.codes]
        super().__init__(distinct, codes[layouts.codes])


def _spanned(whole: Distinct, positions: Positions, joined: Joined) -> tuple[Positions, Positions]:
    """Where the excerpts of layouts begin and end."""
    offsets, signs = signs_of_column(whole.texts)
    outside = np.ones(len(signs) + 2 * EIGHT, dtype=bool)
    np.equal(kinds_of(signs), 0, out=outside[EIGHT:-EIGHT])
    digits = np.flatnonzero(signs == _DIGIT)
    many = whole.counts.digits()
    ends = np.cumsum(many)[positions]
    first, last = digits[ends - many[positions]], digits[ends - 1]
    begin = _reach(signs, outside, first, offsets[positions], joined.before, -1)
    return begin, _reach(signs, outside, last, offsets[positions + 1] - 1, joined.after, 1) + 1


def _reach(
    signs: npt.NDArray[np.uint8],
    outside: npt.NDArray[np.bool_],
    digits: Positions,
    ends: npt.NDArray[np.integer],
    joined: npt.NDArray[np.bool_],
    way: int,
) -> Positions:
    """The last sign that may belong to a digit: the one behind its run, or the value's end.

    Args:
        outside: which signs belong to no run, and eight before and behind them.
        ends: last signs of the values on this way.
        joined: whether a run of a length behind a joiner may belong to it too.
        way: 1 or -1.
    """
    nearer = np.minimum if way > 0 else np.maximum
    last = nearer(_end_of_run(outside, digits, way), ends)
    gap = last + way * (last != ends)
    beyond = nearer(_end_of_run(outside, gap, way), ends)
    may_go_on = joined[np.abs(beyond - gap), signs[gap]] | (np.abs(last - digits) == _WINDOW)
    return np.where(may_go_on, ends, gap)


def _end_of_run(outside: npt.NDArray[np.bool_], places: Positions, way: int) -> Positions:
    """The last of the letters and digits next to each place, or of the nearest of them."""
    last = places.copy()
    going: Positions | slice = slice(None)
    # The nearest sign is in the lowest byte: what is below it are the signs of the run.
    for reached in range(EIGHT, _WINDOW + 1, EIGHT):
        words = eights(outside.view(np.uint8))[last[going] + (EIGHT + 1 if way > 0 else 0)]
        words = words if way > 0 else words.byteswap()
        steps = np.bitwise_count(~words & (words - _ONE)) // EIGHT
        last[going] += way * steps.astype(np.int64)
        going = np.flatnonzero(last - places == way * reached)
    return last
