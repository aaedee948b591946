"""Changes the columns of a table as its contract asks, and looks again at what came out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from mesh.contracts.model import Column, Table
from mesh.deidentification.tokens import TokenKeys
from mesh.deidentification.values import Change, UnfitValueError, change_of
from mesh.naming.rules import ScanRules
from mesh.pii import Engine, judge


class StillPersonalError(Exception):
    """What a contract asks for leaves a file's values personal, or cannot be done to them."""

    def __init__(self, reasons: Sequence[str]) -> None:
        self.reasons = tuple(reasons)
        super().__init__("; ".join(reasons))


@dataclass(frozen=True)
class _Changed:
    column: Column
    change: Change

    @property
    def method(self) -> str:
        return self.column.deidentify.method if self.column.deidentify else ""


class Deidentifier:
    """De-identifies the rows of one file.

    Args:
        table: of the contract in force.
        keys: asked for only where a column is tokenised.
        domain: that owns the product.
        rules: what is looked for besides in what comes out, and what is allowed.
    """

    def __init__(
        self, table: Table, keys: TokenKeys, domain: str, rules: ScanRules | None = None
    ) -> None:
        self._changed = {
            column.name: _Changed(column, change_of(column, column.deidentify, keys, domain))
            for column in table.columns
            if column.deidentify and column.is_published
        }
        self._published = [column.name for column in table.as_published().columns]
        self._is_changing = bool(self._changed) or len(self._published) < len(table.columns)
        # Under names that tell nothing: what a column is called may not make a token personal.
        self._blind = {name: f"column_{n}" for n, name in enumerate(self._changed, start=1)}
        self._engine = Engine(rules=rules)
        self._tolerances = dict(rules.tolerance) if rules else {}

    def apply(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """The rows as they may be published: same order, same types, columns dropped.

        Raises:
            StillPersonalError: if a method cannot be applied to a value.
        """
        if not self._is_changing:
            return batch
        changed = {name: _applied(one, batch.column(name)) for name, one in self._changed.items()}
        if changed:
            names = [self._blind[name] for name in changed]
            self._engine.add(pa.RecordBatch.from_arrays(list(changed.values()), names=names))
        columns = [changed.get(name, batch.column(name)) for name in self._published]
        fields = [batch.schema.field(name) for name in self._published]
        return pa.RecordBatch.from_arrays(columns, schema=pa.schema(fields))

    def check(self) -> None:
        """Look at all that was made.

        Raises:
            StillPersonalError: if any of it is personal data by itself.
        """
        if not self._changed:
            return
        names = {blind: name for name, blind in self._blind.items()}
        reasons = [
            f"column {names[leak.column]} still holds {leak.entity} after "
            f"{self._changed[names[leak.column]].method}; choose another method"
            for leak in judge(self._engine.findings(), (), tolerances=self._tolerances).leaks
        ]
        if reasons:
            raise StillPersonalError(reasons)


def _applied(changed: _Changed, values: "pa.Array[Any]") -> "pa.Array[Any]":
    encoded = values.dictionary_encode()
    try:
        made = [_made(changed.change, value) for value in encoded.dictionary.to_pylist()]
    except UnfitValueError as error:
        reason = f"column {changed.column.name} cannot be published by {changed.method}: "
        raise StillPersonalError((f"{reason}a value {error}",)) from None
    taken: pa.Array[Any] = pa.array(made, values.type).take(encoded.indices)
    return taken


def _made(change: Change, value: object) -> object:
    return None if value is None else change(value)
