"""Sentences that people marked by hand, from open corpora, as texts with marked places."""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

from training import spans_books

# Files below the folder of corpora by source: those to learn from, and those held back.
LEARNT = ("btc-*.conll", "litbank", "wnut17-wnut17train-*.conll")
HELD_BACK = ("wnut17-emerging-dev-*.conll",)

# Labels of the corpora, and what they are here; all others are nothing.
_LABELS = {
    "per": "PERSON", "person": "PERSON", "org": "ORGANIZATION", "corporation": "ORGANIZATION",
    "group": "ORGANIZATION", "loc": "PLACE", "location": "PLACE",
}  # fmt: skip
_NO_SPACE_BEFORE = re.compile(r" (?=[.,!?;:%)\]}\u201d]|n't\b|['\u2019](?:s|m|d|t|ll|re|ve)\b)")
_NO_SPACE_AFTER = re.compile(r"(?<=[(\[{$#@\u201c]) ")
_MANY_DIGITS = re.compile(r"\d(?:[ ().-]?\d){6}")


@dataclass(frozen=True)
class Marked:
    """A text, and the places in it that are marked.

    Attributes:
        marks: start, end and kind of each, in order.
    """

    text: str
    marks: tuple[tuple[int, int, str], ...]


def read(folder: Path, sources: Iterable[str]) -> list[Marked]:
    """Every sentence of some sources below a folder, in their order.

    Raises:
        FileNotFoundError: if the folder lacks a source.
    """
    return [one for source in sources for file in _files(folder, source) for one in _read(file)]


def _files(folder: Path, source: str) -> list[Path]:
    files = sorted(folder.glob(source))
    if not files:
        raise FileNotFoundError(f"{folder} lacks {source}; see docs/models/sentences.md")
    return files


def _read(file: Path) -> Iterator[Marked]:
    sentences = spans_books.rows(file) if file.is_dir() else _sentences(file)
    for rows in sentences:
        yield from _kept(_marked(rows))


def _sentences(file: Path) -> Iterator[list[tuple[str, str]]]:
    rows: list[tuple[str, str]] = []
    for line in [*file.read_text(encoding="utf-8").splitlines(), ""]:
        parts = line.split("\t") if "\t" in line else line.split(" ")
        if not line.strip() or len(parts) < 2:  # noqa: PLR2004 - the end of a sentence
            if rows:
                yield rows
            rows = []
        else:
            rows.append((parts[0], parts[-1]))


def _kept(marked: Marked) -> Iterator[Marked]:
    # Numbers that may be telephone numbers are not marked there.
    if not _MANY_DIGITS.search(marked.text):
        yield marked


def _marked(rows: Iterable[tuple[str, str]]) -> Marked:
    """Join words as they are written, keeping the places of the marked ones."""
    text, last = "", ""
    marks: list[tuple[int, int, str]] = []
    for word, tag in rows:
        joined = _NO_SPACE_AFTER.sub(
            "", _NO_SPACE_BEFORE.sub("", f"{text} {word}" if text else word)
        )
        start = len(joined) - len(word)
        kind = _LABELS.get(tag[2:].lower(), "") if tag != "O" else ""
        if kind and kind == last and not tag.startswith("B-"):
            marks[-1] = (marks[-1][0], start + len(word), kind)
        elif kind:
            marks.append((start, start + len(word), kind))
        text, last = joined, kind
    return Marked(text, tuple(_trimmed(text, marks)))


def _trimmed(text: str, marks: Iterable[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    """The marks without signs at their ends, and without names of accounts such as ``@some1``."""
    for start, end, kind in marks:
        core = re.search(r"\w(?:.*\w)?\.?", text[start:end])
        if core and "@" not in text[max(start - 1, 0) : start + core.start()]:
            stop = start + core.end()
            stop -= text[stop - 1] == "." and stop - start > 3  # noqa: PLR2004 - no initial
            yield start + core.start(), stop, kind


def real_values(data: Path) -> dict[str, list[str]]:
    """Names, organisations, addresses and places of the lists below a folder."""
    text = data / "text"
    people = list(_collected(text / "person_labeled.xml", "Name"))
    towns = _listed(data / "world-cities" / "data" / "world-cities.csv", "name")
    return {
        "first_name": _parts(people, "GivenName"),
        "last_name": _parts(people, "Surname"),
        "organisation": [
            *(" ".join(_words(one)) for one in _collected(text / "company_labeled.xml", "Name")),
            *_listed(data / "s-and-p-500-companies" / "data" / "constituents.csv", "Security"),
        ],
        "address": [
            " ".join(_words(one))
            for one in _collected(text / "usaddress_labeled.xml", "AddressString")
        ],
        "city": towns,
        "place": towns,
    }


def _listed(file: Path, column: str) -> list[str]:
    with file.open(encoding="utf-8-sig", newline="") as rows:
        return [row[column] for row in csv.DictReader(rows)]


def _collected(file: Path, tag: str) -> Iterator[ET.Element]:
    return ET.parse(file).getroot().iter(tag)  # noqa: S314 - a file of ours


def _words(element: ET.Element) -> list[str]:
    return [part.text.strip() for part in element if part.text]


def _parts(people: Iterable[ET.Element], tag: str) -> list[str]:
    found = {part.text.strip(" ,") for one in people for part in one.iter(tag) if part.text}
    return sorted(name.title() if name.isupper() else name for name in found if len(name) > 2)  # noqa: PLR2004
