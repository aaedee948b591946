"""Types as Glue writes them: for Arrow, and for the people who read a catalogue."""

import re
from typing import Any

import pyarrow as pa

from emulator.athena.faults import refuse

_SIMPLE: dict[str, pa.DataType] = {
    "boolean": pa.bool_(),
    "tinyint": pa.int8(),
    "smallint": pa.int16(),
    "int": pa.int32(),
    "integer": pa.int32(),
    "bigint": pa.int64(),
    "float": pa.float32(),
    "real": pa.float32(),
    "double": pa.float64(),
    "string": pa.string(),
    "date": pa.date32(),
    "timestamp": pa.timestamp("us"),
    "timestamptz": pa.timestamp("us", "UTC"),
    "timestamp with time zone": pa.timestamp("us", "UTC"),
    "binary": pa.binary(),
    "varbinary": pa.binary(),
}


def arrow_type(written: str) -> pa.DataType:
    """Read a Glue type.

    Raises:
        QueryFault: NOT_SUPPORTED, for one that this engine has not.
    """
    text = written.strip().lower()
    if text in _SIMPLE:
        return _SIMPLE[text]
    if re.fullmatch(r"(varchar|char)(\(\d+\))?", text):
        return pa.string()
    if found := re.fullmatch(r"decimal(?:\((\d+)(?:\s*,\s*(\d+))?\))?", text):
        return pa.decimal128(int(found[1] or 10), int(found[2] or 0))
    if found := re.fullmatch(r"(array|map|struct)<(.*)>", text):
        return _nested(found[1], split_types(found[2]))
    return refuse(f"type {text}")


def _nested(kind: str, parts: list[str]) -> pa.DataType:
    if kind == "array":
        return pa.list_(arrow_type(parts[0]))
    if kind == "map":
        return pa.map_(arrow_type(parts[0]), arrow_type(parts[1]))
    pairs = (part.split(":", 1) for part in parts)
    return pa.struct([(name.strip(), arrow_type(inner)) for name, inner in pairs])


def split_types(text: str) -> list[str]:
    """Split at commas that are in no bracket."""
    parts, depth, start = [], 0, 0
    for at, letter in enumerate(text):
        depth += (letter in "<(") - (letter in ">)")
        if letter == "," and depth == 0:
            parts.append(text[start:at])
            start = at + 1
    return [*parts, text[start:]]


def athena_type(written: str) -> str:
    """Write a Glue type as Athena shows it: ``string`` is ``varchar``, ``struct`` is ``row``."""
    text = written.strip().lower()
    if found := re.fullmatch(r"(array|map|struct)<(.*)>", text):
        parts = split_types(found[2])
        if found[1] == "struct":
            pairs = (part.split(":", 1) for part in parts)
            return f"row({', '.join(f'{n.strip()} {athena_type(t)}' for n, t in pairs)})"
        return f"{found[1]}({', '.join(athena_type(part) for part in parts)})"
    simple = {
        "string": "varchar",
        "int": "integer",
        "float": "real",
        "binary": "varbinary",
        "timestamp": "timestamp(3)",
        "timestamptz": "timestamp(3) with time zone",
    }
    return simple.get(text, text)


def glue_type(kind: pa.DataType) -> str:
    """Write an Arrow type as Glue does.

    Raises:
        QueryFault: NOT_SUPPORTED, for one that no table can have.
    """
    if pa.types.is_decimal(kind):
        return f"decimal({kind.precision},{kind.scale})"
    if pa.types.is_map(kind):
        return f"map<{glue_type(kind.key_type)},{glue_type(kind.item_type)}>"
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        return f"array<{glue_type(kind.value_type)}>"
    if pa.types.is_struct(kind):
        fields = (kind.field(index) for index in range(kind.num_fields))
        return f"struct<{','.join(f'{f.name}:{glue_type(f.type)}' for f in fields)}>"
    if pa.types.is_timestamp(kind):
        return "timestamptz" if kind.tz is not None else "timestamp"
    written = _WRITTEN.get(str(kind))
    return written if written is not None else refuse(f"a column of type {kind}")


_WRITTEN = {
    "bool": "boolean",
    "int8": "tinyint",
    "int16": "smallint",
    "int32": "int",
    "int64": "bigint",
    "uint32": "bigint",
    "uint64": "bigint",
    "float": "float",
    "double": "double",
    "string": "string",
    "large_string": "string",
    "date32[day]": "date",
    "binary": "binary",
    "large_binary": "binary",
}


def usual(kind: "pa.DataType") -> "pa.DataType":
    """The type without large offsets, nested ones too."""
    if pa.types.is_large_string(kind):
        return pa.string()
    if pa.types.is_large_binary(kind):
        return pa.binary()
    if pa.types.is_large_list(kind):
        return pa.list_(_usual_field(kind.value_field))
    if pa.types.is_map(kind):
        return pa.map_(usual(kind.key_type), usual(kind.item_type))
    if pa.types.is_struct(kind):
        return pa.struct([_usual_field(field) for field in kind])
    return kind


def _usual_field(field: "pa.Field[Any]") -> "pa.Field[Any]":
    return field.with_type(usual(field.type))
