"""JSON Lines by Arrow's parser, block by block, where that is safe and loses nothing."""

import io
import re
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.json

from mesh.scanning.expected import Expected
from mesh.scanning.flattening import flattened
from mesh.scanning.formats.json_values import read_json
from mesh.scanning.frames import Opaque, Rows
from mesh.scanning.maps import Maps, has_maps
from mesh.scanning.reasons import FileRefusedError

_BLOCK = 2 << 20
_HEAD = 64 << 10
# A longer line is taken apart; whatever follows is read as slowly.
_LONG_LINE = 8 << 20
# Arrow's parser dies of deep nesting; a line cannot be deeper than it has brackets.
_MOST_BRACKETS = 200
# A square bracket and a curly one are one bit apart.
_BRACKET, _BOTH = np.uint8(ord("[")), np.uint8(0xFF ^ ord("[") ^ ord("{"))
_MIDNIGHT = "%Y-%m-%d"
_KINDS: Mapping[str, pa.DataType] = {
    "int": pa.int64(),
    "bigint": pa.int64(),
    "double": pa.float64(),
    "boolean": pa.bool_(),
}


def read_json_lines(
    stream: "io.BufferedReader[Any]", longest: int, expected: Expected
) -> Iterator[Rows | Opaque]:
    """Give the values of a UTF-8 JSON text that begins with an object.

    Args:
        stream: of the text.
        longest: characters that one value may have.
        expected: columns of these names come in their types, if every line of a block has them so.

    Raises:
        FileRefusedError: as ``read_json`` does, which takes over where lines are no objects.
    """
    lines = _Lines(longest, expected)
    rest = b""
    while True:
        read = stream.read(_BLOCK)
        block, rest = _cut(rest + read, ended=not read)
        if block:
            frames = lines.quickly(block) or lines.slowly(block)
            if frames is None:
                break
            yield from frames
        if not read:
            return
        if len(rest) > min(longest, _LONG_LINE):
            block = b""
            break
    yield from lines.rest(_joined(block + rest, stream))


class _Lines:
    """Reads blocks of whole lines."""

    def __init__(self, longest: int, expected: Expected) -> None:
        self._longest, self._expected = longest, expected
        self._fields = {name: _kind(kind) for name, kind in expected.kinds.items()}
        self._texts: dict[str, pa.DataType] = {}
        self._learns = True
        self._maps = Maps(root=not expected)
        self._has_maps = False
        self._schema: pa.Schema | None = None

    def quickly(self, block: bytes) -> list[Rows | Opaque] | None:
        """The values of whole lines; None if they are not Arrow's to parse."""
        if self._has_maps or _is_deep(block):
            return None
        table = self._parsed(block)
        if table is None:
            return None
        table = table.select([name for name in table.column_names if self._is_told(name, block)])
        if not table.num_columns:
            # Arrow forgets how many empty objects there were.
            return None
        batches = table.combine_chunks().to_batches()
        return [
            frame
            for batch in batches
            for frame in flattened(_dates_as_texts(batch), main="records")
        ]

    def _parsed(self, block: bytes) -> pa.Table | None:
        """The lines as a table, in which what is known to be text is not taken for a time."""
        if self._learns and not self._texts:
            self._learn(_table(block[: block.find(b"\n", _HEAD) + 1] or block, self._fields))
        table = None if self._has_maps else _table(block, self._texts | self._fields)
        if table is None and self._texts:
            self._texts, self._learns = {}, False
            table = _table(block, self._fields)
        self._look_for_maps(table)
        return None if self._has_maps else table

    def _look_for_maps(self, table: pa.Table | None) -> None:
        """Leave objects that may be maps to whoever knows maps."""
        if table is not None and table.schema != self._schema:
            self._schema = table.schema
            self._has_maps = has_maps(table.schema, root=self._maps.root)

    def _learn(self, table: pa.Table | None) -> None:
        self._look_for_maps(table)
        fields = table.schema if table else ()
        self._texts = {field.name: pa.string() for field in fields if _is_text(field.type)}
        self._learns = bool(self._texts)

    def slowly(self, block: bytes) -> list[Rows | Opaque] | None:
        """The values of whole lines; None if the lines are no values of their own."""
        try:
            return list(self.rest(_joined(block, io.BytesIO())))
        except FileRefusedError:
            return None

    def rest(self, text: "io.BufferedReader[Any]") -> Iterator[Rows | Opaque]:
        """The values of a text, whether or not they are lines."""
        return read_json(text, self._longest, exact=bool(self._expected), maps=self._maps)

    def _is_told(self, name: str, block: bytes) -> bool:
        """Whether a column is more than known: its name is there, or may be in other signs."""
        known = name in self._fields or name in self._texts
        return not known or name.encode() in block or b"\\u" in block


def _table(block: bytes, fields: Mapping[str, pa.DataType]) -> pa.Table | None:
    """Lines as a table, in these types where these fields are; None if they are not Arrow's."""
    parsing = pyarrow.json.ParseOptions(
        explicit_schema=pa.schema(list(fields.items())) if fields else None
    )
    reading = pyarrow.json.ReadOptions(use_threads=False, block_size=len(block))
    try:
        return pyarrow.json.read_json(pa.BufferReader(block), reading, parsing)  # type: ignore[arg-type]
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return None


def _is_text(kind: pa.DataType) -> bool:
    return pa.types.is_string(kind) or pa.types.is_timestamp(kind)


def _kind(name: str) -> pa.DataType:
    decimal = re.fullmatch(r"decimal\((\d+),\s*(\d+)\)", name)
    if decimal:
        return pa.decimal128(int(decimal[1]), int(decimal[2]))
    return _KINDS.get(name, pa.string())


def _cut(text: bytes, *, ended: bool) -> tuple[bytes, bytes]:
    end = len(text) if ended else text.rfind(b"\n") + 1
    return text[:end], text[end:]


def _is_deep(block: bytes) -> bool:
    """Whether a line has so many brackets that it may be nested too deep."""
    signs = np.frombuffer(block, np.uint8)
    brackets = np.flatnonzero((signs & _BOTH) == _BRACKET)
    lines = np.searchsorted(np.flatnonzero(signs == ord("\n")), brackets)
    return bool((lines[_MOST_BRACKETS:] == lines[:-_MOST_BRACKETS]).any())


def _dates_as_texts(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Give back as texts what Arrow takes for times, as they are texts in JSON."""
    columns: list[pa.Array[Any]] = []
    for column in batch.columns:
        if pa.types.is_timestamp(column.type):
            dated = pc.strftime(column, format=_MIDNIGHT)
            days = pc.cast(pc.cast(column, pa.date32(), safe=False), column.type)
            is_date = pc.all(pc.equal(column, days)).as_py()
            columns.append(dated if is_date else column.cast(pa.string()))
        else:
            columns.append(column)
    return pa.RecordBatch.from_arrays(columns, names=batch.schema.names)


class _Joined(io.RawIOBase):
    """Bytes that were read already, then the rest of their stream."""

    def __init__(self, before: bytes, rest: BinaryIO) -> None:
        self._before, self._rest = io.BytesIO(before), rest

    def readable(self) -> bool:
        """Always; parsers ask."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Fill the buffer as far as one read goes."""
        part = self._before.read(len(buffer)) or self._rest.read(len(buffer))
        buffer[: len(part)] = part
        return len(part)


def _joined(before: bytes, rest: object) -> "io.BufferedReader[Any]":
    return io.BufferedReader(_Joined(before, cast("BinaryIO", rest)), buffer_size=_BLOCK)
