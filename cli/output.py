"""Showing results: a table for people, one JSON object for programs."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import typer
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

console = Console()
progress_console = Console(stderr=True)

_WHOLE = frozenset({"id", "state", "action", "until"})
"""Columns that people copy from: the others make room first, and nothing of these is cut."""
_GAP = 2
_MOST_ITEMS = 3


def show_json(result: object) -> None:
    """Print one JSON document on standard output."""
    typer.echo(json.dumps(result, indent=2, default=str))


def show_rows(
    rows: Iterable[Mapping[str, Any]],
    columns: Sequence[str],
    *,
    as_json: bool,
    empty: str,
    extra: Sequence[str] = (),
) -> None:
    """Print rows as a table of the named columns, or whole as JSON.

    Everything is printed as text: a value may look like markup.

    Args:
        extra: columns that a narrow terminal can do without, the first to go first.
    """
    rows = list(rows)
    if as_json:
        show_json(rows)
    elif not rows:
        console.print(empty)
    else:
        _show_table(rows, columns, extra)


def _show_table(
    rows: Sequence[Mapping[str, Any]], columns: Sequence[str], extra: Sequence[str]
) -> None:
    shown, left_out = list(columns), []
    for column in extra:
        if _width(rows, shown) > console.width:
            shown.remove(column)
            left_out.append(column)
    most_items = _MOST_ITEMS if _width(rows, shown) > console.width else None
    console.print(_table(rows, shown, most_items))
    if left_out or most_items:
        names = f" without {', '.join(left_out)}" if left_out else " with long lists cut"
        progress_console.print(f"shown{names}: a wider terminal or --json shows all", style="dim")


def _width(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> int:
    """Cells that a table takes where nothing is folded."""
    rows = list(rows)
    widest = (max(cell_len(text) for text in _texts(rows, column)) for column in columns)
    return sum(widest) + _GAP * (len(columns) - 1)


def _texts(rows: Iterable[Mapping[str, Any]], column: str) -> Iterator[str]:
    yield column
    for row in rows:
        yield from _cell(row.get(column)).split("\n")


def _table(
    rows: Iterable[Mapping[str, Any]], columns: Sequence[str], most_items: int | None
) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(Text(column), overflow="fold", no_wrap=column in _WHOLE)
    for row in rows:
        table.add_row(*(Text(_cell(row.get(column), most_items)) for column in columns))
    return table


def _cell(value: object, most_items: int | None = None) -> str:
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        items = [str(item) for item in value]
        if most_items and len(items) > most_items:
            return f"{', '.join(items[: most_items - 1])} and {len(items) - most_items + 1} more"
        return ", ".join(items)
    return str(value)
