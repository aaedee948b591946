"""Writing Markdown that reads well as text too."""

import inspect
import re
from collections.abc import Iterable, Sequence

Row = Sequence[str]


def page(title: str, introduction: str, *sections: str) -> str:
    """A whole page; says of itself that it is made."""
    note = "<!-- Made by `make docs`; a test fails when it is stale. -->"
    return "\n\n".join([f"# {title}", note, introduction, *sections]) + "\n"


def section(title: str, *parts: str, level: int = 2) -> str:
    """A heading and what stands below it."""
    return "\n\n".join([f"{'#' * level} {title}", *parts])


def table(head: Row, rows: Iterable[Row]) -> str:
    """A table; what would end a cell is written harmlessly."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(_cell(cell) for cell in line)} |" for line in lines)


def bullets(items: Iterable[str]) -> str:
    """A list."""
    return "\n".join(f"- {' '.join(item.split())}" for item in items)


def code(words: Iterable[str]) -> str:
    """Words as code, by comma."""
    return ", ".join(f"`{word}`" for word in words)


def attributes_of(described: type) -> dict[str, str]:
    """What the documentation of a class says of each of its attributes."""
    told = inspect.cleandoc(described.__doc__ or "").partition("Attributes:")[2]
    found = re.findall(r"^ {4}(\w+): (.*(?:\n {8}.*)*)", told, re.MULTILINE)
    return {name: " ".join(meaning.split()) for name, meaning in found}


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
