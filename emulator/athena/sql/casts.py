"""Casts: half up, cut to length, strict about what a number or a date looks like."""

from sqlglot import exp

from emulator.athena.faults import refuse
from emulator.athena.sql.calls import call, cast, in_lambda, twice

_MACROS = {
    exp.DType.BIGINT: "bigint",
    exp.DType.INT: "integer",
    exp.DType.SMALLINT: "integer",
    exp.DType.TINYINT: "integer",
    exp.DType.BOOLEAN: "boolean",
    exp.DType.DATE: "date",
    exp.DType.TIMESTAMP: "timestamp",
    exp.DType.TIMESTAMPTZ: "timestamptz",
    exp.DType.TIME: "time",
    exp.DType.VARBINARY: "varbinary",
    exp.DType.JSON: "json",
}
_PLAIN = {
    exp.DType.FLOAT: "FLOAT",
    exp.DType.DOUBLE: "DOUBLE",
    exp.DType.SMALLINT: "SMALLINT",
    exp.DType.TINYINT: "TINYINT",
    exp.DType.UUID: "UUID",
    exp.DType.BIGINT: "BIGINT",
    exp.DType.INT: "INTEGER",
    exp.DType.BOOLEAN: "BOOLEAN",
    exp.DType.DATE: "DATE",
    exp.DType.TIMESTAMP: "TIMESTAMP",
    exp.DType.TIMESTAMPTZ: "TIMESTAMPTZ",
    exp.DType.TIME: "TIME",
    exp.DType.VARBINARY: "BLOB",
    exp.DType.JSON: "JSON",
    exp.DType.VARCHAR: "VARCHAR",
    exp.DType.TEXT: "VARCHAR",
    exp.DType.CHAR: "VARCHAR",
}


def duck_type(kind: exp.DataType) -> str:
    """Write one of Athena's types as DuckDB's.

    Raises:
        QueryFault: NOT_SUPPORTED, for a type that this engine has not.
    """
    if kind.this == exp.DType.DECIMAL:
        sizes = ", ".join(str(size.this.this) for size in kind.expressions) or "38, 0"
        return f"DECIMAL({sizes})" if "," in sizes else f"DECIMAL({sizes}, 0)"
    if kind.this == exp.DType.ARRAY:
        return f"{duck_type(kind.expressions[0])}[]"
    if kind.this == exp.DType.MAP:
        key, value = kind.expressions
        return f"MAP({duck_type(key)}, {duck_type(value)})"
    if kind.this == exp.DType.STRUCT:
        return f"STRUCT({', '.join(_field(field) for field in kind.expressions)})"
    return _PLAIN.get(kind.this) or refuse(f"type {kind.sql('trino').lower()}", kind)


def _field(field: exp.Expr) -> str:
    if not isinstance(field, exp.ColumnDef):
        return refuse("a row type with unnamed fields", field)
    name = field.name.lower().replace('"', '""')
    kind: exp.DataType = field.args["kind"]
    return f'"{name}" {duck_type(kind)}'


def translate(node: exp.Cast, *, document: bool = False) -> exp.Expr:
    """Translate ``CAST`` and ``TRY_CAST`` of a translated operand; a document is read as such."""
    made = _cast(node.this, node.to, document=document)
    return exp.Try(this=made) if isinstance(node, exp.TryCast) else made


def _cast(value: exp.Expr, kind: exp.DataType, *, document: bool) -> exp.Expr:
    plain = duck_type(kind)
    if isinstance(value, exp.Null):
        return cast(value, plain)
    if kind.this in _NESTED:
        return cast(_NESTED[kind.this](value, kind, document), plain)
    if kind.this in _TEXTS:
        return _text(value, kind, document=document)
    if document:
        return cast(call("ath_json_whole", value) if kind.this in _WHOLE else value, plain)
    if kind.this not in _MACROS:
        return cast(value, plain)
    made = twice(f"ath_cast_{_MACROS[kind.this]}")([value])
    narrow = kind.this in (exp.DType.SMALLINT, exp.DType.TINYINT)
    return cast(made, plain) if narrow else made


_TEXTS = (exp.DType.VARCHAR, exp.DType.TEXT, exp.DType.CHAR)
_WHOLE = (exp.DType.BIGINT, exp.DType.INT, exp.DType.SMALLINT, exp.DType.TINYINT)


def _array(value: exp.Expr, kind: exp.DataType, document: bool) -> exp.Expr:  # noqa: FBT001 - one of a table
    items = cast(value, "JSON[]") if document else value
    inner = _cast(exp.to_identifier("_item"), kind.expressions[0], document=document)
    return call("list_transform", items, in_lambda(["_item"], inner))


def _map(value: exp.Expr, kind: exp.DataType, document: bool) -> exp.Expr:  # noqa: FBT001 - one of a table
    entries = call("map_entries", cast(value, "MAP(VARCHAR, JSON)") if document else value)
    key, item = (
        _cast(
            exp.Dot(this=exp.to_identifier("_entry"), expression=exp.to_identifier(part)),
            to,
            document=text,
        )
        for part, to, text in zip(
            ("key", "value"), kind.expressions, (False, document), strict=True
        )
    )
    pairs = call("list_transform", entries, in_lambda(["_entry"], call("row", key, item)))
    return call("map_from_entries", pairs)


def _row(value: exp.Expr, kind: exp.DataType, document: bool) -> exp.Expr:  # noqa: FBT001 - one of a table
    if document:
        return value  # fields by name; the binder refuses an array
    row = exp.to_identifier("_row")
    fields = [
        _cast(call("struct_extract_at", row.copy(), index), field.args["kind"], document=False)
        for index, field in enumerate(kind.expressions, start=1)
    ]
    missing = exp.Is(this=row.copy(), expression=exp.Null())
    made = exp.Case(ifs=[exp.If(this=missing, true=exp.Null())], default=call("row", *fields))
    one = call("list_transform", call("list_value", value), in_lambda(["_row"], made))
    return call("array_extract", one, 1)


_NESTED = {exp.DType.ARRAY: _array, exp.DType.MAP: _map, exp.DType.STRUCT: _row}


def _text(value: exp.Expr, kind: exp.DataType, *, document: bool) -> exp.Expr:
    made = call("ath_json_text", value) if document else twice("ath_cast_varchar")([value])
    size = int(kind.expressions[0].this.this) if kind.expressions else None
    if kind.this == exp.DType.CHAR:
        return call("rpad", call("substr", made, 1, size or 1), size or 1, " ")
    return made if size is None else call("ath_fit", value.copy(), value.copy(), made, size)
