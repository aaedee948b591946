"""The runs of letters and digits in texts, among which forms are found without a pattern."""

from functools import cache, cached_property, lru_cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from mesh.pii.checksums import Signs
from mesh.pii.forms import (
    DIGIT,
    JOINED,
    JOINER,
    KIND,
    LONGEST,
    OTHER,
    Form,
    signs_at,
    table_of,
)

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
        self._found: dict[int, npt.NDArray[np.int64]] = {}
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
        self._tied = (_TIES[joined] == 1) & (np.append(held[1:], 0) & DIGIT != 0)
        self._held = held

    @cached_property
    def present(self) -> frozenset[int]:
        """Codes of the runs that are there."""
        return frozenset(np.flatnonzero(np.bincount(self._codes, minlength=1)).tolist())

    def find(self, wanted: Form) -> npt.NDArray[np.int64]:
        """Positions of runs where the form begins, bound to nothing before or after."""
        first, *rest = wanted.codes
        found = self._beginning(first, single=not rest)
        for step, codes in enumerate(rest, 1):
            if not len(found):
                break
            found = found[found + step < len(self._codes)]
            found = found[_among(codes, last=step == len(rest))[self._codes[found + step]]]
        return self._unbound(found, len(rest), wanted) if len(found) else found

    def _beginning(self, codes: frozenset[int], *, single: bool) -> npt.NDArray[np.int64]:
        present = _shapes_of(self.present) if single else self.present
        parts = [self._of(code, single=single) for code in sorted(codes & present)]
        if len(parts) < 2:  # noqa: PLR2004 - nothing to merge
            return parts[0] if parts else np.zeros(0, np.int64)
        return np.sort(np.concatenate(parts))

    def _of(self, code: int, *, single: bool) -> npt.NDArray[np.int64]:
        """Positions of the runs with a code, looked for once."""
        key = code | (single << 15)
        if key not in self._found:
            given = self._codes & _SHAPE if single else self._codes
            self._found[key] = np.flatnonzero(given == code)
        return self._found[key]

    def _unbound(
        self, found: npt.NDArray[np.int64], last: int, wanted: Form
    ) -> npt.NDArray[np.int64]:
        before = np.maximum(found - 1, 0)
        tied = (found > 0) & self._tied[before] & (self._held[before] & DIGIT != 0)
        tied |= self._tied[found + last]
        starts = self._starts[found]
        ends = starts + len(wanted.template)
        tied |= (self._text[np.maximum(starts - 1, 0)] == _BEFORE) & (starts > 0)
        tied |= (self._text[np.minimum(ends, len(self._text) - 1)] == _AFTER) & (
            ends < len(self._text)
        )
        return found[~(tied | self._regular(found, last))]  # type: ignore[no-any-return]

    def _regular(self, found: npt.NDArray[np.int64], last: int) -> npt.NDArray[np.bool_]:
        """Whether a group of several goes on with another group of the same length and joiner."""
        codes = self._codes
        after = np.minimum(found + last + 1, len(codes) - 1)
        before = np.maximum(found - 1, 0)
        first_joiner = codes[found] >> JOINED
        last_joiner = codes[np.maximum(found + last - 1, 0)] >> JOINED
        onward = (codes[found + last] >> JOINED == last_joiner) & (last_joiner > 0)
        onward &= (codes[after] & _SHAPE) == (codes[found + last] & _SHAPE)
        backward = (codes[before] >> JOINED == first_joiner) & (first_joiner > 0) & (found > 0)
        backward &= (codes[before] & _SHAPE) == (codes[found] & _SHAPE)
        return (onward | backward) & (last > 0)  # type: ignore[no-any-return]

    def may_hold(self, wanted: Form) -> bool:
        """Whether each run of the form is there at all, in whatever order."""
        return may_stand(wanted, self.present)

    def signs(self, wanted: Form, found: npt.NDArray[np.int64]) -> Signs:
        """The signs at the form's places, in upper case."""
        return signs_at(self._text, self._starts[found], wanted)

    def values(self, found: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """Positions of the texts that hold the runs."""
        return np.searchsorted(self._firsts, self._starts[found], side="right") - 1

    def offsets(self, found: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
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
