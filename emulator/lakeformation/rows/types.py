"""Whether the constants of a row expression fit the columns they stand beside."""

import re
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet

from emulator.lakeformation.rows.tree import (
    Between,
    Compare,
    Comparison,
    Constant,
    In,
    IsNull,
    Like,
    Path,
    RowExpressionError,
    Rows,
    comparisons,
)

_TEXT = frozenset({"string", "char", "varchar"})
_NUMBER = frozenset({"int", "integer", "long", "bigint", "float", "decimal", "double"})
_BOOLEAN = frozenset({"boolean"})
_STRUCT = frozenset({"struct"})
_DEEPEST_FIELD = 5


def check_types(
    rows: Rows, types: Mapping[str, str], partitions: AbstractSet[str] = frozenset()
) -> None:
    """Refuse unknown columns, types that rows cannot be chosen by, and constants that do not fit.

    Source: Lake Formation developer guide, partiql-support: it lists no dates, arrays and maps.

    Raises:
        RowExpressionError: naming the column.
    """
    for comparison in comparisons(rows):
        _check(comparison, types, partitions)


def type_of(path: Path, types: Mapping[str, str]) -> str:
    """The Glue type of a column or of a field within it, lower case.

    Raises:
        RowExpressionError: if there is no such column or field.
    """
    if path[0] not in types:
        raise RowExpressionError(f"the table has no column {path[0]}")
    if len(path) > _DEEPEST_FIELD:
        raise RowExpressionError(f"{'.'.join(path)} is nested deeper than {_DEEPEST_FIELD}")
    found = types[path[0]].lower()
    for depth, field in enumerate(path[1:], start=1):
        fields = dict(_fields(found))
        if field not in fields:
            raise RowExpressionError(f"{'.'.join(path[:depth])} has no field {field}")
        found = fields[field]
    return found


def base_of(glue_type: str) -> str:
    """A type without its parameters: ``decimal(10,2)`` is ``decimal``."""
    return re.split(r"[(<]", glue_type, maxsplit=1)[0].strip()


def _check(comparison: Comparison, types: Mapping[str, str], partitions: AbstractSet[str]) -> None:
    path = comparison.path
    found, name = type_of(path, types), ".".join(path)
    base = base_of(found)
    if path[0] in partitions and (len(path) > 1 or isinstance(comparison, IsNull)):
        raise RowExpressionError(f"{name} is a partition column: no IS NULL and no nested fields")
    if isinstance(comparison, IsNull):
        known = base in _TEXT | _NUMBER | _BOOLEAN | _STRUCT
    else:
        known = base in _TEXT | _NUMBER | _BOOLEAN
    if not known:
        raise RowExpressionError(f"{name} is of type {found}, by which rows cannot be chosen")
    if isinstance(comparison, Like) and base not in _TEXT:
        raise RowExpressionError(f"LIKE needs a text column, {name} is of type {found}")
    for constant in _constants(comparison):
        _check_constant(name, found, base, constant)
    if base in _BOOLEAN and not _is_equality(comparison):
        raise RowExpressionError(f"{name} is true or false: it can only be compared by = and <>")


def _check_constant(name: str, found: str, base: str, constant: Constant) -> None:
    if isinstance(constant, bool):
        fits = base in _BOOLEAN
    elif isinstance(constant, str):
        fits = base in _TEXT
    else:
        fits = base in _NUMBER
    if not fits:
        raise RowExpressionError(
            f"{name} is of type {found} and cannot be compared with {constant!s}"
        )


def _constants(comparison: Comparison) -> tuple[Constant, ...]:
    match comparison:
        case Compare():
            return (comparison.constant,)
        case Between():
            return (comparison.low, comparison.high)
        case In():
            return comparison.constants
        case Like():
            return (comparison.pattern,)
    return ()


def _is_equality(comparison: Comparison) -> bool:
    if isinstance(comparison, Compare):
        return comparison.operator in {"=", "<>"}
    return isinstance(comparison, In | IsNull)


def _fields(glue_type: str) -> Iterator[tuple[str, str]]:
    if not (glue_type.startswith("struct<") and glue_type.endswith(">")):
        return
    for part in _split(glue_type[len("struct<") : -1]):
        name, _, field_type = part.partition(":")
        yield name.strip(), field_type.strip()


def _split(text: str) -> Iterator[str]:
    depth, start = 0, 0
    for at, character in enumerate(text):
        depth += (character in "<(") - (character in ">)")
        if character == "," and depth == 0:
            yield text[start:at]
            start = at + 1
    yield text[start:]
