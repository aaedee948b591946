"""What is wrong with the rules of a scan, in mesh.yaml or a contract, and what to write."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from mesh.errors import advice
from mesh.naming.entities import ENTITIES, GROUPS
from mesh.naming.linear import pattern_fault
from mesh.naming.lines import Path
from mesh.naming.rules import CHECKS, PREFIX

Told: TypeAlias = tuple[Path, str]
_DETECTOR = ("name", "pattern", "check", "columns", "share")
_ALLOWED = ("owner", "reason", "values", "pattern")
_FEWEST_WORDS = 3
# What is allowed is told by what is fixed in it: digits of any value would allow anybody's.
_FIXED = 3


def rule_faults(given: object, path: Path) -> Iterator[Told]:
    """Faults of ``personalData`` in mesh.yaml."""
    parts: dict[str, Callable[[object, Path], Iterator[Told]]] = {
        "detectors": detector_faults,
        "allow": allow_faults,
        "tolerance": _tolerance_faults,
    }
    if not isinstance(given, Mapping):
        yield path, f"write any of {', '.join(parts)}"
        return
    for name, part in given.items():
        if name in parts:
            yield from parts[name](part, (*path, name))
        else:
            yield (*path, str(name)), f"is unknown; {advice(str(name), parts)}"


def detector_faults(given: object, path: Path) -> Iterator[Told]:
    """Faults of a list of detectors."""
    names: set[str] = set()
    shape: list[Told] = []
    for where, one in _entries(given, path, _DETECTOR, shape):
        name = one.get("name")
        if not _is_text(name) or not re.fullmatch(r"[A-Z][A-Z0-9_]{1,40}", str(name)):
            yield (*where, "name"), f"write a name in upper snake case; the kind is {PREFIX}<name>"
        elif str(name) in names:
            yield (*where, "name"), f"{name} is there twice; keep one"
        names.add(str(name))
        yield from _pattern_faults(one.get("pattern"), (*where, "pattern"))
        if one.get("check", CHECKS[0]) not in CHECKS:
            yield (*where, "check"), f"write one of {', '.join(CHECKS)}, or leave it out"
        if not _are_texts(one.get("columns", [])):
            yield (*where, "columns"), "write a list of words, like [loyalty, member]"
        if not _is_share(one.get("share", 0.0)):
            yield (*where, "share"), "write a number from 0.0 to 1.0"
    yield from shape


def allow_faults(given: object, path: Path) -> Iterator[Told]:
    """Faults of an allow list."""
    shape: list[Told] = []
    for where, one in _entries(given, path, _ALLOWED, shape):
        if not _is_text(one.get("owner")):
            yield (*where, "owner"), "is missing; say who answers for it"
        if not _is_text(one.get("reason")) or len(str(one.get("reason")).split()) < _FEWEST_WORDS:
            yield (*where, "reason"), "say in a few words why this tells of nobody"
        values = one.get("values", [])
        if not _are_texts(values):
            yield (*where, "values"), "write a list of texts in quotes, none empty"
        if not values and "pattern" not in one:
            yield where, "write values, a pattern, or both"
        if "pattern" in one:
            yield from _pattern_faults(one["pattern"], (*where, "pattern"), _FIXED)
    yield from shape


def _tolerance_faults(given: object, path: Path) -> Iterator[Told]:
    known = (*ENTITIES, *GROUPS)
    if not isinstance(given, Mapping):
        yield path, "write a share for each kind, like PERSON: 0.02"
        return
    for kind, share in given.items():
        if kind not in known:
            yield (*path, str(kind)), f"is no kind or group; {advice(str(kind), known)}"
        elif not _is_share(share):
            yield (*path, str(kind)), "write a share of the filled rows, from 0.0 to 1.0"


def _pattern_faults(given: object, path: Path, fixed: int = 0) -> Iterator[Told]:
    fault = pattern_fault(given, fixed=fixed)
    if fault:
        yield path, fault


def _entries(
    given: object, path: Path, fields: tuple[str, ...], faults: list[Told]
) -> Iterator[tuple[Path, Mapping[str, object]]]:
    """Entries of a list that are mappings; what else is wrong with its shape becomes a fault."""
    if not isinstance(given, list):
        faults.append((path, "write a list"))
        return
    for index, one in enumerate(given):
        where = (*path, index)
        if not isinstance(one, Mapping):
            faults.append((where, f"write a mapping with {', '.join(fields)}"))
            continue
        faults += [
            ((*where, str(name)), f"is unknown; {advice(str(name), fields)}")
            for name in one
            if name not in fields
        ]
        yield where, one


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


def _is_share(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1
