"""JSON in any arrangement: lines, one document, one large array, values one after the other."""

import io
import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from mesh.scanning.frames import Opaque, Rows
from mesh.scanning.maps import Maps
from mesh.scanning.reasons import FileRefusedError, Reason
from mesh.scanning.records import Pairs, Records

_BLOCK = 1 << 20
_WORDS, _LONGEST_WORD = ("true", "false", "null"), 6
_SPACE = " \t\r\n"
_DECODER = json.JSONDecoder(object_pairs_hook=Pairs, strict=False)
# What becomes a decimal of a contract must not become a float before.
_EXACT = json.JSONDecoder(object_pairs_hook=Pairs, strict=False, parse_float=Decimal)


def read_json(
    stream: "io.BufferedReader[Any]",
    longest: int,
    *,
    exact: bool = False,
    maps: Maps | None = None,
) -> Iterator[Rows | Opaque]:
    """Give the values of a UTF-8 JSON text; items of an array around everything are rows.

    Args:
        stream: of the text.
        longest: characters that one value may have.
        exact: whether numbers with a point are given digit by digit, as rows of a table are.
        maps: what is known of its objects from what was read before.

    Raises:
        FileRefusedError: if it is no JSON, breaks off, is nested too deep or has too large a value.
    """
    records = Records(main=True)
    maps = maps or Maps(root=not exact)
    try:
        for value in _values(_Text(stream, longest, _EXACT if exact else _DECODER)):
            records.add(maps.unfolded(value))
            if records.full():
                yield from records.drain()
    except FileRefusedError:
        # What came before the fault is looked at all the same.
        yield from records.drain()
        raise
    yield from records.drain()


class _Text:
    """The text that is not read yet, as much of it as was needed."""

    def __init__(
        self, stream: "io.BufferedReader[Any]", longest: int, decoder: json.JSONDecoder
    ) -> None:
        self._longest, self._decoder = longest, decoder
        self._stream = io.TextIOWrapper(stream, encoding="utf-8", newline="")
        self._text = ""
        self._place = 0
        self._ended = False
        self.values = 0

    def next_sign(self) -> str:
        """The next sign that is no space; empty at the end."""
        while True:
            while self._place < len(self._text):
                sign = self._text[self._place]
                if sign not in _SPACE:
                    return sign
                self._place += 1
            if not self._more():
                return ""

    def skip(self) -> None:
        """Go over one sign."""
        self._place += 1

    def value(self) -> object:
        """Take the next value."""
        self.next_sign()
        while True:
            try:
                value, place = self._decoder.raw_decode(self._text, self._place)
            except json.JSONDecodeError as error:
                place = error.pos - self._place
                if not self._more():
                    raise self._refused(place) from None
            except RecursionError:
                raise FileRefusedError(Reason.DEPTH_LIMIT, "values are nested too deep") from None
            except ValueError:
                raise FileRefusedError(Reason.MALFORMED, "a number is too long") from None
            else:
                # A number at the end of what was read may go on.
                if place < len(self._text) or not self._more():
                    self._place = place
                    self.values += 1
                    return value

    def fault(self) -> FileRefusedError:
        """What was found is no JSON."""
        return FileRefusedError(Reason.MALFORMED, f"after value {self.values} comes no JSON")

    def _refused(self, place: int) -> FileRefusedError:
        sign = self._text[place : place + 1]
        rest = self._text[place : place + _LONGEST_WORD].strip()
        if sign.isalpha() and not any(word.startswith(rest) for word in _WORDS):
            return self.fault()
        if sign in {"}", "]", ","}:
            return self.fault()
        if place >= len(self._text.rstrip()) - 1 or sign == '"':
            return FileRefusedError(Reason.TRUNCATED, f"it breaks off after value {self.values}")
        return self.fault()

    def _more(self) -> bool:
        """Read as much again as there is, so that a large value is tried a few times only."""
        rest = self._text[self._place :]
        if len(rest) > self._longest:
            raise FileRefusedError(
                Reason.CELL_TOO_LARGE, f"one value is longer than {self._longest >> 20} MB"
            )
        added = "" if self._ended else self._stream.read(max(_BLOCK, len(rest)))
        self._ended = not added
        self._text, self._place = rest + added, 0
        return bool(added)


def _values(text: _Text) -> Iterator[object]:
    first = text.next_sign()
    if not first:
        raise FileRefusedError(Reason.EMPTY, "it holds nothing but space")
    while sign := text.next_sign():
        if sign == "[" and not text.values:
            yield from _items(text)
        else:
            yield text.value()


def _items(text: _Text) -> Iterator[object]:
    """Items of the array that begins here."""
    text.skip()
    if text.next_sign() == "]":
        text.skip()
        return
    while True:
        yield text.value()
        sign = text.next_sign()
        text.skip()
        if sign == "]":
            return
        if not sign:
            raise FileRefusedError(Reason.TRUNCATED, f"it breaks off after value {text.values}")
        if sign != ",":
            raise text.fault()
