"""Columns whose names tell of the same kinds, looked at as one where each has few rows."""

from collections.abc import Iterator, Sequence
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from mesh.findings import Finding
from mesh.naming.rules import ScanRules
from mesh.pii.allowing import AllowList
from mesh.pii.batch import Batch
from mesh.pii.columns import Shapes, told_shapes
from mesh.pii.custom import OwnKinds, own_kinds
from mesh.pii.identifiers import Identifiers
from mesh.pii.model.deciding import Decisions
from mesh.pii.model.evidence import Sampled
from mesh.pii.patterns import Patterns
from mesh.pii.ranking import ranked
from mesh.pii.returning import Returning
from mesh.pii.sample import Sample, Table
from mesh.pii.telling import Column, places_told, telling_kinds
from mesh.pii.text.column import ProseColumn

_FEWEST_DIGITS = 10**6
_EXACT_FLOAT = 2.0**63
# Values and bytes that are looked at as one.
_VALUES, _BYTES = 1 << 15, 2 << 20
Part = tuple[int, "pa.ChunkedArray[Any]"]


def alike(name: str, rules: ScanRules) -> object:
    """What is the same of names whose columns may be looked at together."""
    return telling_kinds(name), *told_shapes(name), *own_kinds(name, rules.detectors)


class Columns:
    """One column, or several that are alike: what they hold so far.

    Args:
        names: of the columns.
        rules: kinds to look for besides.
        allowed: what is taken out of them.
    """

    def __init__(self, names: Sequence[str], rules: ScanRules, allowed: AllowList) -> None:
        self._names = names
        self._allowed = allowed
        self._own = OwnKinds(own_kinds(names[0], rules.detectors))
        kinds = telling_kinds(names[0])
        self._identifiers = Identifiers(len(names), kinds)
        self._patterns = Patterns(kinds)
        self._shapes = Shapes(told_shapes(names[0]))
        self._samples = [Sample(name) for name in names]
        self._prose = [ProseColumn(name) for name in names]
        self._filled = [0] * len(names)
        # A column alone has many rows: what it had before comes again.
        self._returning = Returning() if len(names) == 1 else None
        self._digits = places_told(names[0])

    def add(self, parts: Sequence[Part], first_row: int) -> None:
        """Look at a batch's values of some of the columns."""
        for place, chunks in parts:
            self._filled[place] += len(chunks) - chunks.null_count
        for stack in _stacks(parts):
            if len(stack) == 1:
                [(place, chunks)] = stack
                self._add_one(place, self._allowed.out_of(_joined([chunks])), first_row)
            else:
                self._add_stack(stack, first_row)

    def _add_stack(self, stack: Sequence[Part], first_row: int) -> None:
        places = [place for place, _ in stack]
        cells = cast("pa.StringArray", self._allowed.out_of(_joined([one for _, one in stack])))
        batch = Batch(cells, first_row, places=places)
        self._look_at(batch)
        samples = [self._samples[place] for place in places]
        values = [batch.values.slice(at * batch.height, batch.height) for at in range(len(places))]
        Sample.add_together(samples, values)
        ProseColumn.add_together([self._prose[place] for place in places], cells, first_row)

    def _add_one(self, place: int, column: "pa.Array[Any]", first_row: int) -> None:
        kind = column.type
        if pa.types.is_dictionary(kind) and _is_text(kind.value_type):
            self._add_batch(place, Batch.encoded(column, first_row, place))  # type: ignore[arg-type]
        elif _is_text(kind):
            for batch in self._parted(
                place, cast("pa.StringArray", column.cast(pa.string())), first_row
            ):
                self._add_batch(place, batch)
        else:
            self._add_values(place, column, first_row)
            return
        self._prose[place].add(column, first_row)

    def _parted(self, place: int, texts: pa.StringArray, first_row: int) -> Iterator[Batch]:
        """What is to be looked at now."""
        if self._returning:
            yield from self._returning.of(texts, first_row)
        else:
            yield Batch(texts, first_row, places=(place,))

    def finish(self) -> None:
        """Look at what was put off."""
        for batch in self._returning.rest() if self._returning else ():
            self._add_batch(0, batch)

    def _add_batch(self, place: int, batch: Batch) -> None:
        self._samples[place].add(batch.values)
        self._look_at(batch)

    def _look_at(self, batch: Batch) -> None:
        self._own.add(batch)
        self._identifiers.add(batch)
        self._patterns.add(batch)
        self._shapes.add(batch)

    def _add_values(self, place: int, column: "pa.Array[Any]", first_row: int) -> None:
        kind = column.type
        if pa.types.is_primitive(kind) or pa.types.is_decimal(kind):
            self._own.add_values(column, first_row, place)
        if pa.types.is_integer(kind) or pa.types.is_floating(kind):
            self._add_numbers(place, column, first_row)
        elif pa.types.is_decimal(kind):
            self._add_numbers(place, column.cast(pa.float64()), first_row)
        elif pa.types.is_date(kind) or pa.types.is_timestamp(kind):
            self._add_told(place, column, first_row)

    def _add_told(self, place: int, column: "pa.Array[Any]", first_row: int) -> None:
        if self._shapes.is_told:
            self._shapes.add(Batch(column.cast(pa.string()), first_row, places=(place,)))  # type: ignore[arg-type]

    def _add_numbers(self, place: int, column: "pa.Array[Any]", first_row: int) -> None:
        self._add_told(place, column, first_row)
        given = pc.fill_null(column, 0) if column.null_count else column  # type: ignore[type-var]
        filled = given.to_numpy(zero_copy_only=False)  # type: ignore[attr-defined]
        if not len(filled) or -_FEWEST_DIGITS < filled.min() <= filled.max() < _FEWEST_DIGITS:
            return
        large = np.flatnonzero(_is_whole(filled) & (np.abs(filled) >= _FEWEST_DIGITS))
        if not len(large):
            return
        texts = pa.array(np.abs(filled[large]).astype(np.uint64)).cast(pa.string())
        if self._digits:
            texts = pc.utf8_lpad(texts, self._digits, "0")
        batch = Batch(texts, first_row, large, places=(place,))
        self._identifiers.add(batch)
        self._patterns.add(batch, numbers=True)

    def sampled(self, place: int) -> Sampled | None:
        """What the model says of a column's values."""
        return self._samples[place].sampled(self._filled[place])

    def findings(self, place: int, table: Table, weights: Decisions) -> Iterator[Finding]:
        """What was found in one column."""
        found = tuple(self._found(place, table, weights))
        yield from ranked(found)
        prose = self._prose[place].finding(self._filled[place], found)
        if prose:
            yield prose

    def _found(self, place: int, table: Table, weights: Decisions) -> Iterator[Finding]:
        column = Column(place, self._names[place], self._filled[place])
        found: dict[str, Finding] = {}
        for one in (
            *self._own.findings(column),
            *self._identifiers.findings(column),
            *self._patterns.findings(column),
            *self._shapes.findings(column),
        ):
            found.setdefault(one.entity, one)
        read = self._samples[place].finding(table, column.filled, weights)
        if read and not any(_outdoes(one, read) for one in found.values()):
            found.setdefault(read.entity, read)
        yield from found.values()


