"""Asks somebody else about a few cells of a file, and says beforehand what that costs."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from math import ceil
from typing import Any, Protocol

import pyarrow as pa

from mesh.naming.rules import ScanRules
from mesh.pii import Finding, Span
from mesh.pii.allowing import AllowList
from mesh.pii.masking import SHOWN, mask
from mesh.pii.text.reservoir import chosen
from mesh.scanning.frames import Begun, Ended, Frame, Rows
from mesh.scanning.results import FileScan

CELLS = 20
MOST_CELLS, MOST_SIGNS = 2_000, 1_000
_FEWEST_DIGITS = 7


class Opinion(Protocol):
    """Somebody who finds personal data in one text, for money.

    A request is billed by units of ``unit_signs`` characters, at least ``least_units``, each for
    ``unit_usd`` US dollars.
    """

    name: str
    unit_signs: int
    least_units: int
    unit_usd: float

    def spans(self, text: str) -> Sequence[Span]:
        """What it finds in a text, in order."""


@dataclass(frozen=True)
class Sampled:
    """Some different cells of one column of text, spread over all rows.

    Attributes:
        path: of the file, as its scan calls it.
    """

    path: str
    column: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Second:
    """What somebody else found in the sampled cells of a column.

    Attributes:
        cells: that hold the kind, of ``sampled``.
        evidence: shapes of the first values; they cannot be turned back into values.
        is_known: whether the scan found the kind in the column too.
    """

    path: str
    column: str
    entity: str
    cells: int
    sampled: int
    evidence: tuple[str, ...]
    is_known: bool

    def to_dict(self) -> dict[str, Any]:
        """Write it as JSON knows it; the file is told around it."""
        return {
            "column": self.column,
            "type": self.entity,
            "cells": self.cells,
            "sampled": self.sampled,
            "evidence": list(self.evidence),
            "found_by_scan": self.is_known,
        }


@dataclass
class _Column:
    rows: int = 0
    cells: dict[int, str] = field(default_factory=dict)


def sampled(frames: Iterable[Frame], path: str, rules: ScanRules) -> Iterator[Sampled]:
    """Take a few cells of each column of text of a file, without what rules allow."""
    allowed = AllowList(rules)
    columns: dict[tuple[str, str], _Column] = {}
    inside: list[str] = []
    for frame in frames:
        if isinstance(frame, Begun):
            inside.append("!/".join((path, *frame.path)))
        elif isinstance(frame, Ended):
            inside.pop()
        elif isinstance(frame, Rows):
            for name, values in zip(frame.batch.schema.names, frame.batch.columns, strict=True):
                if _is_text(values.type):
                    column = columns.setdefault((inside[-1], name), _Column())
                    _take(column, allowed.out_of(values))
    for (file, name), column in columns.items():
        cells = tuple(cell[:MOST_SIGNS] for cell in column.cells.values() if _may_tell(cell))
        if cells:
            yield Sampled(file, name, tuple(dict.fromkeys(cells)))


def bounded(samples: Iterable[Sampled]) -> list[Sampled]:
    """As many whole samples as may be sent at once."""
    left, taken = MOST_CELLS, []
    for one in samples:
        if len(one.cells) > left:
            break
        left -= len(one.cells)
        taken.append(one)
    return taken


def price(opinion: Opinion, samples: Iterable[Sampled]) -> tuple[float, str]:
    """What asking costs in US dollars, by list price, and how that comes about."""
    cells = [cell for one in samples for cell in one.cells]
    units = sum(max(opinion.least_units, ceil(len(c) / opinion.unit_signs)) for c in cells)
    usd = units * opinion.unit_usd
    return usd, (
        f"{opinion.name}: {len(cells):,} cells with {sum(map(len, cells)):,} characters = "
        f"{units:,} units of {opinion.unit_signs} characters (at least {opinion.least_units} a "
        f"cell) x USD {opinion.unit_usd:.4f} = USD {usd:.4f}"
    )


def asked(
    opinion: Opinion, samples: Iterable[Sampled], scans: Iterable[FileScan]
) -> Iterator[Second]:
    """Send each sampled cell by itself, and compare what comes back with the scan."""
    known = {
        (scan.path, f.column, kind) for scan in scans for f in scan.findings for kind in _of(f)
    }
    for one in samples:
        held: dict[str, list[str]] = {}
        for cell in one.cells:
            first = {span.entity: span for span in reversed(opinion.spans(cell))}
            for entity, span in sorted(first.items()):
                held.setdefault(entity, []).append(mask(cell[span.start : span.end]))
        for entity, shapes in sorted(held.items()):
            yield Second(
                path=one.path,
                column=one.column,
                entity=entity,
                cells=len(shapes),
                sampled=len(one.cells),
                evidence=tuple(shapes[:SHOWN]),
                is_known=(one.path, one.column, entity) in known,
            )


def _of(finding: Finding) -> Iterator[str]:
    yield finding.entity
    yield from (kind for kind, _ in finding.spans)


def _is_text(kind: pa.DataType) -> bool:
    held = kind.value_type if pa.types.is_dictionary(kind) else kind
    return pa.types.is_string(held) or pa.types.is_large_string(held)


def _may_tell(cell: str) -> bool:
    """Whether it is worth its price: words, or as many digits as a telephone number has."""
    return any(map(str.isalpha, cell)) or sum(map(str.isdigit, cell)) >= _FEWEST_DIGITS


def _take(column: _Column, values: "pa.Array[Any]") -> None:
    rows, slots = chosen(CELLS, column.rows, column.rows + len(values))
    for row, slot in zip(rows.tolist(), slots.tolist(), strict=True):
        column.cells[slot] = str(values[row - column.rows].as_py() or "")
    column.rows += len(values)
