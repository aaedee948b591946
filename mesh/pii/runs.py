"""The runs of letters and digits in texts, among which forms are found without a pattern."""

from functools import cache, cached_property, lru_cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from mesh.pii.checksums import Passed, Signs
from mesh.pii.forms import (
    DIGIT,
    JOINED,
    JOINER,
    LONGEST,
    OTHER,
    Form,
    kinds_of,
    signs_in,
    table_of,
    written_at,
)
from mesh.pii.gates import signs_of_column
from mesh.pii.layouts import Positions

_SHAPE, _ALL = 0xFF, 0xFFF
_BEFORE, _AFTER, _BREAK = np.frombuffer(b"+@\n", np.uint8)
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
        offsets, signs = signs_of_column(texts)
        # Each text between two line breaks: no run is bound to what is beyond them.
        self._text: Signs = np.insert(signs, offsets, _BREAK)
        self._firsts: Positions = offsets[:-1] + np.arange(1, len(offsets))
        self._found: dict[int, Positions] = {}
        self._take_apart()

    def _take_apart(self) -> None:
        kinds = kinds_of(self._text)
        word = kinds != 0
        edges = (word[1:] != word[:-1]).nonzero()[0] + 1
        self._starts, ends = edges[::2], edges[1::2]
        if not len(self._starts):
            self._codes = np.zeros(0, np.int16)
            return
        if kinds.max() == DIGIT:
            held = np.full(len(ends), DIGIT, np.uint8)
        else:
            held = np.bitwise_or.reduceat(kinds, self._starts)
            held[held >= OTHER] = 0
        behind = self._text[ends]
        joined = np.zeros(len(ends), np.uint8)
        joined[:-1] = behind[:-1] * (self._starts[1:] - ends[:-1] == 1)
        size = np.minimum(ends - self._starts, LONGEST).astype(np.int16)
        self._codes = size | held.astype(np.int16) << 6 | JOINER[joined].astype(np.int16) << JOINED
        is_digit = (held & DIGIT).view(np.bool_)
        tied = _TIES[joined].view(np.bool_)
        tied[:-1] &= is_digit[1:]
        before = self._text[self._starts - 1] == _BEFORE
        before[1:] |= tied[:-1] & is_digit[:-1]
        self._bind(before, tied | (behind == _AFTER))

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
        return frozenset(np.bincount(self._codes, minlength=1).nonzero()[0].tolist())

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
        present = shapes_of(self.present) if single else self.present
        parts = [self._of(code, single=single) for code in sorted(codes & present)]
        if len(parts) < 2:  # noqa: PLR2004 - nothing to merge
            return parts[0] if parts else np.zeros(0, np.int64)
        return np.sort(np.concatenate(parts))

    def _of(self, code: int, *, single: bool) -> Positions:
        """Positions of the runs with a code that are bound to nothing before, looked for once."""
        key = code | (single << 15)
        if key not in self._found:
            given = self._codes & _SHAPE if single else self._codes
            self._found[key] = ((given == code) & self._free[single]).nonzero()[0]
        return self._found[key]

    def signs(self, wanted: Form, found: Positions) -> Signs:
        """The signs at the form's places, in upper case."""
        return signs_in(written_at(self._text, self._starts[found], wanted), wanted)

    def placed(self, found: Positions) -> tuple[Positions, Positions]:
        """Positions of the texts that hold the runs, and the bytes of each before its run."""
        starts = self._starts[found]
        texts = self._firsts.searchsorted(starts, side="right") - 1
        return texts, starts - self._firsts[texts]


@lru_cache(maxsize=16)
def shapes_of(present: frozenset[int]) -> frozenset[int]:
    """The codes without what joins a run to the next one."""
    return frozenset(code & _SHAPE for code in present)
