"""How values are laid out, each distinct layout once: far fewer than there are values."""

from collections.abc import Callable
from functools import cached_property
from typing import Any, TypeVar, cast

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from mesh.pii.gates import Gate, SignCounts, holders, signs_of_column
from mesh.pii.uuids import EIGHT, UUID, starts_of

Positions = npt.NDArray[np.int64]
T = TypeVar("T")
# One for all of which nothing passed: an array of its own takes a hundred bytes.
_NONE = np.zeros(0, np.int64)

_LAYOUT = np.arange(256, dtype=np.uint8)
_LAYOUT[ord("0") : ord("9") + 1] = ord("9")
_LAYOUT[ord("A") : ord("Z") + 1] = _LAYOUT[ord("a") : ord("z") + 1] = ord("a")
_LAYOUT[128:] = ord("_")
_TABLE = _LAYOUT.tobytes()
_ALL_EIGHT = np.frombuffer(bytes((1,)) * EIGHT, np.uint64)
_SHORT = 1 << 16
_FIRST, _NEARLY_ALL = 4_096, 0.95
# A column whose batches have few layouts has the same ones again and again.
_FEW, _MANY = 256, 1_024
# Long texts have each a layout of its own, which is not worth keeping.
_MOST_BYTES = 128 << 10


def layout_of(value: str) -> str:
    """The layout of one value: ``9`` for a digit, ``a`` for a letter, ``_`` for what is no ASCII.

    Other signs stand for themselves.
    """
    return value.encode().translate(_TABLE).decode("ascii")


class Distinct:
    """Layouts, nearly all of them different, and what was found out about them, each thing once.

    Attributes:
        texts: as ``layout_of`` gives them.
    """

    def __init__(self, texts: pa.StringArray) -> None:
        self.texts = texts
        self.counts = SignCounts(texts)
        self._known: dict[Any, Any] = {}

    def once(self, key: object, find: Callable[[], T]) -> T:
        """What is known by a key, found out if it is not known yet."""
        if key not in self._known:
            self._known[key] = find()
        return cast("T", self._known[key])

    def passing(self, gate: Gate, layout: str = "") -> Positions:
        """Positions of those that pass a gate and hold a pattern (RE2)."""

        def find() -> Positions:
            passed = self.counts.passing(gate).nonzero()[0]
            passed = matching(self.texts, layout, passed) if layout else passed
            return passed if len(passed) else _NONE

        return self.once((gate, layout), find)


class Recurring:
    """The layouts that the batches of one column had so far, if they are few."""

    def __init__(self) -> None:
        self._places: dict[str, int] = {}
        self._bytes = 0
        self._distinct: Distinct | None = None

    def of(self, texts: pa.StringArray) -> tuple[Distinct, npt.NDArray[np.int32] | None]:
        """These layouts among those of the column, and where each is; None for as they are."""
        if len(texts) > _FEW or texts.nbytes > _MOST_BYTES:
            return Distinct(texts), None
        given = cast("list[str]", texts.to_pylist())
        fresh = [text for text in given if text not in self._places]
        held = self._bytes + sum(map(len, fresh))
        if len(self._places) + len(fresh) > _MANY or held > _MOST_BYTES:
            return Distinct(texts), None
        self._bytes = held
        for text in fresh:
            self._places[text] = len(self._places)
        if fresh or self._distinct is None:
            self._distinct = Distinct(pa.array(list(self._places), pa.string()))
        places = [self._places[text] for text in given]
        return self._distinct, np.array(places, np.int32)


class Coded:
    """Layouts of many values by code.

    Attributes:
        distinct: those of the values, and others of their column.
        codes: for each value the position of its layout.
    """

    def __init__(self, distinct: Distinct, codes: npt.NDArray[np.int32]) -> None:
        self.distinct, self.codes = distinct, codes

    def having(self, layouts: Positions) -> Positions:
        """Positions of the values that have one of the layouts, in order."""
        if not len(layouts):
            return layouts
        if len(layouts) == len(self.distinct.texts):
            return np.arange(len(self.codes))
        wanted = np.zeros(len(self.distinct.texts), dtype=bool)
        wanted[layouts] = True
        return wanted[self.codes].nonzero()[0]

    def spread(self, layouts: Positions, places: Positions) -> tuple[Positions, Positions]:
        """Positions of the values with the layouts, each with its layout's place, in order.

        Args:
            layouts: positions of layouts; one comes as often as it has places.
            places: one for each of them.
        """
        counts = self._counts[layouts]
        ends = np.cumsum(counts)
        skipped = np.repeat(self._firsts[layouts] - ends + counts, counts)
        held = self._order[skipped + np.arange(ends[-1] if len(ends) else 0)]
        if len(layouts) == 1:
            return held, np.broadcast_to(places, held.shape)
        order = np.argsort(self._shortened(held), kind="stable")
        return held[order], np.repeat(places, counts)[order]

    def _shortened(self, numbers: npt.NDArray[np.integer]) -> npt.NDArray[np.integer]:
        """In 16 bits where they fit: numpy sorts these many times faster."""
        return numbers.astype(np.uint16) if len(self.codes) <= _SHORT else numbers

    @cached_property
    def _order(self) -> Positions:
        return np.argsort(self._shortened(self.codes), kind="stable")

    @cached_property
    def _counts(self) -> Positions:
        return np.bincount(self.codes, minlength=len(self.distinct.texts))

    @cached_property
    def _firsts(self) -> Positions:
        return np.cumsum(self._counts) - self._counts


