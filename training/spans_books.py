"""Sentences of novels with the names in them, as LitBank marks them."""

import re
from collections.abc import Iterator, Sequence
from itertools import dropwhile, takewhile
from pathlib import Path

# Words before a name, or in the place of one, that are no part of it.
_TITLE = re.compile(
    r"(?:mrs?|ms|miss|dr|doctor|sir|madame?|mademoiselle|monsieur|lady|lord|captain|colonel|major"
    r"|general|lieutenant|sergeant|judge|squire|professor|rev|reverend|bishop|saint|st|king|queen"
    r"|prince|princess|duke|duchess|count|countess|baron|earl|emperor|master|mistress|god|heaven"
    r"|father|mother|sister|brother|aunt|uncle|cousin|papa|mamma|old|young|little|poor|dear|good"
    r"|the)\.?",
    re.IGNORECASE,
)
_WITHIN = frozenset({"de", "du", "la", "le", "van", "von", "der", "d'"})
_KINDS = {"PROP_PER": "per", "PROP_GPE": "loc", "PROP_LOC": "loc", "PROP_ORG": "org"}
# Longer sentences are hardly ever found in cells.
_MOST_WORDS = 30


def rows(folder: Path) -> Iterator[list[tuple[str, str]]]:
    """Words and tags of each short sentence of the ``.txt`` files with an ``.ann`` beside them."""
    for file in sorted(folder.glob("*.txt")):
        text = file.read_text(encoding="utf-8")
        tags = dict(_tags(text, file.with_suffix(".ann").read_text(encoding="utf-8")))
        for line in re.finditer(r".+", text):
            words = re.finditer(r"\S+", line[0])
            held = [(one[0], tags.get(line.start() + one.start(), "O")) for one in words]
            if len(held) <= _MOST_WORDS:
                yield held


def _tags(text: str, marks: str) -> Iterator[tuple[int, str]]:
    """Place of each word of a name, and its tag."""
    for label, start, end in re.findall(r"^T\d+\t(PROP_\w+) (\d+) (\d+)\t", marks, re.MULTILINE):
        kind = _KINDS.get(label)
        words = [*re.finditer(r"\S+", text[int(start) : int(end)])]
        if kind:
            for at, word in enumerate(_name(words)):
                yield int(start) + word.start(), f"{'I' if at else 'B'}-{kind}"


def _name(words: Sequence[re.Match[str]]) -> list[re.Match[str]]:
    """The words of a mark that are the name: ``the good Mr. John Reed , a widower`` marks two."""
    after = dropwhile(
        lambda word: not word[0][0].isupper() or bool(_TITLE.fullmatch(word[0])), words
    )
    name = list(takewhile(lambda word: word[0][0].isupper() or word[0] in _WITHIN, after))
    while name and name[-1][0] in _WITHIN:
        name.pop()
    return name
