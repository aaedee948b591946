"""JSON values that are too large to be built at once: their lists and maps come item by item."""

from collections.abc import Generator, Iterator

from mesh.scanning.formats.json_text import JsonText, TooLongError
from mesh.scanning.maps import ROOT, Maps
from mesh.scanning.records import Pairs, check_depth

_LARGE = 2 << 20
# After so many fields it is asked whether they are keys of a map.
_LOOKS = (20, 200, 2_001)
_TOLD = object()
Part = tuple[str, object]
"""A row of the table of that path, which is empty for rows of the file."""


class _Rest(Pairs):
    """What is built of an object whose other fields were given before.

    Attributes:
        signs: that it takes.
    """

    signs = 0


class Parts:
    """Takes a text apart.

    Args:
        text: of the values.
        maps: what is known of its objects.
    """

    def __init__(self, text: JsonText, maps: Maps) -> None:
        self._text, self._maps = text, maps

    def row(self, path: str, depth: int = 0) -> Iterator[Part]:
        """Give the next value as a row of that path, and before it what is large in it.

        Raises:
            FileRefusedError: if it is no JSON, nested too deep, or has a value that is too large.
        """
        value = yield from self._value(path, depth)
        if value is not _TOLD:
            yield path, value

    def items(self, path: str, depth: int = 0) -> Iterator[Part]:
        """Give the items of the list that begins here as rows of that path."""
        self._text.skip()
        if self._text.next_sign() == "]":
            self._text.skip()
            return
        while True:
            yield from self.row(path, depth)
            if self._text.pass_over(",]") == "]":
                return

    def _value(self, path: str, depth: int) -> Generator[Part, None, object]:
        check_depth(depth)
        sign = self._text.next_sign()
        if sign not in {"{", "["}:
            return self._text.value()
        try:
            return self._text.value(_LARGE)
        except TooLongError:
            if sign == "{":
                return (yield from self._object(path, depth + 1))
            yield from self.items(f"{path}[]", depth + 1)
            return _TOLD

    def _object(self, path: str, depth: int) -> Generator[Part, None, _Rest]:
        """Give what is large in an object, or every entry of a map; return its other fields."""
        text, rest, entries, held = self._text, _Rest(), "", 0
        text.skip()
        while True:
            name = self._name()
            field = f"{entries}.value" if entries else f"{path}.{name}" if path else name
            start = text.passed
            value = yield from self._value(field, depth)
            if value is not _TOLD:
                rest.append((name, value))
                held += value.signs if isinstance(value, _Rest) else text.passed - start
            if not entries and len(rest) in _LOOKS and self._maps.is_map(path, rest):
                entries = f"{path or ROOT}[]"
            if entries:
                yield from ((entries, Pairs((("key", name), ("value", one)))) for name, one in rest)
                rest, held = _Rest(), 0
            text.check(held)
            if text.pass_over(",}") == "}":
                rest.signs = held
                return rest

    def _name(self) -> str:
        if self._text.next_sign() != '"':
            raise self._text.fault()
        name = str(self._text.value())
        self._text.pass_over(":")
        return name
