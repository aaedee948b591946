"""Finds out how a delimited text is written: delimiter, quoting, header, number of columns."""

import csv
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from mesh.scanning.formats.headers import LONGEST_NAME, WORD, is_header, is_usual
from mesh.scanning.formats.separators import STAND_IN, separator_of, with_stand_in

_DELIMITERS = (",", "\t", ";", "|", "\x01", "\x02", STAND_IN, "^", "~")
# What stands in values and sentences too: a delimiter only under names that surely are names.
_RARE_DELIMITERS = (" ", ":", "!", "#", "&", "*", "%", "/")
_FEWEST_RARE, _FEWEST_USUAL = 3, 2
_LOOKED_AT = 200
_REGULAR = 0.7


@dataclass(frozen=True, kw_only=True)
class Dialect:
    """How a delimited text is written.

    Attributes:
        names: one for each column, each once.
        has_header: whether the first row holds the names.
        has_rows: whether anything follows the header.
        written: what the file has for the delimiter, if that is not one ASCII sign.
    """

    delimiter: str
    quote: str
    names: tuple[str, ...]
    has_header: bool
    has_rows: bool = True
    written: str = ""


def dialect_of(text: str, *, whole: bool) -> Dialect | None:
    """Tell how the beginning of a text is delimited; None if it is no table.

    Args:
        whole: whether the text is all there is, so that its last line is complete.
    """
    if not whole:
        text = text[: text.rfind("\n") + 1] or text
    rows = [line for line in text.splitlines() if line.strip()][:_LOOKED_AT]
    separator = separator_of(rows)
    dialect = _regular(text)
    if separator and (not dialect or dialect.delimiter in separator):
        found = _regular(with_stand_in(text, separator))
        return replace(found, written=separator) if found else None
    return dialect or _rare(text) or _single(rows)


def _regular(text: str) -> Dialect | None:
    found = [_tried(text, delimiter) for delimiter in _DELIMITERS if delimiter in text]
    best = max(found, key=lambda one: one[:2], default=None)
    if best and best[0] >= _REGULAR:
        return _described(best[2], best[3], best[1])
    return None


def _rare(text: str) -> Dialect | None:
    """A table whose delimiter is rare, if every row is as wide as a header of usual names."""
    for delimiter in _RARE_DELIMITERS:
        rows = _parsed(text, delimiter)
        width = len(rows[0]) if rows else 0
        names = rows[0] if rows else []
        is_even = width >= _FEWEST_RARE and all(len(row) == width for row in rows)
        if is_even and len(rows) > 1 and all(WORD.match(name) for name in names):
            usual = sum(map(is_usual, names))
            if usual >= _FEWEST_USUAL and is_header(rows, width):
                return _described(delimiter, rows, width)
    return None


def _single(rows: Sequence[str]) -> Dialect | None:
    """A table of one column."""
    if len(rows) > 1 and all(_is_cell(row) for row in rows) and WORD.match(_bare(rows[0])):
        return _described(",", [[_bare(row)] for row in rows], 1)
    return None


def expected_dialect(text: str, names: Collection[str]) -> Dialect | None:
    """Tell how a text is delimited whose first row holds some of these names; None if none does."""
    lines = text.lstrip("\ufeff\r\n").splitlines()
    if not lines:
        return None
    tried = [_parsed(lines[0], delimiter) or [[]] for delimiter in _DELIMITERS]
    known = [len({cell.strip() for cell in rows[0]} & set(names)) for rows in tried]
    best = max(range(len(tried)), key=lambda place: known[place])
    if not known[best]:
        return None
    first = [cell.strip() for cell in tried[best][0]]
    return Dialect(
        delimiter=_DELIMITERS[best],
        quote='"',
        names=unique_names(first, len(first)),
        has_header=True,
        has_rows=any(line.strip() for line in lines[1:]),
    )


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
    return len(line.split()) == 1 and len(line) <= LONGEST_NAME


def _bare(line: str) -> str:
    return line.strip().removeprefix('"').removesuffix('"')


def _described(delimiter: str, rows: Sequence[Sequence[str]], width: int) -> Dialect:
    first = [cell.strip() for cell in rows[0]]
    has_header = is_header(rows, width)
    names = first if has_header else []
    width = max(width, len(names))
    return Dialect(
        delimiter=delimiter, quote='"', names=unique_names(names, width), has_header=has_header
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
