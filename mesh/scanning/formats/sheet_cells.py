"""Cells of many rows of a worksheet at once, where they are written as programs write them."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mesh.scanning.formats.markup import Grammar, Kinds, Markup, Numbers, Tokens, taken
from mesh.scanning.formats.shared_strings import SharedStrings
from mesh.scanning.formats.sheets import MOST_COLUMNS, column_of

_NEXT = "c c/ /row"
_GRAMMAR = Grammar(
    {
        "row": _NEXT,
        "/row": "row row/",
        "row/": "row row/",
        "c": "v v/ f f/ is /c",
        "/c": _NEXT,
        "c/": _NEXT,
        "f": "/f",
        "/f": "v v/ /c",
        "f/": "v v/ /c",
        "v": "/v",
        "/v": "/c",
        "v/": "/c",
        "is": "t",
        "t": "/t",
        "/t": "/is",
        "/is": "/c",
    },
    ("row row/", "/row row/"),
)
_TEXT, _SHARED, _TRUTH = range(3)
_FORMS = {"s": _SHARED, "b": _TRUTH}


@dataclass(frozen=True)
class Cells:
    """Cells of neighbouring rows.

    Attributes:
        rows: how many there are.
        columns: by place, counted from 0: rows that have a text there, and the texts.
    """

    rows: int
    columns: dict[int, tuple[Numbers, pa.StringArray]]

    def by_row(self) -> list[dict[int, str]]:
        """Texts of each row by place."""
        found: list[dict[int, str]] = [{} for _ in range(self.rows)]
        for place, (rows, texts) in sorted(self.columns.items()):
            for row, text in zip(rows.tolist(), texts.to_pylist(), strict=True):
                found[row][place] = text
        return found

    def column(self, place: int) -> "pa.Array[Any]":
        """Texts of one column, null where a row has none."""
        if place not in self.columns:
            return pa.nulls(self.rows, pa.string())
        rows, texts = self.columns[place]
        if len(rows) == self.rows:
            return texts
        order = np.full(self.rows, -1)
        order[rows] = np.arange(len(rows))
        return texts.take(pa.array(order, mask=order < 0))


class Grid:
    """Reads whole rows of one worksheet.

    Attributes:
        cells: those taken last.

    Args:
        strings: that cells name by number.
        tell_formula: is told of each formula.
    """

    def __init__(self, strings: SharedStrings, tell_formula: Callable[[str], None]) -> None:
        self.cells: Cells | None = None
        self._strings = strings
        self._tell_formula = tell_formula
        self._tokens = Tokens()

    def take(self, rows: bytes) -> bool:
        """Take the cells of whole rows; False if they hold what is rare or wrong."""
        read = self._tokens.read(rows, _GRAMMAR, "v t f")
        if read is None:
            return False
        markup, kinds = read
        self.cells = self._cells(markup, kinds)
        if self.cells:
            formulas = markup.texts(np.flatnonzero(_GRAMMAR.are(kinds, "f")))
            for formula in formulas.unique().to_pylist():
                self._tell_formula(str(formula))
        return self.cells is not None

    def _cells(self, markup: Markup, kinds: Kinds) -> Cells | None:
        begun = np.flatnonzero(_GRAMMAR.are(kinds, "row row/"))
        at = np.flatnonzero(_GRAMMAR.are(kinds, "c c/"))
        rows = np.searchsorted(begun, at) - 1
        places = _places(markup, at, rows)
        if places is None:
            return None
        values = np.flatnonzero(_GRAMMAR.are(kinds, "v t"))
        values = values[markup.sizes[values] > 0]
        owners = np.searchsorted(at, values) - 1
        texts = self._shown(markup, at[owners], markup.texts(values))
        if texts is None:
            return None
        return Cells(len(begun), _columns(rows[owners], places[owners], texts))

    def _shown(self, markup: Markup, at: Numbers, texts: pa.StringArray) -> pa.StringArray | None:
        """Texts as people see them: shared ones, and truth values."""
        given = [_FORMS.get(tag.attributes.get("t", ""), _TEXT) for tag in markup.tags]
        forms = np.array(given)[markup.codes[at]]
        if (forms == _TRUTH).any():
            told = pc.if_else(pc.equal(texts, pa.scalar("0")), "FALSE", "TRUE")
            texts = pc.if_else(pa.array(forms == _TRUTH), told, texts)
        shared = np.flatnonzero(forms == _SHARED)
        if not len(shared):
            return texts
        found = self._strings.among(taken(texts, shared))
        if found is None:
            return None
        order = np.arange(len(texts))
        order[shared] = len(texts) + np.arange(len(shared))
        return taken(pa.concat_arrays([texts, found]), order)


def _places(markup: Markup, at: Numbers, rows: Numbers) -> Numbers | None:
    """The column of each cell; None if only some tell it, or not from left to right."""
    told = [column_of(tag.attributes.get("r", "")) for tag in markup.tags]
    places = np.array(told)[markup.codes[at]]
    if len(at) and places.max() < 0:
        places = np.arange(len(at)) - np.searchsorted(rows, rows)
    if len(at) and (places.min() < 0 or places.max() >= MOST_COLUMNS):
        return None
    in_order = (places[1:] > places[:-1]) | (rows[1:] > rows[:-1])
    return places if in_order.all() else None


def _columns(
    rows: Numbers, places: Numbers, texts: pa.StringArray
) -> dict[int, tuple[Numbers, pa.StringArray]]:
    order = np.argsort(places.astype(np.int16), kind="stable")
    found, starts = np.unique(places[order], return_index=True)
    sorted_texts, sorted_rows = taken(texts, order), rows[order]
    edges = pairwise([*starts.tolist(), len(order)])
    return {
        place: (sorted_rows[start:end], sorted_texts.slice(start, end - start))
        for place, (start, end) in zip(found.tolist(), edges, strict=True)
    }
