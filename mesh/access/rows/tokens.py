"""Splitting a row expression into words, numbers, texts and signs; anything else is refused."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from mesh.access.rows.tree import RowExpressionError

Kind = Literal["word", "quoted", "text", "number", "sign", "end"]
_TOKEN = re.compile(
    r"""\s*(?:
      (?P<number>-?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)(?![\w.])
    | (?P<word>[A-Za-z_][A-Za-z0-9_]*)
    | "(?P<quoted>[^"]+)"
    | '(?P<text>(?:[^']|'')*)'
    | (?P<sign><=|>=|<>|!=|=|<|>|\(|\)|,)
    | (?P<end>$)
    )""",
    re.VERBOSE | re.DOTALL | re.ASCII,
)


@dataclass(frozen=True)
class Token:
    """One piece of an expression; a text is without its quotes."""

    kind: Kind
    text: str
    at: int

    @property
    def keyword(self) -> str:
        """The word in upper case; empty if this is no bare word."""
        return self.text.upper() if self.kind == "word" else ""

    def __str__(self) -> str:
        return repr(self.text) if self.kind != "end" else "the end"


def tokenize(text: str) -> Iterator[Token]:
    """Split an expression; the last token is its end.

    Raises:
        RowExpressionError: at the first character that has no place in one.
    """
    at = 0
    while True:
        found = _TOKEN.match(text, at)
        if found is None:
            rest = text[at:].lstrip()
            raise RowExpressionError(
                f"{rest[:20]!r} has no place in a row expression; write comparisons of a column "
                "with a constant, like origin = 'JFK' AND month <= 6"
            )
        token = _token(found)
        yield token
        if token.kind == "end":
            return
        at = found.end()


def _token(found: re.Match[str]) -> Token:
    at = found.start(found.lastgroup or 0)
    match found.lastgroup:
        case "number":
            return Token("number", found["number"], at)
        case "word":
            return Token("word", found["word"], at)
        case "quoted":
            return Token("quoted", found["quoted"], at)
        case "text":
            return Token("text", found["text"].replace("''", "'"), at)
        case "sign":
            return Token("sign", found["sign"], at)
        case _:
            return Token("end", "", at)