class Layouts(Coded):
    """The distinct layouts of many values, and which value has which.

    Attributes:
        texts: of each value its layout.
    """

    def __init__(self, values: pa.StringArray, recurring: Recurring | None = None) -> None:
        offsets, signs = signs_of_column(values)
        given = _laid_out(offsets, signs)
        buffers = [None, pa.py_buffer(offsets.data), pa.py_buffer(given)]
        self.texts = cast(
            "pa.StringArray", pa.Array.from_buffers(pa.string(), len(values), buffers)
        )
        found, codes = self._coded(offsets, given)
        distinct, places = (recurring or Recurring()).of(found)
        super().__init__(distinct, codes if places is None else places[codes])

    def _coded(
        self, offsets: npt.NDArray[np.int32], given: bytes | bytearray
    ) -> tuple[pa.StringArray, npt.NDArray[np.int32]]:
        """Each layout once, and where each text's is; all as they are where nearly all differ."""
        many = len(self.texts)
        width = len(given) // max(many, 1)
        if width and width * many == len(given) and (offsets[1:] - offsets[:-1] == width).all():
            signs = np.frombuffer(given, np.uint8).reshape(many, width)
            if (signs == signs[0]).all():
                return self.texts[:1], np.zeros(many, np.int32)
        if many > _FIRST and len(pc.unique(self.texts[:_FIRST])) > _NEARLY_ALL * _FIRST:
            return self.texts, np.arange(many, dtype=np.int32)
        coded = self.texts.dictionary_encode()
        return coded.dictionary, coded.indices.to_numpy()  # type: ignore[return-value]


def _laid_out(offsets: npt.NDArray[np.int32], signs: npt.NDArray[np.uint8]) -> bytes | bytearray:
    """The layouts of texts, one after the other, as the texts are."""
    content = signs.tobytes()
    starts = starts_of(offsets, content)
    if not len(starts):
        return content.translate(_TABLE)
    if len(starts) == len(offsets) - 1:
        return UUID * len(starts)
    given = bytearray(content.translate(_TABLE))
    laid_out = np.frombuffer(given, np.uint8)
    windows = np.lib.stride_tricks.sliding_window_view(laid_out, len(UUID), writeable=True)
    windows[starts] = np.frombuffer(UUID, np.uint8)
    return given


def may_run(layouts: pa.StringArray, least: int) -> npt.NDArray[np.bool_]:
    """Which layouts may hold at least so many letters and digits in a row; no UUID does.

    A run of fifteen holds eight signs that begin at a multiple of eight, one of 23 twice as many:
    these are looked for, eight at once.
    """
    offsets, signs = signs_of_column(layouts)
    whole = len(signs) // EIGHT * EIGHT
    inside = (signs[:whole] == ord("a")) | (signs[:whole] == ord("9"))
    full = inside.view(np.uint64) == _ALL_EIGHT
    wanted = (least + 1) // EIGHT - 1
    row = np.logical_and.reduce([full[at : len(full) - wanted + at + 1] for at in range(wanted)])
    return holders(offsets, row.nonzero()[0] * EIGHT, wanted * EIGHT)


def taken(texts: pa.StringArray, positions: Positions) -> pa.StringArray:
    """The texts at these positions."""
    whole = len(positions) == len(texts)
    return texts if whole else texts.take(pa.array(positions))  # type: ignore[arg-type]


def matching(texts: pa.StringArray, pattern: str, positions: Positions) -> Positions:
    """Those of the positions whose text holds a pattern (RE2)."""
    if not len(positions):
        return positions
    return positions[matched(taken(texts, positions), pattern)]


def matched(texts: pa.StringArray, pattern: str) -> npt.NDArray[np.bool_]:
    """Which of the texts hold a pattern (RE2)."""
    return pc.match_substring_regex(texts, pattern).to_numpy(zero_copy_only=False)
