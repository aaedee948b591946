"""Tables for the scanner's accuracy: read as ``mesh scan`` reads them, headers hidden at will."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from mesh.pii import Engine, Finding
from mesh.pii.model.deciding import Decisions
from mesh.scanning.frames import Rows
from mesh.scanning.parsers import Parsers


@dataclass(frozen=True)
class TableRead:
    """The batches of one kind of rows of a file.

    Attributes:
        table: which rows; empty for those of the file itself.
    """

    table: str
    batches: tuple[pa.RecordBatch, ...]


def read(path: Path) -> tuple[TableRead, ...]:
    """All tables of a file, by the scanner's own readers."""
    parsers = Parsers()
    tables: dict[str, list[pa.RecordBatch]] = {}
    try:
        with path.open("rb") as file:
            for frame in parsers.frames(file):
                if isinstance(frame, Rows) and frame.batch.num_rows:
                    tables.setdefault(frame.table, []).append(frame.batch)
    finally:
        parsers.close()
    return tuple(TableRead(table, tuple(batches)) for table, batches in tables.items())


def found(
    tables: tuple[TableRead, ...], *, hidden: bool, weights: Decisions | None = None
) -> Mapping[str, tuple[Finding, ...]]:
    """What the engine tells of each column, by its true name, the surest first.

    Args:
        tables: of one file.
        hidden: whether columns are called ``c1``, ``c2`` … and their tables nothing.
        weights: of the evidence, if not those that ship.
    """
    result: dict[str, tuple[Finding, ...]] = {}
    for table in tables:
        engine = Engine(weights)
        names: dict[str, str] = {}
        for batch in table.batches:
            engine.add(renamed(batch, names) if hidden else batch)
        for one in engine.findings():
            true = next((true for true, shown in names.items() if shown == one.column), one.column)
            result[true] = (*result.get(true, ()), one)
    return {
        column: tuple(sorted(ones, key=lambda one: -one.confidence))
        for column, ones in result.items()
    }


def renamed(batch: pa.RecordBatch, names: dict[str, str]) -> pa.RecordBatch:
    """The batch with columns ``c1``, ``c2`` …; ``names`` keeps what each was called."""
    for name in batch.schema.names:
        names.setdefault(name, f"c{len(names) + 1}")
    return batch.rename_columns([names[name] for name in batch.schema.names])
