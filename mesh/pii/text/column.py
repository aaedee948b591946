"""Personal data in columns of sentences: a sample for the tagger, every cell for the patterns."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from mesh.findings import IN_TEXT, Finding
from mesh.pii.gates import cut, signs_of_column
from mesh.pii.masking import SHOWN, mask
from mesh.pii.text.reservoir import Rows, chosen
from mesh.pii.text.spans import spans_of_all
from mesh.pii.words import words_of

_MOST_CELLS, _MOST_SIGNS = 192, 12_000
_SHORTEST, _LONGEST = 20, 3_000
_FEWEST_WORDS, _SMALL, _MOSTLY = 5, 0.5, 0.5
_SURE = 0.8
# Bytes beside each text in a column of Arrow.
_OFFSET = 4
# Share of sampled cells that must hold a kind, and how many at the least. News, stories and talk
# name people whom everybody knows, some of them again and again: only many names, most of them
# different, tell of people in private, fewer where the column's name tells of letters and notes.
_LEAST = {"PERSON": 0.25, "ADDRESS": 0.01, "PHONE_NUMBER": 0.01}
_LEAST_TOLD = 0.1
_FEWEST_CELLS = {"PERSON": 3, "ADDRESS": 2, "PHONE_NUMBER": 2}
_DIFFERENT = 0.5
_PRIVATE = frozenset((
    "note", "notes", "remark", "remarks", "ticket", "complaint", "email", "mail", "letter",
    "transcript", "chat", "memo", "diagnosis", "anamnesis", "bemerkung", "notiz",
))  # fmt: skip
# Words of a column's name that tell of published texts, which name whom everybody may know.
_PUBLISHED = frozenset((
    "title", "titles", "headline", "headlines", "plot", "synopsis", "abstract", "lyrics", "movie",
    "film", "book", "song", "article", "news", "product", "definition", "licence", "license",
    "terms", "policy", "question", "quote", "overview", "tagline",
))  # fmt: skip


@dataclass(frozen=True)
class _Part:
    """Sampled cells, the slot that each takes, and the row of each."""

    slots: Rows
    rows: Rows
    cells: pa.StringArray


class ProseColumn:
    """A bounded sample of one text column, spread over all its rows.

    Args:
        column: its name.
    """

    def __init__(self, column: str) -> None:
        self._column = column
        self._parts: list[_Part] = []

    def add(self, cells: "pa.Array[Any]", first_row: int) -> None:
        """Let each cell of a batch have its chance to be in the sample."""
        rows, slots = chosen(_MOST_CELLS, first_row, first_row + len(cells))
        if len(rows) and _mean_bytes(cells) >= _SHORTEST:
            self.take(_Part(slots, rows, _cut(cells.take(pa.array(rows - first_row, pa.int64())))))

    def take(self, part: "_Part") -> None:
        """Have these cells in the sample, in place of those before them in their slots."""
        self._parts.append(part)
        if sum(len(one.slots) for one in self._parts) > 2 * _MOST_CELLS:
            self._parts = [_latest(self._parts)]

    @staticmethod
    def add_together(
        samples: Sequence["ProseColumn"], cells: pa.StringArray, first_row: int
    ) -> None:
        """Let each cell of several columns have its chance.

        Args:
            cells: of the columns, one behind the other, as many of each.
        """
        height = len(cells) // len(samples)
        rows, slots = chosen(_MOST_CELLS, first_row, first_row + height)
        if not len(rows):
            return
        begins = np.arange(len(samples) + 1) * height
        bytes_of = np.diff(signs_of_column(cells)[0][begins])
        wanted = np.flatnonzero(bytes_of + _OFFSET * (height + 1) >= _SHORTEST * height)
        places = begins[wanted][:, None] + (rows - first_row)
        texts = _cut(cells.take(pa.array(places.ravel(), pa.int64())))
        for number, place in enumerate(wanted.tolist()):
            part = texts.slice(number * len(rows), len(rows))
            samples[place].take(_Part(slots, rows, part))

    def finding(self, filled: int, others: Sequence[Finding]) -> Finding | None:
        """What the sentences hold; None if the cells are no sentences or hold nothing personal.

        Args:
            filled: rows of the column that hold anything.
            others: what was found in every cell of it.
        """
        cells = self._cells()
        if not cells or not _are_sentences([cell for _, cell in cells]):
            return None
        exact = [one for one in others if one.category == "personal"]
        seen = _Seen(self._column, cells)
        sure = {one.entity: one.count for one in exact}
        held = seen.rows(filled) | sure
        if not held:
            return None
        shown = max(exact, key=lambda one: one.count, default=None)
        return Finding(
            column=self._column,
            entity=IN_TEXT,
            count=max(held.values()),
            share=max(held.values()) / filled,
            confidence=max((seen.confidence, *(one.confidence for one in exact))),
            validated=any(one.validated for one in exact),
            rows=shown.rows if shown else seen.first_rows(),
            evidence=shown.evidence if shown else seen.evidence(),
            why=(
                "cells are sentences",
                *(
                    f"rows with {kind}: {rows if kind in sure else seen.about(rows)}"
                    for kind, rows in sorted(held.items())
                ),
            ),
            spans=tuple(sorted(held.items())),
        )

    def _cells(self) -> list[tuple[int, str]]:
        if not self._parts:
            return []
        latest = _latest(self._parts)
        cells, signs = [], 0
        for row, cell in zip(latest.rows.tolist(), latest.cells.to_pylist(), strict=True):
            if cell and signs < _MOST_SIGNS:
                cells.append((row, cell))
                signs += len(cell)
        return sorted(cells)


def _latest(parts: Sequence[_Part]) -> _Part:
    """The last cell of each slot, in the order in which slots were first filled."""
    slots = np.concatenate([part.slots for part in parts])
    last = {slot: place for place, slot in enumerate(slots.tolist())}
    places = np.array(list(last.values()))
    rows = np.concatenate([part.rows for part in parts])[places]
    cells = pa.concat_arrays([part.cells for part in parts]).take(pa.array(places))
    return _Part(slots[places], rows, cells)


def _cut(cells: "pa.Array[Any]") -> pa.StringArray:
    """The cells as texts, each no longer than what is kept of one."""
    texts = cells.dictionary_decode() if isinstance(cells, pa.DictionaryArray) else cells
    return cut(texts.cast(pa.string()), _LONGEST)  # type: ignore[arg-type]


class _Seen:
    """What the tagger sees in a sample."""

    def __init__(self, column: str, cells: Sequence[tuple[int, str]]) -> None:
        words = words_of(column)
        self._is_told, self._is_published = bool(words & _PRIVATE), bool(words & _PUBLISHED)
        self._cells = cells
        found = [
            (row, cell[one.start : one.end], one)
            for (row, cell), spans in zip(
                cells, spans_of_all([cell for _, cell in cells]), strict=True
            )
            for one in spans
            if one.confidence >= _SURE and _tells(one.entity, cell[one.start : one.end])
        ]
        counts = Counter(kind for kind, _ in {(one.entity, row) for row, _, one in found})
        names = [part.casefold() for _, part, one in found if one.entity == "PERSON"]
        self._kinds = {
            kind: rows
            for kind, rows in counts.items()
            if rows >= max(_FEWEST_CELLS[kind], self._least(kind) * len(cells))
            and (kind != "PERSON" or self._is_private(names))
        }
        self._found = [one for one in found if one[2].entity in self._kinds]

    def _least(self, kind: str) -> float:
        return _LEAST_TOLD if kind == "PERSON" and self._is_told else _LEAST[kind]

    def _is_private(self, names: Sequence[str]) -> bool:
        differ = self._is_told or len(set(names)) >= _DIFFERENT * len(names)
        return differ and not self._is_published

    @property
    def confidence(self) -> float:
        """The mean chance of what was found."""
        chances = [one.confidence for _, _, one in self._found]
        return round(float(np.mean(chances)), 2) if chances else 0.0

    def rows(self, filled: int) -> dict[str, int]:
        """Rows that hold each kind, as the sample lets expect."""
        return {
            kind: max(rows, round(rows / len(self._cells) * filled))
            for kind, rows in self._kinds.items()
        }

    def about(self, rows: int) -> str:
        """A count that the sample lets expect, in words."""
        return f"some {rows}, by {len(self._cells)} sampled"

    def first_rows(self) -> tuple[int, ...]:
        """Numbers of the first rows, counted from 1."""
        return tuple(sorted({row + 1 for row, _, _ in self._found})[:SHOWN])

    def evidence(self) -> tuple[str, ...]:
        """Shapes of the first parts found."""
        return tuple(mask(part) for _, part, _ in self._found[:SHOWN])


def _tells(kind: str, part: str) -> bool:
    """Whether such a part tells of somebody; a street without a number is a place."""
    return kind in _LEAST and (kind != "ADDRESS" or any(map(str.isdecimal, part)))


def _mean_bytes(cells: "pa.Array[Any]") -> float:
    """Bytes of a cell, as the size of the batch tells without a look at each."""
    texts = cells.dictionary if isinstance(cells, pa.DictionaryArray) else cells
    return texts.nbytes / max(len(texts), 1)


def _are_sentences(cells: Sequence[str]) -> bool:
    """Whether most cells have several words, most of them in small letters."""
    return sum(map(_is_sentence, cells)) >= _MOSTLY * len(cells)


def _is_sentence(cell: str) -> bool:
    words = [word for word in cell.split() if word.strip(".,!?;:()\"'").isalpha()]
    return len(words) >= _FEWEST_WORDS and sum(map(str.islower, words)) >= _SMALL * len(words)
