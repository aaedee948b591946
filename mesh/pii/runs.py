"""The runs of letters and digits in texts, among which forms are found without a pattern."""

from functools import cache, cached_property, lru_cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from mesh.pii.checksums import Passed, Signs
from mesh.pii.forms import (
    DIGIT,
    JOINED,
    JOINER,
    KIND,
    LONGEST,
    OTHER,
    Form,
    signs_in,
    table_of,
    written_at,
)
from mesh.pii.layouts import Positions

_SHAPE, _ALL = 0xFF, 0xFFF
_BEFORE, _AFTER = np.frombuffer(b"+", np.uint8), np.frombuffer(b"@", np.uint8)
_KINDS = KIND.tobytes()
_TIES = table_of({"-.": 1})


@cache
def _among(codes: frozenset[int], *, last: bool) -> npt.NDArray[np.bool_]:
    """Which codes are among these; what joins the last run to others is left out of account."""
    mask = _SHAPE if last else _ALL
    every = np.arange(_ALL + 1)
    return np.isin(every & mask, [code & mask for code in codes])


class Runs:
    """The runs of letters and digits in many texts, taken apart once for all forms."""

    def __init__(self, texts: pa.StringArray) -> None:
        whole = pa.ListArray.from_arrays(pa.array([0, len(texts)], pa.int32()), texts)
        buffer = pc.binary_join(whole, "\n").buffers()[2]  # type: ignore[union-attr]
        self._text = np.frombuffer(buffer, np.uint8) if buffer else np.zeros(0, np.uint8)  # type: ignore[arg-type]
        self._firsts = np.zeros(len(texts), np.int64)
        np.cumsum(pc.binary_length(texts).to_numpy()[:-1] + 1, out=self._firsts[1:])
        self._found: dict[int, Positions] = {}
        self._take_apart()

    def _take_apart(self) -> None:
        kinds = np.frombuffer(self._text.tobytes().translate(_KINDS), np.uint8)
        word = np.zeros(len(kinds) + 2, np.int8)
        np.not_equal(kinds, 0, out=word[1:-1])
        edges = np.flatnonzero(word[1:] != word[:-1])
        self._starts, ends = edges[::2], edges[1::2]
        if not len(self._starts):
            self._codes = np.zeros(0, np.int16)
            return
        if kinds.max() == DIGIT:
            held = np.full(len(ends), DIGIT, np.uint8)
        else:
            held = np.bitwise_or.reduceat(kinds, self._starts)
        joined = np.zeros(len(ends), np.uint8)
        near = np.flatnonzero(self._starts[1:] - ends[:-1] == 1)
        joined[near] = self._text[ends[near]]
        size = np.minimum(ends - self._starts, LONGEST).astype(np.int16)
        held[held >= OTHER] = 0
        self._codes = size | held.astype(np.int16) << 6 | JOINER[joined].astype(np.int16) << JOINED
        tied = (_TIES[joined] == 1) & (np.append(held[1:], 0) & DIGIT != 0)
        after = tied | (self._text[np.minimum(ends, len(self._text) - 1)] == _AFTER)
        before = self._text[np.maximum(self._starts - 1, 0)] == _BEFORE
        before[1:] |= tied[:-1] & (held[:-1] & DIGIT != 0)
        self._bind(before, after)

    def _bind(self, before: Passed, after: Passed) -> None:
        """Keep which runs are bound to what is before and after them, for forms of one and of more.

        Where another of the same length and joiner follows, several are no whole either.
        """
        joiners, shapes = self._codes >> JOINED, self._codes & _SHAPE
        again = joiners > 0
        again[0] = False
        again[1:] &= joiners[1:] == joiners[:-1]
        alike = np.zeros(len(shapes) + 1, dtype=bool)
        alike[1:-1] = shapes[1:] == shapes[:-1]
        self._free = {True: ~before, False: ~(before | again & alike[:-1])}
        self._bound = {True: after, False: after | again & alike[1:]}

    @cached_property
    def present(self) -> frozenset[int]:
        """Codes of the runs that are there."""
        return frozenset(np.flatnonzero(np.bincount(self._codes, minlength=1)).tolist())

    def find(self, wanted: Form) -> Positions:
        """Positions of runs where the form begins, bound to nothing before or after."""
        first, *rest = wanted.codes
        found = self._beginning(first, single=not rest)
        for step, codes in enumerate(rest, 1):
            if not len(found):
                break
            found = found[found + step < len(self._codes)]
            found = found[_among(codes, last=step == len(rest))[self._codes[found + step]]]
        return found[~self._bound[not rest][found + len(rest)]] if len(found) else found

    def _beginning(self, codes: frozenset[int], *, single: bool) -> Positions:
        present = _shapes_of(self.present) if single else self.present
        parts = [self._of(code, single=single) for code in sorted(codes & present)]
        if len(parts) < 2:  # noqa: PLR2004 - nothing to merge
            return parts[0] if parts else np.zeros(0, np.int64)
        return np.sort(np.concatenate(parts))

    def _of(self, code: int, *, single: bool) -> Positions:
        """Positions of the runs with a code that are bound to nothing before, looked for once."""
        key = code | (single << 15)
        if key not in self._found:
            given = self._codes & _SHAPE if single else self._codes
            self._found[key] = np.flatnonzero((given == code) & self._free[single])
        return self._found[key]

    def may_hold(self, wanted: Form) -> bool:
        """Whether each run of the form is there at all, in whatever order."""
        return may_stand(wanted, self.present)

    def signs(self, wanted: Form, found: Positions) -> Signs:
        """The signs at the form's places, in upper case."""
        return signs_in(written_at(self._text, self._starts[found], wanted), wanted)

    def values(self, found: Positions) -> Positions:
        """Positions of the texts that hold the runs."""
        return np.searchsorted(self._firsts, self._starts[found], side="right") - 1

    def offsets(self, found: Positions) -> Positions:
        """Bytes of each run's text before it."""
        return self._starts[found] - self._firsts[self.values(found)]


def may_stand(wanted: Form, present: frozenset[int]) -> bool:
    """Whether each run of the form is among those that are there, in whatever order."""
    *before, last = wanted.codes
    return not last.isdisjoint(_shapes_of(present)) and not any(
        codes.isdisjoint(present) for codes in before
    )


@lru_cache(maxsize=16)
def _shapes_of(present: frozenset[int]) -> frozenset[int]:
    return frozenset(code & _SHAPE for code in present)
