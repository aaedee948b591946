"""JSON as Trino reads it: numbers keep their digits in texts, and paths are lax or strict.

Sources: https://trino.io/docs/current/functions/json.html and the answers of its JsonFunctions.
"""

import json
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, NoReturn

from emulator.athena.engine.numbers import java

Step = str | int


class _Number(str):
    """A number as the document writes it."""

    __slots__ = ()


class _Absent(Exception):  # noqa: N818 - what a strict path asks for is not there
    """A strict path does not fit the document."""


def _constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _first_wins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        found.setdefault(key, value)
    return found


_AS_WRITTEN = json.JSONDecoder(
    parse_int=_Number,
    parse_float=_Number,
    parse_constant=_constant,
    object_pairs_hook=_first_wins,
)
_VALUES = json.JSONDecoder(parse_constant=_constant)


def _write(value: Any, *, ordered: bool) -> str:  # noqa: ANN401 - as JSON has it
    """Write a value without blanks, floating numbers as Java does."""
    if isinstance(value, float):
        return java(repr(value))
    if isinstance(value, list):
        return "[" + ",".join(_write(item, ordered=ordered) for item in value) + "]"
    if isinstance(value, dict):
        items = sorted(value.items()) if ordered else value.items()
        return "{" + ",".join(f"{_text(k)}:{_write(v, ordered=ordered)}" for k, v in items) + "}"
    return _text(value)


def _text(value: Any) -> str:  # noqa: ANN401 - as JSON has it
    return json.dumps(value, ensure_ascii=False)


def _parse(text: str) -> str:
    """Read a document: the keys of its objects come in order, the last of equal ones counts."""
    try:
        return _write(_VALUES.decode(text.strip()), ordered=True)
    except (ValueError, RecursionError):
        raise ValueError(
            f"§INVALID_FUNCTION_ARGUMENT: Cannot convert value to JSON: '{text}'"
        ) from None


@lru_cache(maxsize=64)
def _steps(path: str) -> tuple[Step, ...]:
    return tuple(json.loads(path))


def _scalar(text: str, path: str) -> str | None:
    """Answer ``json_extract_scalar``: the digits of a number are those of the document."""
    try:
        value = _AS_WRITTEN.decode(text.strip())
    except (ValueError, RecursionError):
        return None
    for step in _steps(path):
        in_list = isinstance(step, int) and isinstance(value, list) and step < len(value)
        if not in_list and not (isinstance(value, dict) and step in value):
            return None
        value = value[step]
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, str) else None


def _found(text: str, path: str) -> list[Any]:
    """Items at a path of SQL's own language; nothing where document or path fail."""
    mode, *steps = _steps(path)
    try:
        items = [_VALUES.decode(text.strip())]
        for step in steps:
            items = [found for item in items for found in _step(item, step, lax=mode == "lax")]
    except (ValueError, RecursionError, _Absent):
        return []
    return items


def _step(item: Any, step: Step, *, lax: bool) -> Iterator[Any]:  # noqa: ANN401 - as JSON has it
    # Lax paths unwrap an array to reach a member, and wrap anything to reach an index.
    if isinstance(step, int):
        row = item if isinstance(item, list) or not lax else [item]
        if isinstance(row, list) and step < len(row):
            yield row[step]
        elif not lax:
            raise _Absent
        return
    for inner in item if lax and isinstance(item, list) else [item]:
        if isinstance(inner, dict) and step in inner:
            yield inner[step]
        elif not lax:
            raise _Absent


def _value(text: str, path: str) -> str | None:
    items = _found(text, path)
    if len(items) != 1 or isinstance(items[0], (list, dict)) or items[0] is None:
        return None
    return items[0] if isinstance(items[0], str) else _write(items[0], ordered=False)


def _query(text: str, path: str) -> str | None:
    items = _found(text, path)
    return _write(items[0], ordered=False) if len(items) == 1 else None


FUNCTIONS: dict[str, tuple[Callable[..., Any], list[Any], Any]] = {
    "py_json_parse": (_parse, ["VARCHAR"], "VARCHAR"),
    "py_json_scalar": (_scalar, ["VARCHAR"] * 2, "VARCHAR"),
    "py_json_value": (_value, ["VARCHAR"] * 2, "VARCHAR"),
    "py_json_query": (_query, ["VARCHAR"] * 2, "VARCHAR"),
    "py_json_exists": (lambda text, path: bool(_found(text, path)), ["VARCHAR"] * 2, "BOOLEAN"),
}
