"""Showing results: a table for people, one JSON object for programs."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

console = Console()
progress_console = Console(stderr=True)

_WHOLE = frozenset({"id", "state", "action"})
"""Columns that people copy from: the others make room first, and nothing is cut."""


def show_json(result: object) -> None:
    """Print one JSON document on standard output."""
    typer.echo(json.dumps(result, indent=2, default=str))


def show_rows(
    rows: Iterable[Mapping[str, Any]], columns: Sequence[str], *, as_json: bool, empty: str
) -> None:
    """Print rows as a table of the named columns, or whole as JSON.

    Everything is printed as text: a value may look like markup.
    """
    rows = list(rows)
    if as_json:
        show_json(rows)
    elif not rows:
        console.print(empty)
    else:
        console.print(_table(rows, columns))


def _table(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(Text(column), overflow="fold", no_wrap=column in _WHOLE)
    for row in rows:
        table.add_row(*(Text(_cell(row.get(column))) for column in columns))
    return table


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        return ", ".join(str(item) for item in value)
    return str(value)
