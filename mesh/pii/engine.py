"""Finds personal data in column batches, with memory that does not grow with the file."""

import math
from collections.abc import Collection

import pyarrow as pa

from mesh.findings import Finding
from mesh.naming.rules import ScanRules
from mesh.pii.allowing import AllowList
from mesh.pii.model.deciding import Decisions, decisions
from mesh.pii.sample import Table
from mesh.pii.together import Columns, Part, alike
from mesh.pii.waiting import LOOK_BYTES, WIDE, Waiting

# So many columns of a wide table are looked at as one: of any other each has rows enough.
_TOGETHER = 200
_Place = tuple[Columns, int]


class Engine:
    """Looks at every value of every column that it is given and tells what it found.

    Every row counts; only the evidence and the sample for names are bounded.

    Args:
        weights: of the model that decides about columns; those that are shipped if none are given.
        rules: kinds to look for besides, and what is allowed.
    """

    def __init__(self, weights: Decisions | None = None, rules: ScanRules | None = None) -> None:
        self._columns: dict[str, _Place] = {}
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
        fresh = dict.fromkeys(name for name in table.schema.names if name not in self._columns)
        self._columns |= self._begun(fresh)
        parts: dict[Columns, list[Part]] = {}
        for name, chunks in zip(table.schema.names, table.columns, strict=True):
            columns, place = self._columns[name]
            parts.setdefault(columns, []).append((place, chunks))
        for columns, held in parts.items():
            _look(columns, held, self._rows)
        self._rows += table.num_rows

    def _begun(self, names: Collection[str]) -> dict[str, _Place]:
        """Take up new columns, those together that are alike."""
        groups: dict[object, list[str]] = {}
        for name in names:
            groups.setdefault(alike(name, self._rules), []).append(name)
        together = _TOGETHER if len(self._columns) + len(names) >= WIDE else 1
        places: dict[str, _Place] = {}
        for group in groups.values():
            for start in range(0, len(group), together):
                held = group[start : start + together]
                columns = Columns(held, self._rules, self._allowed)
                places.update((name, (columns, at)) for at, name in enumerate(held))
        return {name: places[name] for name in names}

    def findings(self) -> tuple[Finding, ...]:
        """Everything found so far, at most one finding per column and kind."""
        for rest in self._waiting.drain():
            self._look_at(rest)
        for held, _ in self._columns.values():
            held.finish()
        weights = self._weights or decisions()
        columns = self._columns.items()
        table = Table({name: held.sampled(place) for name, (held, place) in columns})
        return tuple(
            found
            for held, place in self._columns.values()
            for found in held.findings(place, table, weights)
        )


def _look(columns: Columns, held: list[Part], first_row: int) -> None:
    """Look at columns, or at a large one part by part."""
    (place, chunks), *others = held
    looks = 1 if others else round(chunks.nbytes / LOOK_BYTES)
    if looks <= 1:
        columns.add(held, first_row)
        return
    rows = math.ceil(len(chunks) / looks)
    for start in range(0, len(chunks), rows):
        columns.add([(place, chunks.slice(start, rows))], first_row + start)
