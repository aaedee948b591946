"""Nested columns as flat ones: ``a.b`` for a field, ``a[].c`` for a field of each list item."""

from collections.abc import Collection, Iterator
from typing import Any
from uuid import UUID

import pyarrow as pa
import pyarrow.compute as pc

from mesh.scanning.frames import Main, Opaque, Rows
from mesh.scanning.opaque import as_text, is_bytes
from mesh.scanning.reasons import FileRefusedError, Reason

_DEEPEST = 64
_FLAT = {
    kind.id
    for kind in (
        *(pa.bool_(), pa.int8(), pa.int16(), pa.int32(), pa.int64()),
        *(pa.uint8(), pa.uint16(), pa.uint32(), pa.uint64(), pa.float32(), pa.float64()),
        *(pa.string(), pa.date32(), pa.date64(), pa.timestamp("s")),
    )
}
_Leaf = tuple[str, str, "pa.Array[Any]"]


def flattened(
    batch: pa.RecordBatch, table: str = "", main: Main = "typed", kept: Collection[str] = ()
) -> Iterator[Rows | Opaque]:
    """Give a batch's values as batches of flat columns, one for each kind of row.

    Items of a list are rows of their own; everything else stays in its row.

    Args:
        batch: of one table.
        table: its name, if it is one of several.
        main: how the table's types are known.
        kept: columns whose bytes are given as bytes, for others to look into.
    """
    if not table and _is_flat(batch.schema):
        columns = dict(zip(batch.schema.names, batch.columns, strict=True))
        yield Rows(table=table, counted=True, batch=_batch(columns, 0), main=main)
        return
    prefix = f"{table}." if table else ""
    tables: dict[str, dict[str, pa.Array[Any]]] = {table: {}}
    opaque = []
    for name, column in zip(batch.schema.names, batch.columns, strict=True):
        for rows, path, values in _leaves(table, prefix + name, column, 0):
            readable = _kept(values) if path in kept else _readable(values)
            if readable is None:
                opaque.append(path)
            else:
                columns = tables.setdefault(rows, {})
                columns[_free(path, columns)] = readable
    for rows, columns in tables.items():
        if columns or rows == table:
            flat = _batch(columns, batch.num_rows)
            counted = rows == table
            yield Rows(table=rows, counted=counted, batch=flat, main=main if counted else "")
    yield from (Opaque(column=path) for path in opaque)


def _is_flat(schema: pa.Schema) -> bool:
    """Whether every column is given as it is."""
    names = schema.names
    return (
        bool(names)
        and len(set(names)) == len(names)
        and all(kind.id in _FLAT for kind in schema.types)
    )


def _batch(columns: dict[str, "pa.Array[Any]"], rows: int) -> pa.RecordBatch:
    if not columns:
        # Rows without one readable column are rows all the same.
        return pa.RecordBatch.from_arrays([pa.nulls(rows)], names=[""])
    return pa.RecordBatch.from_arrays(list(columns.values()), names=list(columns))


def _free(path: str, taken: dict[str, Any]) -> str:
    place, name = 1, path
    while name in taken:
        place += 1
        name = f"{path} ({place})"
    return name


def _leaves(rows: str, path: str, column: "pa.Array[Any]", depth: int) -> Iterator[_Leaf]:
    if depth > _DEEPEST:
        raise FileRefusedError(Reason.DEPTH_LIMIT, f"columns are nested beyond {_DEEPEST}")
    plain = _plain(column)
    if pa.types.is_struct(plain.type):
        for field, values in zip(plain.type, plain.flatten(), strict=True):
            yield from _leaves(rows, f"{path}.{field.name}", values, depth + 1)
    elif _is_list(plain.type):
        yield from _leaves(f"{path}[]", f"{path}[]", plain.flatten(), depth + 1)
    elif pa.types.is_union(plain.type):
        for place in range(plain.type.num_fields):
            inside = f"{path}.{plain.type.field(place).name}"
            yield from _leaves(inside, inside, plain.field(place), depth + 1)
    else:
        yield rows, path, plain


def _plain(column: "pa.Array[Any]") -> Any:  # noqa: ANN401 - the stubs know few kinds of arrays
    """The values themselves, where they are coded or named in some way; a map as its list."""
    kind = column.type
    if isinstance(column, pa.ExtensionArray):
        is_uuid = kind.extension_name == "arrow.uuid"
        return _uuids(column.storage) if is_uuid else _plain(column.storage)
    if pa.types.is_dictionary(kind):
        return _plain(column.dictionary_decode())  # type: ignore[attr-defined]
    if pa.types.is_run_end_encoded(kind):
        return _plain(pc.run_end_decode(column))  # type: ignore[attr-defined]
    if pa.types.is_map(kind):
        entry = pa.struct([("key", kind.key_type), ("value", kind.item_type)])
        return column.cast(pa.list_(entry))
    return column


def _uuids(column: "pa.Array[Any]") -> "pa.Array[Any]":
    """Sixteen bytes as people write them."""
    texts = [None if each is None else str(UUID(bytes=each)) for each in column.to_pylist()]
    return pa.array(texts, pa.string())


def _is_list(kind: pa.DataType) -> bool:
    return (
        pa.types.is_list(kind)
        or pa.types.is_large_list(kind)
        or pa.types.is_fixed_size_list(kind)
        or pa.types.is_list_view(kind)
        or pa.types.is_large_list_view(kind)
    )


def _kept(column: "pa.Array[Any]") -> "pa.Array[Any] | None":
    return column.cast(pa.binary()) if is_bytes(column.type) else _readable(column)


def _readable(column: "pa.Array[Any]") -> "pa.Array[Any] | None":
    """The column in a type that the engine knows; None for bytes that are no text."""
    kind = column.type
    if pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        return column.cast(pa.string())
    if pa.types.is_float16(kind):
        return column.cast(pa.float32())
    if is_bytes(kind):
        return as_text(column)
    return column
