"""How identifiers are written: ``999.999.999-99``."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Self

import numpy as np
import numpy.typing as npt

from mesh.pii.checksums import Signs

_JOINERS = " -./"
DIGIT, LETTER, OTHER = 1, 2, 4
"""What a sign is; a run of signs is all of what its signs are."""
LONGEST, JOINED = 63, 8
"""A run's code: its length up to this, what it is above, and by so many bits what joins it."""


def table_of(entries: dict[str, int], rest: int = 0) -> npt.NDArray[np.uint8]:
    """A number for every sign of ASCII that is named, and one for all that is no ASCII."""
    table = np.zeros(256, np.uint8)
    table[128:] = rest
    for signs, value in entries.items():
        table[list(signs.encode("ascii"))] = value
    return table


_UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_KINDS = table_of(
    {"0123456789": DIGIT, _UPPER: LETTER, _UPPER.lower(): LETTER, "_": OTHER}, OTHER
).tobytes()
JOINER = table_of({joiner: code for code, joiner in enumerate(_JOINERS, 1)})
_A, _CASE, _LETTERS = (np.uint8(one) for one in (ord("a"), ord("a") - ord("A"), len(_UPPER)))


@dataclass(frozen=True, eq=False)
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
        joiners = [*(JOINER[ord(sign)] for sign in self.joiners), 0]
        return tuple(
            frozenset(
                len(run) | kind << 6 | int(joiner) << JOINED
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
        before, after = (np.zeros((LONGEST + 1, 256), dtype=bool) for _ in range(2))
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


def _kinds(run: str, *, alone: bool) -> set[int]:
    if set(run) == {"9"}:
        return {DIGIT}
    if set(run) == {"A"}:
        return {LETTER}
    mixed = {DIGIT | LETTER}
    # A word without a digit is no identifier.
    if "A" in run and ("9" in run or alone):
        return mixed
    if set(run) == {"*"} and not alone:
        return mixed | {LETTER, DIGIT}
    return mixed | ({LETTER} if "A" in run else {DIGIT})


def kinds_of(signs: Signs) -> Signs:
    """What each of the signs is."""
    return np.frombuffer(signs.tobytes().translate(_KINDS), np.uint8).reshape(signs.shape)


def written_at(text: Signs, starts: npt.NDArray[np.int64], wanted: Form) -> Signs:
    """What is written in a form that starts at these places, values by bytes."""
    width = len(wanted.template)
    # As many bytes as one item: numpy gathers them far faster than rows of an array.
    windows = np.ndarray(len(text) - width + 1, f"V{width}", text, strides=(1,))
    return windows[starts].view(np.uint8).reshape(-1, width)


def signs_in(written: Signs, wanted: Form) -> Signs:
    """The signs at the form's places, places by values, in upper case."""
    signs = written.T[wanted.places]
    if wanted.is_digits or signs.max() < _A:
        return signs
    return signs - _CASE * (signs - _A < _LETTERS)


def fitting(wanted: Form, signs: Signs) -> npt.NDArray[np.bool_]:
    """Which values hold digits and letters where the form demands them."""
    passed = np.ones(signs.shape[1], dtype=bool)
    for demand, kind in zip(wanted.demanded, kinds_of(signs), strict=True):
        if demand != "*":
            passed &= kind == (DIGIT if demand == "9" else LETTER)
    return passed
