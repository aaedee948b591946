"""Finds out how a delimited text is written: delimiter, quoting, header, number of columns."""

import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

_DELIMITERS = (",", "\t", ";", "|", "\x01", "^", "~")
_LOOKED_AT = 200
_REGULAR = 0.7
_LONGEST_NAME = 120
_NO_NAME = re.compile(
    r"""^\s*[+-]?[\d.,]+%?\s*$ | @ | ^\d | \d{4,} | ^(true|false|null|none|nan)$""",
    re.IGNORECASE | re.VERBOSE,
)
_WORD = re.compile(r"^[A-Za-z_][\w.-]*$")


@dataclass(frozen=True, kw_only=True)
class Dialect:
    """How a delimited text is written.

    Attributes:
        names: one for each column, each once.
        has_header: whether the first row holds the names.
    """

    delimiter: str
    quote: str
    names: tuple[str, ...]
    has_header: bool


def dialect_of(text: str, *, whole: bool) -> Dialect | None:
    """Tell how the beginning of a text is delimited; None if it is no table.

    Args:
        whole: whether the text is all there is, so that its last line is complete.
    """
    if not whole:
        text = text[: text.rfind("\n") + 1] or text
    found = [_tried(text, delimiter) for delimiter in _DELIMITERS if delimiter in text]
    best = max(found, key=lambda one: one[:2], default=None)
    if best and best[0] >= _REGULAR:
        return _described(best[2], best[3], best[1])
    rows = [line for line in text.splitlines() if line.strip()][:_LOOKED_AT]
    if len(rows) > 1 and all(_is_cell(row) for row in rows) and _WORD.match(_bare(rows[0])):
        return _described(",", [[_bare(row)] for row in rows], 1)
    return None


def _tried(text: str, delimiter: str) -> tuple[float, int, str, list[list[str]]]:
    """Share of rows with the usual number of fields, that number, and the rows."""
    rows = _parsed(text, delimiter)
    counts = Counter(len(row) for row in rows if row)
    if not counts:
        return 0.0, 0, delimiter, rows
    # Of two numbers as usual as each other the larger one leaves no field out.
    width, times = max(counts.items(), key=lambda item: (item[1], item[0]))
    if width == 1 or (times == 1 and len(rows) > 1):
        return 0.0, width, delimiter, rows
    return round(times / sum(counts.values()), 1), width, delimiter, rows


def _parsed(text: str, delimiter: str) -> list[list[str]]:
    rows = []
    try:
        for row in csv.reader(text.splitlines(keepends=True), delimiter=delimiter):
            rows.append(row)
            if len(rows) == _LOOKED_AT:
                break
    except csv.Error:
        return []
    return [row for row in rows if row]


def _is_cell(line: str) -> bool:
    return len(line.split()) == 1 and len(line) <= _LONGEST_NAME


def _bare(line: str) -> str:
    return line.strip().removeprefix('"').removesuffix('"')


def _described(delimiter: str, rows: Sequence[Sequence[str]], width: int) -> Dialect:
    first = [cell.strip() for cell in rows[0]]
    has_header = len(rows) > 1 and is_header(first, width)
    names = first if has_header else []
    width = max(width, len(names))
    return Dialect(
        delimiter=delimiter, quote='"', names=unique_names(names, width), has_header=has_header
    )


def is_header(first: Sequence[str], width: int) -> bool:
    """Whether the cells of a first row are names, and surely no values."""
    named = [cell for cell in first if cell]
    if not named or len(named) < width / 2:
        return False
    return not any(_NO_NAME.search(cell) or len(cell) > _LONGEST_NAME for cell in named) or (
        # One name like "1997" or "2nd" among many words is still a name.
        sum(bool(_WORD.match(cell)) for cell in named) >= len(named) * 0.8
        and not any("@" in cell for cell in named)
    )


def unique_names(names: Sequence[str], width: int) -> tuple[str, ...]:
    """As many names as there are columns, each once."""
    unique: list[str] = []
    taken: set[str] = set()
    for place in range(width):
        name = (names[place] if place < len(names) else "") or f"column {place + 1}"
        number, free = 1, name
        while free in taken:
            number += 1
            free = f"{name} ({number})"
        taken.add(free)
        unique.append(free)
    return tuple(unique)
