"""Finds personal data in column batches, with memory that does not grow with the file."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from mesh.pii.detectors import CARD, PLAIN_PHONE, PLAIN_SSN, TEXT_DETECTORS, Detector, words_of
from mesh.pii.findings import Finding
from mesh.pii.gates import SignCounts
from mesh.pii.people import PeopleColumn
from mesh.pii.tally import Tally

_NUMBER_DETECTORS = (CARD, PLAIN_SSN, PLAIN_PHONE)
_INVISIBLE = r"[\x{00AD}\x{200B}-\x{200F}\x{2060}\x{FEFF}]"
_FEWEST_DIGITS = 10**6
_EXACT_FLOAT = 2.0**63


class Engine:
    """Looks at every value of every column that it is given and tells what it found.

    Every row counts; only the evidence and the sample for names are bounded.
    """

    def __init__(self) -> None:
        self._columns: dict[str, _ColumnScan] = {}
        self._rows = 0

    def add(self, batch: pa.RecordBatch) -> None:
        """Look at one batch; its rows follow those of the batch before."""
        for name, column in zip(batch.schema.names, batch.columns, strict=True):
            self._columns.setdefault(name, _ColumnScan(name)).add(column, self._rows)
        self._rows += batch.num_rows

    def findings(self) -> tuple[Finding, ...]:
        """Everything found so far, at most one finding per column and kind."""
        return tuple(found for scan in self._columns.values() for found in scan.findings())


class _ColumnScan:
    """One column: what it holds so far."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._filled = 0
        words = words_of(name)
        self._text = [d for d in TEXT_DETECTORS if not d.header or d.header & words]
        self._numbers = [d for d in _NUMBER_DETECTORS if not d.header or d.header & words]
        self._tallies: dict[str, Tally] = {}
        self._people = PeopleColumn(name)

    def add(self, column: "pa.Array[Any]", first_row: int) -> None:
        self._filled += len(column) - column.null_count
        for tally in self._tallies.values():
            tally.begin_batch()
        if pa.types.is_string(column.type):
            self._add_text(column, first_row)  # type: ignore[arg-type]
        elif pa.types.is_integer(column.type) or pa.types.is_floating(column.type):
            self._add_numbers(column, first_row)
        elif pa.types.is_decimal(column.type):
            self._add_numbers(column.cast(pa.float64()), first_row)

    def findings(self) -> Iterator[Finding]:
        for tally in self._tallies.values():
            yield tally.finding(self._name, self._filled)
        person = self._people.finding(self._filled)
        if person:
            yield person

    def _add_text(self, column: pa.StringArray, first_row: int) -> None:
        column = _plain(column)
        self._people.add(column)
        counts = SignCounts(column)
        for detector in self._text:
            gated = counts.passing(detector.gate)
            if len(gated):
                self._sieve(detector, column, gated, first_row)

    def _add_numbers(self, column: "pa.Array[Any]", first_row: int) -> None:
        filled = pc.fill_null(column, 0).to_numpy(zero_copy_only=False)  # type: ignore[attr-defined, type-var]
        large = np.flatnonzero(_is_whole(filled) & (np.abs(filled) >= _FEWEST_DIGITS))
        if not len(large):
            return
        whole = pa.array(np.abs(filled[large]).astype(np.uint64))
        texts = pc.utf8_lpad(whole.cast(pa.string()), 9, "0")
        for detector in self._numbers:
            matched = pc.match_substring_regex(texts, detector.sieve).to_numpy(zero_copy_only=False)
            self._count(detector, texts.filter(pa.array(matched)), large[matched], first_row)

    def _sieve(
        self,
        detector: Detector,
        column: "pa.Array[Any]",
        gated: npt.NDArray[np.int64],
        first_row: int,
    ) -> None:
        values = column if len(gated) == len(column) else column.take(pa.array(gated))  # type: ignore[arg-type]
        matched = pc.fill_null(pc.match_substring_regex(values, detector.sieve), fill_value=False)  # type: ignore[call-arg]
        positions = gated[matched.to_numpy(zero_copy_only=False)]
        if len(positions):
            self._count(detector, column.take(pa.array(positions)), positions, first_row)

    def _count(
        self,
        detector: Detector,
        values: "pa.Array[Any]",
        positions: npt.NDArray[np.int64],
        first_row: int,
    ) -> None:
        if len(values):
            tally = self._tallies.get(detector.entity) or Tally(detector)
            tally.add(detector, values, positions + first_row + 1)
            if tally.count:
                self._tallies[detector.entity] = tally


def _is_whole(values: npt.NDArray[np.generic]) -> npt.NDArray[np.bool_]:
    if values.dtype.kind != "f":
        return np.ones(len(values), dtype=bool)
    with np.errstate(invalid="ignore"):
        return (np.floor(values) == values) & (np.abs(values) < _EXACT_FLOAT)  # type: ignore[no-any-return]


def _plain(column: pa.StringArray) -> pa.StringArray:
    """Read look-alike and invisible signs as the plain ones, so that they hide nothing."""
    if not len(SignCounts(column).non_ascii()):
        return column
    return pc.replace_substring_regex(pc.utf8_normalize(column, "NFKC"), _INVISIBLE, "")  # type: ignore[attr-defined, no-any-return]
