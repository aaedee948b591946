"""Personal data in sentences: names, addresses and numbers, each with its place."""

import re
from collections.abc import Iterator, Sequence
from unicodedata import normalize

from mesh.pii.text.span import Span, surest
from mesh.pii.text.tagger import Tagged, Tagger
from mesh.pii.text.told import arrow, by_form, by_pattern

_LEAST = 0.4
# The most that context tells of a number: forms and check digits tell more.
_MOST = {"PHONE_NUMBER": 0.8}
_SURE, _AGAIN = 0.8, 0.5
_CAPITALISED = re.compile(r"(?<!\w)[^\W\d_a-z][^\W\d_]{2,}(?!\w)")
# Halves of a pair of UTF-16, which are no signs.
_HALVES = re.compile("[\ud800-\udfff]")
_ATTRIBUTES = frozenset({"ORGANIZATION", "PLACE"})


def spans_of(text: str) -> tuple[Span, ...]:
    """Every part of a text that tells about a person, in order; none overlaps another.

    Patterns and check digits find numbers and addresses of machines; a small model, trained here,
    finds people, postal addresses, organisations, places and telephone numbers by their context.
    """
    return spans_of_all((text,))[0]


def spans_of_all(texts: Sequence[str]) -> list[tuple[Span, ...]]:
    """The spans of each of several texts; faster than one after the other."""
    plain = [_Plain(text) for text in texts]
    found: list[list[Span]] = [[] for _ in texts]
    column = arrow([one.text for one in plain])
    ascii_only = arrow([one.ascii for one in plain])
    for position, span in (*by_pattern(column), *by_form(ascii_only)):
        found[position].append(span)
    tagged = Tagger.shipped().tag([one.text for one in plain])
    for one, spans, parts in zip(plain, found, tagged, strict=True):
        told = tuple(_told(parts))
        spans.extend(_with_names_again(one.text, told))
    return [
        tuple(sorted(map(one.placed, surest(spans)), key=lambda span: span.start))
        for one, spans in zip(plain, found, strict=True)
    ]


def _told(tagged: Sequence[Tagged]) -> Iterator[Span]:
    for one in tagged:
        if one.chance >= _LEAST:
            yield Span(
                entity=one.kind,
                start=one.start,
                end=one.end,
                confidence=round(min(one.chance, _MOST.get(one.kind, 1.0)), 2),
                category="attribute" if one.kind in _ATTRIBUTES else "personal",
            )


def _with_names_again(text: str, told: Sequence[Span]) -> Iterator[Span]:
    """What was told, and words of a name that is sure where they stand once more and alone.

    They win over a place or an organisation that is not sure.
    """
    again = set(_again(text, told))
    for one in told:
        alone = (one.start, one.end) in again
        if not (alone and one.category == "attribute" and one.confidence < _SURE):
            yield one
    for start, end in sorted(again):
        yield Span(entity="PERSON", start=start, end=end, confidence=_AGAIN)


def _again(text: str, told: Sequence[Span]) -> Iterator[tuple[int, int]]:
    names = {
        word
        for one in told
        if one.entity == "PERSON" and one.confidence >= _SURE
        for word in _CAPITALISED.findall(text[one.start : one.end])
    }
    for word in _CAPITALISED.finditer(text) if names else ():
        if word[0] in names:
            yield word.span()


class _Plain:
    """A text with look-alike signs read as the plain ones, and where each stood."""

    def __init__(self, text: str) -> None:
        self.text, self._places = text, None
        if not text.isascii():
            parts = [normalize("NFKC", sign) for sign in _HALVES.sub("?", text)]
            self.text = "".join(parts)
            if len(self.text) != len(text):
                self._places = [at for at, part in enumerate(parts) for _ in part]
        # One byte for each sign, so that places of identifiers are places of signs.
        self.ascii = self.text if self.text.isascii() else _one_byte(self.text)

    def placed(self, span: Span) -> Span:
        """The span where it stands in the text as given."""
        if self._places is None:
            return span
        places = self._places
        return Span(
            entity=span.entity,
            start=places[span.start],
            end=places[span.end - 1] + 1,
            confidence=span.confidence,
            category=span.category,
        )


def _one_byte(text: str) -> str:
    return "".join(sign if sign.isascii() else "_" if sign.isalnum() else " " for sign in text)
