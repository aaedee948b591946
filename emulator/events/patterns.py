"""Event patterns: matched by moto, which takes an operator that it does not know as met."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from emulator.api import AwsError

_OPERATORS = frozenset(
    {
        *("exists", "prefix", "suffix", "numeric", "anything-but", "equals-ignore-case", "cidr"),
        "wildcard",
    }
)


def check_pattern(text: str | None) -> None:
    """Refuse a pattern that would match more than it says.

    Raises:
        AwsError: InvalidEventPatternException.
    """
    if text is None:
        return
    try:
        pattern = json.loads(text)
    except json.JSONDecodeError:
        raise AwsError(
            "InvalidEventPatternException", "Event pattern is not valid. Reason: Invalid JSON"
        ) from None
    for operator in _operators(pattern):
        if operator not in _OPERATORS:
            message = f"Event pattern is not valid. Reason: Unrecognized match type {operator}"
            raise AwsError("InvalidEventPatternException", message)


def _operators(pattern: Any) -> Iterator[str]:  # noqa: ANN401 - any JSON
    if not isinstance(pattern, Mapping):
        return
    for name, value in pattern.items():
        if isinstance(value, Mapping):
            yield from _operators(value)
        for entry in value if isinstance(value, list) else ():
            if isinstance(entry, Mapping):
                yield from _operators(entry) if name == "$or" else entry
