"""Where the fields of a YAML document are."""

from collections.abc import Iterator
from typing import TypeAlias

import yaml

Path: TypeAlias = tuple[str | int, ...]


def field_of(path: Path) -> str:
    """A field as people write it: ``schema[0].properties[2].physicalType``."""
    parts = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return "".join(parts).removeprefix(".") or "the document"


def placed(where: str, path: Path, advice: str, lines: "Lines") -> str:
    """A fault as people are told: the file, the line, the field, and what to write."""
    line = lines.of(path)
    return (
        f"{where}:{line}: {field_of(path)}: {advice}"
        if line
        else f"{where}: {field_of(path)}: {advice}"
    )


class Lines:
    """Line numbers of a YAML document's fields."""

    def __init__(self, root: yaml.Node | None) -> None:
        self._lines = dict(_walk(root, ())) if root else {}

    @classmethod
    def read(cls, text: str) -> "Lines":
        """Note the line of every field of a YAML text."""
        return cls(yaml.compose(text, Loader=yaml.SafeLoader))

    def of(self, path: Path) -> int | None:
        """Line (from 1) of a field, or of the nearest field around it that is written."""
        for length in range(len(path), -1, -1):
            if (line := self._lines.get(path[:length])) is not None:
                return line
        return None


def _walk(node: yaml.Node, path: Path) -> Iterator[tuple[Path, int]]:
    if not path:
        yield path, node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield (*path, key.value), key.start_mark.line + 1
            yield from _walk(value, (*path, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            yield (*path, index), item.start_mark.line + 1
            yield from _walk(item, (*path, index))
