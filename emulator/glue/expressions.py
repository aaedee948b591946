"""Partitions by expression, as ``GetPartitions`` takes it: NULL is neither equal, less nor greater.

Source: https://docs.aws.amazon.com/glue/latest/webapi/API_GetPartitions.html
"""

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from emulator.api import AwsError

_NULL = "__HIVE_DEFAULT_PARTITION__"
_WHOLE = ("tinyint", "smallint", "int", "integer", "bigint", "long")
_READERS: Mapping[str, Callable[[str], Any]] = {
    **dict.fromkeys(_WHOLE, int),
    "decimal": Decimal,
    "date": date.fromisoformat,
}
_COMPARE: Mapping[type[exp.Expr], Callable[[Any, Any], bool]] = {
    exp.EQ: operator.eq,
    exp.NEQ: operator.ne,
    exp.LT: operator.lt,
    exp.LTE: operator.le,
    exp.GT: operator.gt,
    exp.GTE: operator.ge,
}
Row = Mapping[str, tuple[str, str]]
"""Glue type and value of each partition key, by name."""


class Expression:
    """A condition on partition keys.

    Raises:
        AwsError: InvalidInputException, for what Glue does not read.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        try:
            self._tree = sqlglot.parse_one(text, read="trino")
        except SqlglotError:
            raise self._unsupported() from None

    def keeps(self, keys: Sequence[Mapping[str, str]], values: Sequence[str]) -> bool:
        """Say if a partition with these values is asked for."""
        named = zip(keys, values, strict=True)
        row = {key["Name"].lower(): (key.get("Type", "string").lower(), v) for key, v in named}
        return self._truth(self._tree, row) is True

    def _truth(self, node: exp.Expr, row: Row) -> bool | None:
        if isinstance(node, exp.Paren):
            return self._truth(node.this, row)
        if isinstance(node, exp.Not):
            inner = self._truth(node.this, row)
            return None if inner is None else not inner
        if isinstance(node, (exp.And, exp.Or)):
            sides = [self._truth(node.this, row), self._truth(node.expression, row)]
            decisive = isinstance(node, exp.Or)
            return decisive if decisive in sides else (None if None in sides else not decisive)
        if isinstance(node, exp.Is) and isinstance(node.expression, exp.Null):
            return self._key(node.this, row)[1] == _NULL
        kind, text = self._key(node.this, row)
        if text == _NULL:
            return None
        return self._compare(node, kind, _read(kind, text))

    def _compare(self, node: exp.Expr, kind: str, value: Any) -> bool:  # noqa: ANN401 - as its type has it
        if isinstance(node, exp.In):
            return value in [self._literal(item, kind) for item in node.expressions]
        if isinstance(node, exp.Between):
            low, high = (self._literal(node.args[end], kind) for end in ("low", "high"))
            return bool(low <= value <= high)
        if isinstance(node, exp.Like):
            parts = re.split(r"([%_])", str(self._literal(node.expression, "string")))
            signs = {"%": ".*", "_": "."}
            return bool(re.fullmatch("".join(signs.get(p) or re.escape(p) for p in parts), value))
        if type(node) not in _COMPARE:
            raise self._unsupported()
        return _COMPARE[type(node)](value, self._literal(node.expression, kind))

    def _key(self, node: object, row: Row) -> tuple[str, str]:
        if not isinstance(node, exp.Column) or node.name.lower() not in row:
            raise self._unsupported()
        return row[node.name.lower()]

    def _literal(self, node: exp.Expr, kind: str) -> Any:  # noqa: ANN401 - as its type has it
        if isinstance(node, exp.Neg):
            return -self._literal(node.this, kind)
        value = node.this if isinstance(node, exp.Cast) else node
        if not isinstance(value, exp.Literal):
            raise self._unsupported()
        return _read(kind, str(value.this))

    def _unsupported(self) -> AwsError:
        return AwsError("InvalidInputException", f"Unsupported expression '{self._text}'")


def _read(kind: str, text: str) -> Any:  # noqa: ANN401 - as its type has it
    reader = _READERS.get(kind.partition("(")[0], str)
    try:
        return reader(text)
    except (ValueError, InvalidOperation):
        raise AwsError("InvalidInputException", f"'{text}' is not a valid {kind}") from None
