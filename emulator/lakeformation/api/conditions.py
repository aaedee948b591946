"""Conditions under which a registered location is listed.

Source: Lake Formation API reference, "FilterCondition" (fields and operators). Assumed: all
conditions must hold, and moments are written as ISO 8601.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from emulator.lakeformation.engine.lake import Registration
from emulator.lakeformation.store import invalid

_Value = str | datetime
_FIELDS: Mapping[str, Callable[[Registration], _Value]] = {
    "RESOURCE_ARN": lambda registration: registration.arn,
    "ROLE_ARN": lambda registration: registration.role_arn,
    "LAST_MODIFIED": lambda registration: registration.modified,
}
_COMPARE: Mapping[str, Callable[[Any, Sequence[Any]], bool]] = {
    "EQ": lambda found, asked: found == asked[0],
    "NE": lambda found, asked: found != asked[0],
    "LT": lambda found, asked: found < asked[0],
    "LE": lambda found, asked: found <= asked[0],
    "GT": lambda found, asked: found > asked[0],
    "GE": lambda found, asked: found >= asked[0],
    "CONTAINS": lambda found, asked: asked[0] in str(found),
    "NOT_CONTAINS": lambda found, asked: asked[0] not in str(found),
    "BEGINS_WITH": lambda found, asked: str(found).startswith(asked[0]),
    "IN": lambda found, asked: found in asked,
    "BETWEEN": lambda found, asked: asked[0] <= found <= asked[1],
}
_OF_TEXTS = frozenset({"CONTAINS", "NOT_CONTAINS", "BEGINS_WITH"})


def holds(registration: Registration, conditions: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a registration is asked for.

    Raises:
        AwsError: InvalidInputException for a condition that says nothing.
    """
    return all(_holds(registration, condition) for condition in conditions)


def _holds(registration: Registration, condition: Mapping[str, Any]) -> bool:
    field, operator = str(condition.get("Field")), str(condition.get("ComparisonOperator"))
    if field not in _FIELDS or operator not in _COMPARE:
        raise invalid(f"No such condition: {field} {operator}.")
    found = _FIELDS[field](registration)
    if isinstance(found, datetime) and operator in _OF_TEXTS:
        raise invalid(f"{field} is a moment, and {operator} compares texts.")
    texts: Sequence[str] = condition.get("StringValueList") or ()
    wanted = {"IN": max(len(texts), 1), "BETWEEN": 2}.get(operator, 1)
    if len(texts) != wanted:
        raise invalid(f"{field} {operator} takes {wanted} values, got {len(texts)}.")
    asked = [_moment(text) for text in texts] if isinstance(found, datetime) else texts
    return _COMPARE[operator](found, asked)


def _moment(text: str) -> datetime:
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        raise invalid(f"{text!r} is no moment in ISO 8601.") from None
    return read if read.tzinfo else read.replace(tzinfo=UTC)
