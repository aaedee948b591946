"""Of the judged expressions beside this repository nearly all are right, none silently wrong."""

import json
from pathlib import Path
from typing import Any

import pytest

from emulator.athena.faults import QueryFault
from tests.emulator.athena.engine import value

_ANSWERS = Path(__file__).parents[4] / "shared/data/athena/functions.json"


def test_nearly_every_judged_expression_is_right_and_none_is_silently_wrong() -> None:
    if not _ANSWERS.exists():
        pytest.skip(f"{_ANSWERS.name} is not beside this repository")
    cases = json.loads(_ANSWERS.read_text("utf-8"))

    judged = [(case["sql"], _judge(case["sql"], case["expected"])) for case in cases]

    assert [sql for sql, verdict in judged if verdict == "wrong"] == []
    assert sum(verdict == "right" for _, verdict in judged) >= 0.95 * len(cases)


def _judge(sql: str, expected: Any) -> str:  # noqa: ANN401 - as JSON has it
    try:
        given = value(sql)
    except QueryFault:
        return "right" if expected == "!ERR" else "refused"
    return "right" if given == _text(expected) else "wrong"


def _text(expected: Any) -> str | None:  # noqa: ANN401 - as JSON has it
    """Write a judged value as a result shows it."""
    if isinstance(expected, dict):
        (kind, inner), *_ = expected.items()
        return f"{inner.replace('T', ' ')}.000" if kind == "timestamp" else str(inner)
    if isinstance(expected, list):
        return f"[{', '.join(_text(item) or 'null' for item in expected)}]"
    if isinstance(expected, bool):
        return str(expected).lower()
    if isinstance(expected, float) and expected >= 1e7:
        return f"{expected / 1e9!r}E9"
    return None if expected is None else str(expected)
