"""Finds personal data in column batches, with memory that does not grow with the file."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from mesh.findings import Finding
from mesh.naming.rules import ScanRules
from mesh.pii.allowing import AllowList
from mesh.pii.batch import Batch
from mesh.pii.columns import Shapes
from mesh.pii.custom import OwnKinds
from mesh.pii.identifiers import Identifiers
from mesh.pii.layouts import Recurring
from mesh.pii.model.deciding import Decisions, decisions
from mesh.pii.model.evidence import Sampled
from mesh.pii.patterns import Patterns
from mesh.pii.ranking import ranked
from mesh.pii.sample import Sample, Table
from mesh.pii.telling import places_told, told_by_entity
from mesh.pii.text.column import ProseColumn
from mesh.pii.waiting import Waiting

_FEWEST_DIGITS = 10**6
_EXACT_FLOAT = 2.0**63
_OFTEN = 4
_FIRST = 4_096


class Engine:
    """Looks at every value of every column that it is given and tells what it found.

    Every row counts; only the evidence and the sample for names are bounded.

    Args:
        weights: of the model that decides about columns; those that are shipped if none are given.
        rules: kinds to look for besides, and what is allowed.
    """

    def __init__(self, weights: Decisions | None = None, rules: ScanRules | None = None) -> None:
        self._columns: dict[str, _ColumnScan] = {}
        self._rows = 0
        self._waiting = Waiting()
        self._weights = weights
        self._rules = rules or ScanRules()
        self._allowed = AllowList(self._rules)

    def add(self, batch: pa.RecordBatch) -> None:
        """Look at one batch, now or with others; its rows follow those of the batch before."""
        for full in self._waiting.add(batch):
            self._look_at(full)

    def _look_at(self, table: pa.Table) -> None:
        for name, chunks in zip(table.schema.names, table.columns, strict=True):
            if name not in self._columns:
                self._columns[name] = _ColumnScan(name, self._rules)
            self._columns[name].add(self._allowed.out_of(_joined(chunks)), self._rows)
        self._rows += table.num_rows

    def findings(self) -> tuple[Finding, ...]:
        """Everything found so far, at most one finding per column and kind."""
        for rest in self._waiting.drain():
            self._look_at(rest)
        weights = self._weights or decisions()
        table = Table({name: scan.sampled() for name, scan in self._columns.items()})
        return tuple(
            found for scan in self._columns.values() for found in scan.findings(table, weights)
        )


class _ColumnScan:
    """One column: what it holds so far."""

    def __init__(self, name: str, rules: ScanRules) -> None:
        self._filled = 0
        self._own = OwnKinds(name, rules.detectors)
        told = told_by_entity(name)
        self._identifiers = Identifiers(name, told)
        self._patterns = Patterns(name, told)
        self._shapes = Shapes(name)
        self._sample = Sample(name)
        self._prose = ProseColumn(name)
        self._recurring = Recurring()
        self._repeats = True
        self._places = places_told(name)

    def add(self, column: "pa.Array[Any]", first_row: int) -> None:
        self._filled += len(column) - column.null_count
        column = self._encoded(column)
        kind = column.type
        if pa.types.is_dictionary(kind) and _is_text(kind.value_type):
            self._add_text(Batch.encoded(column, first_row))  # type: ignore[arg-type]
            self._prose.add(column, first_row)
        elif _is_text(kind):
            self._add_text(Batch(column.cast(pa.string()), first_row, None, self._recurring))  # type: ignore[arg-type]
            self._prose.add(column, first_row)
        else:
            self._add_values(column, first_row)

    def _encoded(self, column: "pa.Array[Any]") -> "pa.Array[Any]":
        """Texts with each distinct one once, as long as that spares most of them."""
        if not self._repeats or not _is_text(column.type):
            return column
        self._repeats = _comes_twice(column)
        if not self._repeats:
            return column
        coded = column.dictionary_encode()
        self._repeats = len(coded.dictionary) * _OFTEN <= len(column)
        return coded if self._repeats else column

    def _add_values(self, column: "pa.Array[Any]", first_row: int) -> None:
        kind = column.type
        if pa.types.is_primitive(kind) or pa.types.is_decimal(kind):
            self._own.add_values(column, first_row)
        if pa.types.is_integer(kind) or pa.types.is_floating(kind):
            self._add_numbers(column, first_row)
        elif pa.types.is_decimal(kind):
            self._add_numbers(column.cast(pa.float64()), first_row)
        elif pa.types.is_date(kind) or pa.types.is_timestamp(kind):
            self._add_told(column, first_row)

    def sampled(self) -> Sampled | None:
        """What the model says of the column's values."""
        return self._sample.sampled(self._filled)

    def findings(self, table: Table, weights: Decisions) -> Iterator[Finding]:
        found = tuple(self._found(table, weights))
        yield from ranked(found)
        prose = self._prose.finding(self._filled, found)
        if prose:
            yield prose

    def _found(self, table: Table, weights: Decisions) -> Iterator[Finding]:
        found: dict[str, Finding] = {}
        for one in (
            *self._own.findings(self._filled),
            *self._identifiers.findings(self._filled),
            *self._patterns.findings(self._filled),
            *self._shapes.findings(self._filled),
        ):
            found.setdefault(one.entity, one)
        read = self._sample.finding(table, self._filled, weights)
        if read and not any(_outdoes(one, read) for one in found.values()):
            found.setdefault(read.entity, read)
        yield from found.values()

    def _add_text(self, batch: Batch) -> None:
        self._own.add(batch)
        self._sample.add(batch.values)
        self._identifiers.add(batch)
        self._patterns.add(batch)
        self._shapes.add(batch)

    def _add_told(self, column: "pa.Array[Any]", first_row: int) -> None:
        if self._shapes.is_told:
            self._shapes.add(Batch(column.cast(pa.string()), first_row))  # type: ignore[arg-type]

    def _add_numbers(self, column: "pa.Array[Any]", first_row: int) -> None:
        self._add_told(column, first_row)
        given = pc.fill_null(column, 0) if column.null_count else column  # type: ignore[type-var]
        filled = given.to_numpy(zero_copy_only=False)  # type: ignore[attr-defined]
        if not len(filled) or -_FEWEST_DIGITS < filled.min() <= filled.max() < _FEWEST_DIGITS:
            return
        large = np.flatnonzero(_is_whole(filled) & (np.abs(filled) >= _FEWEST_DIGITS))
        if not len(large):
            return
        texts = pa.array(np.abs(filled[large]).astype(np.uint64)).cast(pa.string())
        if self._places:
            texts = pc.utf8_lpad(texts, self._places, "0")
        batch = Batch(texts, first_row, large)
        self._identifiers.add(batch)
        self._patterns.add(batch, numbers=True)


def _joined(chunks: "pa.ChunkedArray[Any]") -> "pa.Array[Any]":
    first, *rest = chunks.chunks
    return pa.concat_arrays([first, *rest]) if rest else first


def _outdoes(other: Finding, read: Finding) -> bool:
    """Whether more of the column is of another kind than reads as names or addresses."""
    return other.category == "personal" and other.share > read.share


def _comes_twice(column: "pa.Array[Any]") -> bool:
    """Whether any of the first values comes again, which is told far faster than of all."""
    first = column.slice(0, _FIRST)
    return len(first) < _FIRST or first.null_count > 0 or len(pc.unique(first)) < _FIRST


def _is_text(kind: pa.DataType) -> bool:
    return pa.types.is_string(kind) or pa.types.is_large_string(kind)


def _is_whole(values: npt.NDArray[np.generic]) -> npt.NDArray[np.bool_]:
    if values.dtype.kind != "f":
        return np.ones(len(values), dtype=bool)
    with np.errstate(invalid="ignore"):
        return (np.floor(values) == values) & (np.abs(values) < _EXACT_FLOAT)  # type: ignore[no-any-return]
