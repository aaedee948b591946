"""Objects that are used as maps: their keys are values, and no names of columns."""

import re
from collections.abc import Collection, Iterable, Sequence
from typing import Any

import pyarrow as pa

from mesh.scanning.records import DEEPEST, Pairs

# An address, a UUID or a digest, six digits or more: never what somebody called a field.
_SURE = re.compile(r".*@|(\D*\d){6}|(?=.*\d)[0-9a-fA-F-]{16,}$", re.DOTALL)
# Numbers, years and dates may be names of fields, as of columns without a header.
_LIKELY = re.compile(r"\W*\d[\d\W]*")
_FEWEST_LIKELY = 2
# From so many on, objects alike are values of a map; at the root, so many values alike; below it,
# fewer, and those of which each object has a few only.
_OBJECTS, _AT_ROOT, _ALIKE, _DISTINCT, _PART = 20, 10_000, 2_000, 200, 4
_LOOKED_AT = 50
ROOT = "value"
_MOST_LAYOUTS = 1_000
Fields = Sequence[tuple[str, str, Collection[str]]]
"""Of each field: its name, its kind, and the names inside it if it is an object."""


def are_keys(fields: Fields, *, at_root: bool) -> bool:
    """Whether the names of an object's fields are keys of a map."""
    names = [name for name, _, _ in fields]
    if not names:
        return False
    if all(map(_SURE.match, names)):
        return True
    kinds = {kind for _, kind, _ in fields if kind}
    if len(kinds) > 1:
        return False
    if len(names) >= _FEWEST_LIKELY and all(map(_LIKELY.fullmatch, names)):
        return not (at_root and _are_places(names))
    return (len(names) >= _OBJECTS and kinds == {"object"} and _alike(fields)) or (
        len(names) > (_AT_ROOT if at_root else _ALIKE)
    )


def _are_places(names: Sequence[str]) -> bool:
    """Whether they count the columns of a table without a header."""
    start = 0 if names[0] == "0" else 1
    return list(names) == [str(place) for place in range(start, start + len(names))]


def _alike(fields: Fields) -> bool:
    """Whether most objects have half of the names of the first, or more."""
    inside = [set(names) for _, _, names in fields[:_LOOKED_AT] if names]
    alike = sum(len(names & inside[0]) * 2 >= len(names | inside[0]) for names in inside)
    return alike * 2 > len(inside)


def has_maps(schema: pa.Schema, *, root: bool) -> bool:
    """Whether objects that have these fields together, or objects inside them, may be maps.

    Args:
        root: whether the rows themselves may be.
    """
    told = _told(schema)
    return (root and are_keys(told, at_root=True)) or any(map(_may_hold_maps, schema.types))


def _may_hold_maps(kind: pa.DataType) -> bool:
    while isinstance(kind, pa.ListType):
        kind = kind.value_type
    if not isinstance(kind, pa.StructType):
        return False
    told = _told(kind)
    is_wide = len(told) > _DISTINCT and len({kind for _, kind, _ in told if kind}) == 1
    return is_wide or are_keys(told, at_root=False) or any(_may_hold_maps(one.type) for one in kind)


def _told(fields: "Iterable[pa.Field[Any]]") -> Fields:
    return [(field.name, _kind_of(field.type), _names_in(field.type)) for field in fields]


def _kind_of(kind: pa.DataType) -> str:
    if pa.types.is_null(kind):
        return ""
    if isinstance(kind, pa.StructType):
        return "object"
    if pa.types.is_integer(kind) or pa.types.is_floating(kind):
        return "number"
    return "list" if isinstance(kind, pa.ListType) else str(kind)


def _names_in(kind: pa.DataType) -> Collection[str]:
    return [field.name for field in kind] if isinstance(kind, pa.StructType) else ()


class Maps:
    """Remembers which objects of a file are maps, by their path.

    Args:
        root: whether the rows themselves may be maps.
    """

    def __init__(self, *, root: bool) -> None:
        self.root = root
        self._found: set[str] = set()
        self._layouts: dict[str, set[tuple[str, ...]]] = {}
        self._names: dict[str, set[str]] = {}

    def unfolded(self, value: object, path: str = "", depth: int = 0) -> object:
        """Give a value with entries (``key`` and ``value``) in place of the fields of maps.

        What is nested deeper than readers follow stays as it is.
        """
        if depth > DEEPEST or not isinstance(value, list):
            return value
        if not isinstance(value, Pairs):
            inside = f"{path}[]"
            for place, inner in enumerate(value):
                if isinstance(inner, list):
                    value[place] = self.unfolded(inner, inside, depth + 1)
            return value
        is_map = self.is_map(path, value)
        inside = f"{path or ROOT}[].value" if is_map else path
        for place, (name, inner) in enumerate(value):
            if isinstance(inner, list):
                below = inside if is_map else f"{path}.{name}" if path else name
                value[place] = name, self.unfolded(inner, below, depth + 1)
        if not is_map:
            return value
        entries = [Pairs((("key", name), ("value", inner))) for name, inner in value]
        return entries if path else Pairs([(ROOT, entries)])

    def is_map(self, path: str, pairs: Pairs) -> bool:
        """Whether an object is a map; once one is, all of its path are, but for rows."""
        if path in self._found:
            return True
        names = tuple([name for name, _ in pairs])
        layouts = self._layouts.setdefault(path, set())
        if names in layouts or not (path or self.root):
            return False
        fields = [(name, _kind(value), _inside(value)) for name, value in pairs]
        if are_keys(fields, at_root=not path) or (path and self._is_sparse(path, fields)):
            if path:
                self._found.add(path)
            return True
        if len(layouts) < _MOST_LAYOUTS:
            layouts.add(names)
        return False

    def _is_sparse(self, path: str, fields: Fields) -> bool:
        """Whether names differ from object to object, and there are many by now."""
        names = self._names.setdefault(path, set())
        names.update(name for name, _, _ in fields)
        kinds = {kind for _, kind, _ in fields if kind}
        many = _OBJECTS if kinds == {"object"} else _DISTINCT
        return len(kinds) == 1 and len(names) > many and len(fields) * _PART < len(names)


def _kind(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Pairs):
        return "object"
    if isinstance(value, bool):
        return "truth"
    if isinstance(value, list | str):
        return type(value).__name__
    return "number"


def _inside(value: object) -> Collection[str]:
    return [name for name, _ in value] if isinstance(value, Pairs) else ()
