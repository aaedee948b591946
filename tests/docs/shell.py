"""The commands that texts show."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

from docs.pages.cli import commands

ROOT = Path(__file__).parents[2]
TEXTS = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "docs/how-to").glob("*.md")]
)
# A command that is a line, and one whose output another command takes.
_MESH = re.compile(r"^(?:\.venv/bin/)?mesh (.*)$")
_INNER = re.compile(r"\$\((?:\.venv/bin/)?mesh ([^)]*)\)")


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def blocks(path: Path) -> Iterator[str]:
    """Lines of code: indented by four, or fenced as ``sh``."""
    fence = ""
    whole = path.read_text(encoding="utf-8").replace("\\\n", " ")
    for line in whole.splitlines():
        if line.startswith("```"):
            fence = "" if fence else line[3:] or "text"
        elif fence == "sh":
            yield line
        elif not fence and line.startswith("    "):
            yield line.strip()


def mesh_commands(path: Path) -> Iterator[list[str]]:
    """Words after ``mesh`` of every command that a text has in a block."""
    for line in blocks(path):
        for rest in _MESH.findall(line) + _INNER.findall(line):
            yield shlex.split(rest, comments=True)


def check(words: list[str]) -> None:
    """Parse a command as the shell would hand it over; nothing is run.

    Raises:
        LookupError: if there is no such command.
        UsageError: of Typer, for what the command does not take or lacks.
    """
    for length in (2, 1):
        name = " ".join(["mesh", *words[:length]])
        if name in commands():
            commands()[name].make_context(name, words[length:])
            return
    raise LookupError(f"there is no command 'mesh {' '.join(words)}'")
