"""Parsed values (objects, lists, scalars) as batches of flat columns."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

import pyarrow as pa

from mesh.scanning.frames import Main, Opaque, Rows
from mesh.scanning.opaque import text_of
from mesh.scanning.reasons import FileRefusedError, Reason

_VALUES = 200_000
_SIGNS = 4 << 20
MOST_COLUMNS = 10_000
"""Columns that a table of any format may have."""
DEEPEST = 200
"""How deep values of any format may be nested."""
_LARGEST = 2**63
# Of a field that holds texts or bytes and other values, all written alike.
MIXED = {b"mixed": b"1"}


def check_depth(depth: int, what: str = "values") -> None:
    """Make sure that what is read is not nested too deep.

    Raises:
        FileRefusedError: if it is.
    """
    if depth > DEEPEST:
        raise FileRefusedError(Reason.DEPTH_LIMIT, f"{what} are nested beyond {DEEPEST}")


def check_width(columns: int) -> None:
    """Make sure that a table has no more columns than are read.

    Raises:
        FileRefusedError: if it has.
    """
    if columns > MOST_COLUMNS:
        raise FileRefusedError(
            Reason.COLUMN_LIMIT, f"it has {columns} columns; files of up to {MOST_COLUMNS} are read"
        )


class Pairs(list[tuple[str, Any]]):
    """An object's fields in their order; a name may come twice, and nothing of it is lost."""


class Records:
    """Gathers values row by row and gives them as batches before they grow too large.

    Args:
        table: the one whose rows are rows of the file.
        main: whether the file is a table of these rows.
        kept: fields whose bytes are given as bytes, for others to look into.
    """

    def __init__(self, table: str = "", *, main: bool = False, kept: Collection[str] = ()) -> None:
        self._kept = kept
        self._counted = table
        self._main: Main = "records" if main else ""
        self._opaque: dict[str, None] = {}
        self._tables: dict[str, dict[str, list[Any]]] = {}
        self._rows: dict[str, int] = {}
        self._columns: set[str] = set()
        self._values = self._signs = 0

    def add(self, value: object, *, table: str = "", path: str = "") -> None:
        """Add one row.

        Raises:
            FileRefusedError: if it is nested too deep, or there are too many columns.
        """
        self._rows[table] = self._rows.get(table, 0) + 1
        self._walk(value, table, path, 0)

    def know(self, table: str, names: Iterable[str]) -> None:
        """Have columns of these names, even if no row holds any."""
        self._rows.setdefault(table, 0)
        columns = self._tables.setdefault(table, {})
        for name in names:
            columns.setdefault(name, [])

    def full(self) -> bool:
        """Whether it is time to drain."""
        return self._values >= _VALUES or self._signs >= _SIGNS

    def drain(self) -> Iterator[Rows | Opaque]:
        """Give what was added, and forget it."""
        for table, rows in self._rows.items():
            counted = table == self._counted
            batch = _batch(self._tables.get(table, {}), rows)
            main: Main = self._main if counted else ""
            yield Rows(table=table, counted=counted, batch=batch, main=main)
        self._tables, self._rows = {}, {}
        self._values = self._signs = 0
        yield from (Opaque(column=_text(column)) for column in self._opaque)
        self._opaque = {}

    def _walk(self, value: object, table: str, path: str, depth: int) -> None:
        check_depth(depth)
        if isinstance(value, Pairs | dict):
            for name, inner in value.items() if isinstance(value, dict) else value:
                self._put(table, f"{path}.{name}" if path else name, inner, depth)
        elif isinstance(value, list):
            inside = f"{path}[]"
            for inner in value:
                self._rows[inside] = self._rows.get(inside, 0) + 1
                self._walk(inner, inside, inside, depth + 1)
        elif value is not None:
            self._keep(table, path or "value", value)

    def _put(self, table: str, path: str, value: object, depth: int) -> None:
        if isinstance(value, Pairs | list | dict):
            self._walk(value, table, path, depth + 1)
        elif value is None:
            self._tables.setdefault(table, {}).setdefault(path, [])
            self._name(path)
        else:
            self._keep(table, path, value)

    def _keep(self, table: str, path: str, value: object) -> None:
        if isinstance(value, bytes) and path not in self._kept:
            text = text_of(value)
            if text is None:
                self._opaque[path] = None
                return
            value = text
        columns = self._tables.setdefault(table, {})
        place, name = self._rows[table], path
        number = 1
        while len(values := columns.setdefault(name, [])) >= place:
            # The same name twice in one object.
            number += 1
            name = f"{path} ({number})"
        values.extend([None] * (place - 1 - len(values)))
        values.append(value)
        self._name(name)
        self._values += 1
        self._signs += len(value) if isinstance(value, str | bytes) else 8

    def _name(self, name: str) -> None:
        self._columns.add(name)
        if len(self._columns) > MOST_COLUMNS:
            raise FileRefusedError(Reason.COLUMN_LIMIT, f"it has more than {MOST_COLUMNS} columns")


def _batch(columns: dict[str, list[Any]], rows: int) -> pa.RecordBatch:
    if not columns:
        return pa.RecordBatch.from_arrays([pa.nulls(rows)], names=[""])
    arrays = [_array(values + [None] * (rows - len(values))) for values in columns.values()]
    fields = [
        pa.field(_text(name), array.type, metadata=MIXED if _is_mixed(values) else None)
        for (name, values), array in zip(columns.items(), arrays, strict=True)
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=pa.schema(fields))


def _is_mixed(values: list[Any]) -> bool:
    kinds = {type(value) for value in values if value is not None}
    return len(kinds) > 1 and bool(kinds & {str, bytes})


def _array(values: list[Any]) -> "pa.Array[Any]":
    kinds = {type(value) for value in values if value is not None}
    if not kinds:
        return pa.nulls(len(values))
    if kinds == {int} and all(value is None or -_LARGEST <= value < _LARGEST for value in values):
        return pa.array(values, pa.int64())
    if kinds == {float}:
        return pa.array(values, pa.float64())
    if kinds == {bool}:
        return pa.array(values, pa.bool_())
    if bytes in kinds:
        return pa.array([None if value is None else _bytes(value) for value in values], pa.binary())
    texts = [None if value is None else _text(str(value)) for value in values]
    return pa.array(texts, pa.string())


def _bytes(value: object) -> bytes:
    return value if isinstance(value, bytes) else _text(str(value)).encode()


def _text(value: str) -> str:
    """A text that UTF-8 can hold: half a pair of surrogates is replaced."""
    return value if value.isascii() else value.encode("utf-8", "replace").decode()
