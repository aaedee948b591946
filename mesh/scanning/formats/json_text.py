"""The text of JSON values, one after the other, as much of it at a time as one value takes."""

import io
import json
from typing import Any

from mesh.scanning.reasons import FileRefusedError, Reason

_BLOCK = 1 << 20
_WORDS, _LONGEST_WORD = ("true", "false", "null"), 6
_SPACE = " \t\r\n"


class TooLongError(Exception):
    """A value goes on beyond the signs that were looked at for it."""


class JsonText:
    """The text that is not read yet, as much of it as was needed."""

    def __init__(
        self, stream: "io.BufferedReader[Any]", longest: int, decoder: json.JSONDecoder
    ) -> None:
        self._longest, self._decoder = longest, decoder
        self._stream = io.TextIOWrapper(stream, encoding="utf-8", newline="")
        self._text = ""
        self._place = self._gone = 0
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

    def value(self, most: int = 0) -> object:
        """Take the next value.

        Args:
            most: signs that are looked at; 0 for as many as a value may have.

        Raises:
            TooLongError: if it goes on beyond them; it is still the next one then.
            FileRefusedError: if it is none, or too large.
        """
        self.next_sign()
        while True:
            try:
                value, place = self._decoder.raw_decode(self._text, self._place)
            except json.JSONDecodeError as error:
                place = error.pos - self._place
                if 0 < most < len(self._text) - self._place:
                    raise TooLongError from None
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

    @property
    def passed(self) -> int:
        """Signs before the next one."""
        return self._gone + self._place

    def check(self, signs: int) -> None:
        """Make sure that a value may have so many signs.

        Raises:
            FileRefusedError: if it may not.
        """
        if signs > self._longest:
            raise FileRefusedError(
                Reason.CELL_TOO_LARGE, f"one value is longer than {self._longest >> 20} MB"
            )

    def pass_over(self, signs: str) -> str:
        """Take one of these signs, the next that is no space."""
        sign = self.next_sign()
        if not sign:
            raise FileRefusedError(Reason.TRUNCATED, f"it breaks off after value {self.values}")
        if sign not in signs:
            raise self.fault()
        self.skip()
        return sign

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
        self.check(len(rest))
        wanted = max(_BLOCK, min(len(rest), self._longest - len(rest) + 1))
        added = "" if self._ended else self._stream.read(wanted)
        self._ended = not added
        self._gone += self._place
        self._text, self._place = rest + added, 0
        return bool(added)
