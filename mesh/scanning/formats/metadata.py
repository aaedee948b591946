"""What columnar files say of themselves: notes by name, of a file and of its columns."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa

from mesh.scanning.formats.strings import text_rows
from mesh.scanning.frames import Rows

_COLUMN = "metadata"
# The schema again, packed.
_NO_NOTES = {"ARROW:schema"}
_FEWEST_DIGITS = 6
_Notes = Mapping[Any, Any]


def schema_notes(schema: pa.Schema) -> Iterator[Rows]:
    """Give what a schema and its columns are told by."""
    told: list[_Notes] = [schema.metadata or {}, *(field.metadata or {} for field in schema)]
    return notes(*told)


def notes(*told: _Notes) -> Iterator[Rows]:
    """Give the texts of notes that may tell of somebody: programs' own words do not.

    Args:
        told: notes by name, in text or bytes; such as are JSON are looked into.
    """
    texts = [
        text
        for each in told
        for name, value in each.items()
        if _text(name) not in _NO_NOTES
        for text in (_text(name), *_leaves(_text(value)))
    ]
    telling = list(dict.fromkeys(filter(_may_tell, texts)))
    if telling:
        yield text_rows(telling, _COLUMN)


def _text(value: object) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def _leaves(text: str) -> Iterator[str]:
    try:
        waiting = [json.loads(text)]
    except (ValueError, RecursionError):
        waiting = [text]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting += [*value, *value.values()]
        elif isinstance(value, list):
            waiting += value
        elif value is not None:
            yield str(value)


def _may_tell(text: str) -> bool:
    return "@" in text or " " in text or sum(map(str.isdigit, text)) >= _FEWEST_DIGITS
