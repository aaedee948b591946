"""Properties: ``WITH (name = value)`` and ``TBLPROPERTIES ('name' = 'value')``."""

from sqlglot import exp

from emulator.athena.faults import QueryFault, refuse
from emulator.athena.writing.statements import Properties, Value

_COMPRESSIONS = ("NONE", "UNCOMPRESSED", "SNAPPY", "GZIP", "ZSTD", "LZ4")


def properties_of(tree: exp.Expr) -> dict[str, Value]:
    """Read the properties of a CREATE, names in lower case."""
    found: dict[str, Value] = {}
    properties = tree.args.get("properties")
    for item in properties.expressions if properties is not None else ():
        if isinstance(item, exp.PartitionedByProperty) and isinstance(item.this, exp.Array):
            found["partitioned_by"] = _value(item.this)
        elif isinstance(item, exp.FileFormatProperty):
            found["format"] = str(item.this.name)
        elif isinstance(item, exp.LocationProperty):
            found["location"] = str(item.this.name)
        elif type(item) is exp.Property:
            found[str(item.this.name).lower()] = _value(item.args["value"])
    return found


def _value(node: exp.Expr) -> Value:
    if isinstance(node, exp.Literal):
        return node.this if node.is_string else int(node.this)
    if isinstance(node, exp.Boolean):
        return bool(node.this)
    if isinstance(node, (exp.Array, exp.Bracket)):
        return [str(item.name) for item in node.expressions]
    return str(node.name)


def text(properties: Properties, name: str) -> str:
    """A property that is a text; empty if it is not there."""
    value = properties.get(name, "")
    return value if isinstance(value, str) else str(value)


def names(properties: Properties, name: str) -> list[str]:
    """A property that is a list of columns, in lower case."""
    value = properties.get(name, [])
    return [item.lower() for item in value] if isinstance(value, list) else []


def allow_only(properties: Properties, known: frozenset[str]) -> None:
    """Refuse by name what is not known here.

    Raises:
        QueryFault: NOT_SUPPORTED.
    """
    for name in sorted(set(properties) - known):
        refuse(f"the table property {name}")


def compression_of(properties: Properties, default: str) -> str:
    """The compression of Parquet files as pyarrow calls it.

    Raises:
        QueryFault: INVALID_TABLE_PROPERTY.
    """
    named = ("write_compression", "parquet_compression", "compression")
    wanted = next((text(properties, name) for name in named if name in properties), default).upper()
    if wanted not in _COMPRESSIONS:
        raise QueryFault(
            "INVALID_TABLE_PROPERTY",
            f"Compression {wanted} is not known for PARQUET; use one of {', '.join(_COMPRESSIONS)}",
        )
    return "NONE" if wanted == "UNCOMPRESSED" else wanted


def parquet_only(written: str) -> None:
    """Refuse by name the formats that are not written here.

    Raises:
        QueryFault: NOT_SUPPORTED.
    """
    if written.upper() != "PARQUET":
        refuse(f"writing files of format {written.upper()}")
