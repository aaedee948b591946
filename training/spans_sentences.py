"""Sentences to learn from: filled templates of our own, and corpora with other names."""

import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from training.spans_corpora import Marked
from training.spans_values import Values

KINDS = {
    "P": "PERSON", "G": "PERSON", "S": "PERSON", "A": "ADDRESS", "L": "PLACE",
    "O": "ORGANIZATION", "N": "PHONE_NUMBER",
}  # fmt: skip
_ALTERNATIVES = re.compile(r"\(([^()]*\|[^()]*)\)")
_PLACE = re.compile(r"\{(\w+)\}")
_HERE = Path(__file__).parent
_DEVELOPMENT = 7


def templates(*, development: bool) -> list[str]:
    """Our own sentences; every seventh is for development alone, and never learnt from."""
    lines = [
        line.replace("\\n", "\n").replace("\\t", "\t")
        for name in ("spans_english.txt", "spans_foreign.txt")
        for line in (_HERE / name).read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    return [line for at, line in enumerate(lines) if (at % _DEVELOPMENT == 3) == development]  # noqa: PLR2004


class Sentences:
    """Draws marked texts.

    Args:
        seed: of all draws.
        values: that fill them.
        lines: templates.
        corpora: sentences marked by hand.
    """

    def __init__(
        self, seed: int, values: Values, lines: Sequence[str], corpora: Sequence[Marked]
    ) -> None:
        self._draw = random.Random(seed)  # noqa: S311 - no secret
        self._values = values
        self._lines = lines
        self._corpora = corpora

    def epoch(self, filled: int) -> Iterator[Marked]:
        """Every sentence of the corpora, most of them with other names, and filled templates."""
        texts = [self._filled(self._draw.choice(self._lines)) for _ in range(filled)]
        texts += [self._swapped(one) for one in self._corpora]
        texts += [self._swapped(one) for one in self._corpora if one.marks]
        self._draw.shuffle(texts)
        while texts:
            many = self._draw.choices((1, 2, 3), (10, 4, 2))[0]
            parts, texts = texts[:many], texts[many:]
            yield self._in_case(_joined(parts, self._draw.choice((" ", " ", " ", "\n", "  "))))

    def _filled(self, template: str) -> Marked:
        while _ALTERNATIVES.search(template):
            template = _ALTERNATIVES.sub(
                lambda found: self._draw.choice(found[1].split("|")), template
            )
        text, marks, end = "", [], 0
        for place in _PLACE.finditer(template):
            text += template[end : place.start()]
            end = place.end()
            if place[1] == "T":
                title, value = self._values.titled()
                text += title + " "
            else:
                value = self._values.make(place[1])
            if place[1] in KINDS or place[1] == "T":
                marks.append((len(text), len(text) + len(value), KINDS.get(place[1], "PERSON")))
            text += value
        return Marked(text + template[end:], tuple(marks))

    def _swapped(self, one: Marked) -> Marked:
        """Other values in most of the marked places."""
        text, marks, end = "", [], 0
        for start, stop, kind in one.marks:
            text += one.text[end:start]
            value, new = self._instead(one.text[start:stop], kind)
            marks.append((len(text), len(text) + len(value), new))
            text, end = text + value, stop
        return Marked(text + one.text[end:], tuple(marks))

    def _instead(self, value: str, kind: str) -> tuple[str, str]:
        if self._draw.random() < 0.25:  # noqa: PLR2004
            return value, kind
        if kind == "PERSON":
            slot = "P" if " " in value else self._draw.choice("GGS")
            other = self._values.make(slot)
            return (other.lower() if value.islower() else other), kind
        if kind == "PLACE":
            if self._draw.random() < 0.04:  # noqa: PLR2004
                return self._values.make("A"), "ADDRESS"
            return self._values.make("L"), kind
        return (self._values.make("O") if self._draw.random() < 0.5 else value), kind  # noqa: PLR2004

    def _in_case(self, one: Marked) -> Marked:
        odds = self._draw.random()
        text = one.text.lower() if odds < 0.08 else one.text.upper() if odds < 0.11 else one.text  # noqa: PLR2004
        return Marked(text if len(text) == len(one.text) else one.text, one.marks)


def _joined(parts: Sequence[Marked], joint: str) -> Marked:
    text, marks = "", []
    for one in parts:
        text += joint if text else ""
        marks += [(start + len(text), stop + len(text), kind) for start, stop, kind in one.marks]
        text += one.text
    return Marked(text, tuple(marks))