def _stacks(parts: Sequence[Part]) -> Iterator[list[Part]]:
    """Columns of texts in few parts, each not too large; any other column alone."""
    if len(parts) == 1:
        # To ask for the size of all of its chunks takes a fiftieth of a look at them.
        yield list(parts)
        return
    stack: list[Part] = []
    size = 0
    for part in sorted(parts, key=lambda one: one[0]):
        place, chunks = part
        if chunks.type != pa.string():
            yield [part]
            continue
        is_full = size + chunks.nbytes > _BYTES or (len(stack) + 1) * len(chunks) > _VALUES
        if stack and (is_full or stack[-1][0] == place):
            yield stack
            stack, size = [], 0
        stack.append(part)
        size += chunks.nbytes
    if stack:
        yield stack


def _joined(columns: "Sequence[pa.ChunkedArray[Any]]") -> "pa.Array[Any]":
    first, *rest = (chunk for chunks in columns for chunk in chunks.chunks)
    return pa.concat_arrays([first, *rest]) if rest else first


def _outdoes(other: Finding, read: Finding) -> bool:
    """Whether more of the column is of another kind than reads as names or addresses."""
    return other.category == "personal" and other.share > read.share


def _is_text(kind: pa.DataType) -> bool:
    return pa.types.is_string(kind) or pa.types.is_large_string(kind)


def _is_whole(values: npt.NDArray[np.generic]) -> npt.NDArray[np.bool_]:
    if values.dtype.kind != "f":
        return np.ones(len(values), dtype=bool)
    with np.errstate(invalid="ignore"):
        return (np.floor(values) == values) & (np.abs(values) < _EXACT_FLOAT)  # type: ignore[no-any-return]
