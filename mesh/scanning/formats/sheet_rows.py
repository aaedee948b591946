"""Rows of one sheet as a table: its header, its cells as texts, its dates as dates."""

import re
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any

import pyarrow as pa

from mesh.scanning.expected import Expected
from mesh.scanning.formats.dialects import unique_names
from mesh.scanning.formats.headers import is_header
from mesh.scanning.formats.sheet_cells import Cells
from mesh.scanning.frames import Main, Rows

_LOOKED_AT = 200
_NUMBER = re.compile(r"\d{1,7}(\.\d+)?([eE][+-]?\d+)?")
# Programs count days from here, as if 1900 had been a leap year; the Mac once counted from 1904.
_FIRST_DAYS = {False: datetime(1899, 12, 30), True: datetime(1904, 1, 1)}  # noqa: DTZ001 - no zone
_LAST_DAY = 2_958_465
_DATED = {"date": "%Y-%m-%d", "timestamp": "%Y-%m-%d %H:%M:%S.%f"}


class SheetTable:
    """One sheet; its columns are called ``sheet.column``.

    Args:
        name: of the sheet.
        expected: what it should hold: then its first row with one of the names is the header, rows
            without a cell are none, and numbers in columns of dates are dates.
        main: whether the workbook is a table of this sheet's rows.
        is_1904: whether its days are counted from 1904.
    """

    def __init__(self, name: str, expected: Expected, *, main: bool, is_1904: bool) -> None:
        self.name = name
        self._expected = expected
        self._main: Main = "cells" if main else ""
        self._first_day = _FIRST_DAYS[is_1904]
        self._names: tuple[str, ...] | None = None
        self._first: list[dict[int, str]] = []

    def rows(self, rows: list[dict[int, str]]) -> Iterator[Rows]:
        """Give rows of cells by place; the first rows of all may be the header."""
        if self._expected:
            rows = [row for row in rows if row]
        if self._names is not None:
            yield from self._told(rows)
            return
        self._first += rows
        if len(self._first) >= _LOOKED_AT:
            yield from self.rest()

    def rest(self) -> Iterator[Rows]:
        """Give rows that waited for more, to tell whether the first of them is a header."""
        rows, self._first = self._first, []
        if self._names is None and rows:
            rows = self._without_header(rows)
            if self._names:
                yield self._table(self._names, [])
            yield from self._told(rows)

    def _told(self, rows: list[dict[int, str]]) -> Iterator[Rows]:
        full = self._full(max((max(row, default=-1) + 1 for row in rows), default=0))
        if rows and full:
            yield self._table(full, rows)

    def cells(self, cells: Cells) -> Iterator[Rows]:
        """Give rows whose cells are columns already."""
        if self._expected or self._names is None:
            yield from self.rows(cells.by_row())
            return
        names = self._full(max(cells.columns, default=-1) + 1)
        if cells.rows and names:
            yield self._batch(names, [cells.column(place) for place in range(len(names))])

    def _full(self, width: int) -> tuple[str, ...]:
        """Names of so many columns, those beyond the header too."""
        return unique_names(self._names or (), max(width, len(self._names or ())))

    def _table(self, names: tuple[str, ...], rows: list[dict[int, str]]) -> Rows:
        arrays = [self._column(name, place, rows) for place, name in enumerate(names)]
        return self._batch(names, arrays)

    def _batch(self, names: tuple[str, ...], arrays: "list[pa.Array[Any]]") -> Rows:
        titles = [f"{self.name}.{name}" for name in names]
        batch = pa.RecordBatch.from_arrays(arrays, names=titles)
        return Rows(table=self.name, counted=True, batch=batch, main=self._main)

    def _column(self, name: str, place: int, rows: list[dict[int, str]]) -> "pa.Array[Any]":
        texts = [row.get(place) for row in rows]
        if self._expected:
            texts = [None if text in self._expected.nulls else text for text in texts]
        form = _DATED.get(self._expected.kinds.get(name, ""))
        if form:
            texts = [text and self._dated(text, form) for text in texts]
        return pa.array(texts, pa.string())

    def _dated(self, text: str, form: str) -> str:
        if not _NUMBER.fullmatch(text) or float(text) > _LAST_DAY:
            return text
        moment = self._first_day + timedelta(seconds=round(float(text) * 86400, 3))
        is_day = moment.time() == time()
        return moment.strftime(form) if is_day or form != _DATED["date"] else text

    def _without_header(self, rows: list[dict[int, str]]) -> list[dict[int, str]]:
        first = rows[0]
        width = max(first, default=-1) + 1
        header = [first.get(place, "").strip() for place in range(width)]
        below = [[row.get(place, "") for place in range(width)] for row in rows[1:_LOOKED_AT]]
        if set(header) & set(self._expected.names) or is_header([header, *below], width):
            self._names = unique_names(header, width)
            return rows[1:]
        self._names = ()
        return rows
