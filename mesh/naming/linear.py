"""Which patterns people may write: those that every engine of linear time takes (RE2's syntax).

No engine is needed to tell: contracts are checked where none is.
"""

import re
from dataclasses import dataclass

_LONGEST = 500
_MOST_REPEATS, _MOST_SIGNS = 200, 1_000
_CLASS = r"\[\^?(?:\\[dwsDWS]|\\[^\w\s]|[^\]\\\[&~|])+\]"
_TOKEN = re.compile(
    rf"(?P<open>\((?:\?:)?(?!\?))|(?P<close>\))|(?P<either>\|)|(?P<place>\\[bB]|\^|\$)"
    rf"|(?P<repeat>(?:[*+?]|\{{\d{{1,4}}(?:,\d{{0,4}})?\}})\??)"
    rf"|(?P<class>{_CLASS}|\\[dwsDWS]|\.)|(?P<sign>\\[^\w\s]|[^\\()\[\]{{}}*+?|^$])",
    re.DOTALL,
)
_FLAGS = "(?i)"
_REMEDY = (
    "write literals, classes, groups, |, repeats, ^, $, \\b and a leading (?i), "
    "and a backslash before any other sign that is to stand for itself"
)


def pattern_fault(pattern: object, *, fixed: int = 0) -> str:
    r"""What is wrong with a pattern and what to write; empty if it is right.

    Right ones have literals, classes, groups, alternatives, repeats, ``^``, ``$``, ``\b`` and a
    leading ``(?i)``: no text can make them slow.

    Args:
        fixed: how many signs must stand for themselves in every text that has the pattern.
    """
    if not isinstance(pattern, str) or not pattern:
        return "write a pattern, like 'AM[0-9]{9}'"
    if len(pattern) > _LONGEST:
        return f"it has {len(pattern)} signs; write at most {_LONGEST}"
    body = pattern.removeprefix(_FLAGS)
    walk = _Walk()
    at = 0
    while at < len(body):
        token = _TOKEN.match(body, at)
        if token is None:
            place = at + len(pattern) - len(body) + 1
            return f"sign {place} {body[at]!r} begins what RE2 does not know; {_REMEDY}"
        fault = walk.step(str(token.lastgroup), token[0])
        if fault:
            return fault
        at = token.end()
    if walk.fixed < fixed:
        return f"it is too wide; write at least {fixed} signs in it that stand for themselves"
    return walk.end() or _range_fault(pattern)


@dataclass
class _Group:
    """An open group.

    Attributes:
        size: signs and classes in it, where what repeats is written out.
        fixed: signs that stand for themselves in every text that the branch at hand has.
        least: of the branches before; None if there is none.
    """

    size: int = 0
    fixed: int = 0
    least: int | None = None

    @property
    def sure(self) -> int:
        """Signs that stand for themselves, whichever branch it is."""
        return self.fixed if self.least is None else min(self.least, self.fixed)


class _Walk:
    """A pattern while it is read."""

    def __init__(self) -> None:
        self._open = [_Group()]
        # Size and fixed signs of what a repeat would repeat.
        self._last: tuple[int, int] | None = None

    @property
    def fixed(self) -> int:
        """How many signs of every text that has the pattern the pattern tells."""
        return self._open[0].sure

    def step(self, kind: str, text: str) -> str:
        """Take the next part; give what is wrong with it."""
        if kind == "repeat":
            return self._repeat(text) or self._too_large()
        if kind == "close" and len(self._open) == 1:
            return "it closes a group that is not open; write \\) for the sign itself"
        self._last = None
        group = self._open[-1]
        if kind == "open":
            self._open.append(_Group())
        elif kind == "close":
            self._open.pop()
            self._found(max(group.size, 1), group.sure)
        elif kind == "either":
            group.least, group.fixed = group.sure, 0
        elif kind == "sign":
            self._found(len(text.encode()), 1)
        elif kind == "class":
            self._found(4 if text.isascii() else len(text.encode()), 0)
        return self._too_large()

    def end(self) -> str:
        """What is wrong with the whole."""
        return "it leaves a group open; write ) at its end" if len(self._open) > 1 else ""

    def _found(self, size: int, fixed: int) -> None:
        self._open[-1].size += size
        self._open[-1].fixed += fixed
        self._last = (size, fixed)

    def _repeat(self, text: str) -> str:
        if self._last is None:
            return f"{text} repeats nothing; write it after a sign, a class or a group"
        given = [int(number) for number in re.findall(r"\d+", text)]
        if given != sorted(given):
            return f"{text} ends before it begins; write {{less,more}}"
        if max([*given, 1]) > _MOST_REPEATS:
            return f"{text} repeats too often; write at most {_MOST_REPEATS}"
        size, fixed = self._last
        least = given[0] if given else int(text[0] == "+")
        self._open[-1].size += size * (max([*given, 1]) - 1)
        self._open[-1].fixed += fixed * (least - 1)
        self._last = None
        return ""

    def _too_large(self) -> str:
        if sum(group.size for group in self._open) <= _MOST_SIGNS:
            return ""
        return f"written out it has more than {_MOST_SIGNS:,} signs; repeat less"


def _range_fault(pattern: str) -> str:
    """Ranges such as z-a; all else was looked at."""
    try:
        re.compile(pattern)
    except re.error as error:
        return f"it is no pattern: {error}; {_REMEDY}"
    return ""
