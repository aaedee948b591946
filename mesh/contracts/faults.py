"""Faults of a contract: where each one is, and what to write instead."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import yaml

from mesh.errors import ContractError

Path: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True)
class Fault:
    """One fault: the field, and what to write instead."""

    path: Path
    advice: str

    @property
    def field(self) -> str:
        """The field as people write it: ``schema[0].properties[2].physicalType``."""
        parts = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in self.path)
        return "".join(parts).removeprefix(".") or "the document"


class ContractFaultsError(ContractError):
    """A contract is refused, with all its faults at once."""

    def __init__(self, where: str, faults: Sequence[Fault], lines: "Lines | None" = None) -> None:
        self.where, self.faults = where, tuple(faults)
        lines = lines or Lines(None)
        super().__init__("\n".join(_describe(where, fault, lines) for fault in faults))


def _describe(where: str, fault: Fault, lines: "Lines") -> str:
    line = lines.of(fault.path)
    place = f"{where}:{line}" if line else where
    return f"{place}: {fault.field}: {fault.advice}"


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
