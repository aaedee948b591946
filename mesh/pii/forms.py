"""How identifiers are written: ``999.999.999-99``, found in whole columns without a pattern."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import Self

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from mesh.pii.checksums import Signs

_JOINERS = " -./"
_DIGIT, _LETTER, _OTHER = 1, 2, 4
_LONGEST = 63
_SHAPE = 0xFF
_JOINED = 8
_ALL = 0xFFF
_BEFORE, _AFTER = np.frombuffer(b"+", np.uint8), np.frombuffer(b"@", np.uint8)


def _table(entries: dict[str, int], rest: int = 0) -> npt.NDArray[np.uint8]:
    table = np.zeros(256, np.uint8)
    table[128:] = rest
    for signs, value in entries.items():
        table[list(signs.encode("ascii"))] = value
    return table


_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_KIND = _table(
    {"0123456789": _DIGIT, _LETTERS: _LETTER, _LETTERS.lower(): _LETTER, "_": _OTHER}, _OTHER
)
IN_RUN = _KIND > 0
"""Whether a sign belongs to a run of letters and digits."""
_JOINER = _table({joiner: code for code, joiner in enumerate(_JOINERS, 1)})
_TIES = _table({"-.": 1})
_UPPER = np.arange(256, dtype=np.uint8)
_UPPER[ord("a") : ord("z") + 1] -= 32


@dataclass(frozen=True)
class Form:
    """One way to write an identifier.

    Attributes:
        template: ``9`` is a digit, ``A`` a letter, ``*`` either; space, ``-``, ``.`` and ``/``
            stand for themselves.
    """

    template: str

    @cached_property
    def places(self) -> npt.NDArray[np.int64]:
        """Where the signs stand, counted from the first."""
        return np.array([at for at, sign in enumerate(self.template) if sign not in _JOINERS])

    @cached_property
    def demanded(self) -> tuple[str, ...]:
        """What each place must hold."""
        return tuple(sign for sign in self.template if sign not in _JOINERS)

    @cached_property
    def is_digits(self) -> bool:
        """Whether digits stand at every place."""
        return set(self.demanded) == {"9"}

    @cached_property
    def runs(self) -> tuple[str, ...]:
        """Its runs of signs, from joiner to joiner."""
        return tuple("".join(" " if one in _JOINERS else one for one in self.template).split())

    @cached_property
    def joiners(self) -> str:
        """What joins them."""
        return "".join(sign for sign in self.template if sign in _JOINERS)

    @cached_property
    def codes(self) -> tuple[frozenset[int], ...]:
        """For each run of signs the codes of ``Runs`` that it may have."""
        joiners = [*(_JOINER[ord(sign)] for sign in self.joiners), 0]
        return tuple(
            frozenset(
                len(run) | kind << 6 | int(joiner) << _JOINED
                for kind in _kinds(run, alone=len(self.template) == len(run))
            )
            for run, joiner in zip(self.runs, joiners, strict=True)
        )


@dataclass(frozen=True)
class Joined:
    """What a form may have around its digits: a run without any, by its length and its joiner.

    Attributes:
        before: whether such a run may come before the first digit's run, by length and joiner.
        after: whether one may come after the last digit's.
    """

    before: npt.NDArray[np.bool_]
    after: npt.NDArray[np.bool_]

    @classmethod
    def of(cls, forms: Iterable[Form]) -> Self:
        """Around the digits of any of the forms."""
        before, after = (np.zeros((_LONGEST + 1, 256), dtype=bool) for _ in range(2))
        for one in forms:
            told = [place for place, run in enumerate(one.runs) if "9" in run]
            for place, joiner in enumerate(one.joiners):
                before[len(one.runs[place]), ord(joiner)] |= place < told[0]
                after[len(one.runs[place + 1]), ord(joiner)] |= place >= told[-1]
        return cls(before, after)


@cache
def form(template: str) -> Form:
    """The form of a template."""
    return Form(template)


@cache
def _among(codes: frozenset[int], *, last: bool) -> npt.NDArray[np.bool_]:
    """Which codes are among these; what joins the last run to others is left out of account."""
    mask = _SHAPE if last else _ALL
    every = np.arange(_ALL + 1)
    return np.isin(every & mask, [code & mask for code in codes])


def _kinds(run: str, *, alone: bool) -> set[int]:
    if set(run) == {"9"}:
        return {_DIGIT}
    if set(run) == {"A"}:
        return {_LETTER}
    mixed = {_DIGIT | _LETTER}
    # A word without a digit is no identifier.
    if "A" in run and ("9" in run or alone):
        return mixed
    if set(run) == {"*"} and not alone:
        return mixed | {_LETTER, _DIGIT}
    return mixed | ({_LETTER} if "A" in run else {_DIGIT})


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
        kinds = _KIND[self._text]
        word = np.zeros(len(kinds) + 2, np.int8)
        np.not_equal(kinds, 0, out=word[1:-1])
        edges = np.flatnonzero(word[1:] != word[:-1])
        self._starts, ends = edges[::2], edges[1::2]
        if not len(self._starts):
            self._codes = np.zeros(0, np.int16)
            return
        if kinds.max() == _DIGIT:
            held = np.full(len(ends), _DIGIT, np.uint8)
        else:
            held = np.bitwise_or.reduceat(kinds, self._starts)
        joined = np.zeros(len(ends), np.uint8)
        near = np.flatnonzero(self._starts[1:] - ends[:-1] == 1)
        joined[near] = self._text[ends[near]]
        size = np.minimum(ends - self._starts, _LONGEST).astype(np.int16)
        held[held >= _OTHER] = 0
        self._codes = (
            size | held.astype(np.int16) << 6 | _JOINER[joined].astype(np.int16) << _JOINED
        )
        self._tied = (_TIES[joined] == 1) & (np.append(held[1:], 0) & _DIGIT != 0)
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
        tied = (found > 0) & self._tied[before] & (self._held[before] & _DIGIT != 0)
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
        first_joiner = codes[found] >> _JOINED
        last_joiner = codes[np.maximum(found + last - 1, 0)] >> _JOINED
        onward = (codes[found + last] >> _JOINED == last_joiner) & (last_joiner > 0)
        onward &= (codes[after] & _SHAPE) == (codes[found + last] & _SHAPE)
        backward = (codes[before] >> _JOINED == first_joiner) & (first_joiner > 0) & (found > 0)
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


def signs_at(text: npt.NDArray[np.uint8], starts: npt.NDArray[np.int64], wanted: Form) -> Signs:
    """The signs at the form's places, places by values, in upper case."""
    width = len(wanted.template)
    windows = np.lib.stride_tricks.as_strided(text, (len(text) - width + 1, width), (1, 1))
    signs = np.ascontiguousarray(windows[starts].T)
    if len(wanted.places) < width:
        signs = signs[wanted.places]
    return signs if wanted.is_digits else _UPPER[signs]


def fitting(wanted: Form, signs: Signs) -> npt.NDArray[np.bool_]:
    """Which values hold digits and letters where the form demands them."""
    passed = np.ones(signs.shape[1], dtype=bool)
    for demand, sign in zip(wanted.demanded, signs, strict=True):
        if demand != "*":
            passed &= _KIND[sign] == (_DIGIT if demand == "9" else _LETTER)
    return passed
