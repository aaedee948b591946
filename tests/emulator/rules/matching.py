"""Whether an answer has what a rule expects of it; what the rule does not name may be anything."""

from collections.abc import Mapping, Sequence
from typing import Any

Said = Any


def differs(expected: Said, found: Said, where: str = "answer") -> str | None:
    """Tell the first difference, or nothing.

    A mapping is part of what is found. A list has the same items in any order. The words ``has``
    (items of a longer list), ``lacks`` (no such item), ``anything`` (it is there at all) and
    ``missing`` (it is not) stand for themselves as the only key of a mapping.
    """
    if isinstance(expected, Mapping):
        return _mapping_differs(expected, found, where)
    if isinstance(expected, list):
        if not isinstance(found, Sequence) or len(found) != len(expected):
            return f"{where}: expected {len(expected)} items, found {found!r}"
        return _lacks(expected, found, where)
    return None if expected == found else f"{where}: expected {expected!r}, found {found!r}"


def _mapping_differs(expected: Mapping[str, Said], found: Said, where: str) -> str | None:
    match expected:
        case {"has": items}:
            return _lacks(items, found or (), where)
        case {"lacks": item}:
            met = [one for one in found or () if differs(item, one) is None]
            return f"{where}: not expected, but found {met!r}" if met else None
        case {"anything": _}:
            return None if found not in (None, "", [], {}) else f"{where}: is not there"
        case {"missing": _}:
            return f"{where}: not expected, but found {found!r}" if found else None
    if not isinstance(found, Mapping):
        return f"{where}: expected {expected!r}, found {found!r}"
    faults = (differs(value, found.get(key), f"{where}.{key}") for key, value in expected.items())
    return next((fault for fault in faults if fault), None)


def _lacks(expected: Sequence[Said], found: Sequence[Said], where: str) -> str | None:
    left = list(found)
    for item in expected:
        met = [place for place, one in enumerate(left) if differs(item, one) is None]
        if not met:
            return f"{where}: expected {item!r} among {left!r}"
        del left[met[0]]
    return None
