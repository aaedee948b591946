"""Condition operators, as "IAM JSON policy elements: Condition operators" describes them."""

import ipaddress
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from emulator.iam.errors import PolicyError
from emulator.iam.keys import asks_unknown_tag, is_known_key
from emulator.iam.matching import Context, matches_arn, matches_text

Quantifier = Literal["", "ForAllValues", "ForAnyValue"]
Test = Callable[[str, str, Context], bool]
"""test(value of the policy, value of the request, context)"""


@dataclass(frozen=True, kw_only=True)
class Condition:
    """One operator over one key with the policy's values."""

    label: str
    operator: str
    quantifier: Quantifier
    if_exists: bool
    key: str
    values: tuple[str, ...]

    def holds(self, context: Context) -> bool:
        """Whether the request meets this condition.

        Raises:
            PolicyError: for a key that the embedded AWS does not know.
        """
        if not is_known_key(self.key):
            raise PolicyError(f"{self.label}: condition key {self.key!r} is not known here")
        if asks_unknown_tag(self.key, context):
            raise PolicyError(
                f"{self.label}: {self.key!r}: this resource's tags are not known here"
            )
        given = context.get(self.key.lower())
        values = [given] if isinstance(given, str) else given
        if self.operator == "Null":
            return (not values) == (self.values[0].lower() == "true")
        if not values:
            return self._absent()
        return self._holds_for(values, context)

    def _absent(self) -> bool:
        if self.quantifier:
            return self.quantifier == "ForAllValues" or self.if_exists
        return self.if_exists or self.operator in _NEGATED

    def _holds_for(self, given: list[str], context: Context) -> bool:
        test, negated = (
            _TESTS[_NEGATED.get(self.operator, self.operator)],
            self.operator in _NEGATED,
        )
        found = [any(test(mine, value, context) for mine in self.values) for value in given]
        met = [one != negated for one in found]
        if self.quantifier == "ForAnyValue":
            return any(met)
        if self.quantifier == "ForAllValues" or negated:
            return all(met)
        return any(met)


def read_conditions(block: Any, *, label: str) -> tuple[Condition, ...]:  # noqa: ANN401 - unchecked JSON
    """Read a statement's Condition block.

    Raises:
        PolicyError: for an operator that does not exist or a block that is none.
    """
    if not isinstance(block, Mapping):
        raise PolicyError(f"{label}: Condition must be an object")
    return tuple(
        _condition(written, key, values, label)
        for written, keys in block.items()
        for key, values in keys.items()
    )


def _condition(written: str, key: str, values: Any, label: str) -> Condition:  # noqa: ANN401 - unchecked JSON
    found = re.fullmatch(r"(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?", written)
    operator = _NAMES.get(found[2].lower()) if found else None
    if not found or not operator or (operator == "Null" and found[3]):
        raise PolicyError(f"{label}: condition operator {written!r} does not exist")
    listed = values if isinstance(values, list) else [values]
    quantifier: Quantifier = found[1] or ""  # type: ignore[assignment]
    return Condition(
        label=label,
        operator=operator,
        quantifier=quantifier,
        if_exists=bool(found[3]),
        key=key,
        values=tuple(_text(value) for value in listed),
    )


def _text(value: Any) -> str:  # noqa: ANN401 - unchecked JSON
    return str(value).lower() if isinstance(value, bool) else str(value)


def _number(compare: Callable[[float, float], bool]) -> Test:
    def test(mine: str, given: str, _: Context) -> bool:
        try:
            return compare(float(given), float(mine))
        except ValueError:
            return False

    return test


def _date(compare: Callable[[datetime, datetime], bool]) -> Test:
    return lambda mine, given, _: compare(_moment(given), _moment(mine))


def _moment(text: str) -> datetime:
    if re.fullmatch(r"\d+(\.\d+)?", text):
        return datetime.fromtimestamp(float(text), tz=UTC)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise PolicyError(f"{text!r} is no date; write it like 2026-01-31T12:00:00Z") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _ip(mine: str, given: str, _: Context) -> bool:
    return ipaddress.ip_address(given) in ipaddress.ip_network(mine, strict=False)


_TESTS: Mapping[str, Test] = {
    "StringEquals": lambda m, g, c: matches_text(m, g, c, wildcards=False),
    "StringEqualsIgnoreCase": lambda m, g, c: matches_text(
        m.lower(), g.lower(), c, wildcards=False
    ),
    "StringLike": matches_text,
    "ArnLike": matches_arn,
    "ArnEquals": matches_arn,
    "Bool": lambda m, g, _: m.lower() == g.lower(),
    "BinaryEquals": lambda m, g, _: m == g,
    "IpAddress": _ip,
    "NumericEquals": _number(lambda g, m: g == m),
    "NumericLessThan": _number(lambda g, m: g < m),
    "NumericLessThanEquals": _number(lambda g, m: g <= m),
    "NumericGreaterThan": _number(lambda g, m: g > m),
    "NumericGreaterThanEquals": _number(lambda g, m: g >= m),
    "DateEquals": _date(lambda g, m: g == m),
    "DateLessThan": _date(lambda g, m: g < m),
    "DateLessThanEquals": _date(lambda g, m: g <= m),
    "DateGreaterThan": _date(lambda g, m: g > m),
    "DateGreaterThanEquals": _date(lambda g, m: g >= m),
}
_NEGATED: Mapping[str, str] = {
    "StringNotEquals": "StringEquals",
    "StringNotEqualsIgnoreCase": "StringEqualsIgnoreCase",
    "StringNotLike": "StringLike",
    "ArnNotLike": "ArnLike",
    "ArnNotEquals": "ArnEquals",
    "NotIpAddress": "IpAddress",
    "NumericNotEquals": "NumericEquals",
    "DateNotEquals": "DateEquals",
}
_NAMES = {name.lower(): name for name in (*_TESTS, *_NEGATED, "Null")}
