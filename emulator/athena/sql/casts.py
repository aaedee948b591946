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
    if isinstance(value, exp.Null) or (document and kind.this not in _TEXTS):
        return cast(value, plain)
    if kind.this == exp.DType.ARRAY:
        element = exp.to_identifier("_item")
        inner = _cast(element, kind.expressions[0], document=False)
        return cast(call("list_transform", value, in_lambda(["_item"], inner)), plain)
    if kind.this in _TEXTS:
        return _text(value, kind)
    if kind.this not in _MACROS:
        return cast(value, plain)
    made = twice(f"ath_cast_{_MACROS[kind.this]}")([value])
    narrow = kind.this in (exp.DType.SMALLINT, exp.DType.TINYINT)
    return cast(made, plain) if narrow else made


_TEXTS = (exp.DType.VARCHAR, exp.DType.TEXT, exp.DType.CHAR)


def _text(value: exp.Expr, kind: exp.DataType) -> exp.Expr:
    made = twice("ath_cast_varchar")([value])
    if not kind.expressions:
        return made
    size = int(kind.expressions[0].this.this)
    made = call("substr", made, 1, size)
    return call("rpad", made, size, " ") if kind.this == exp.DType.CHAR else made
