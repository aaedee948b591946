"""Identifiers in texts, by the same detectors that look at columns."""

from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np
import pyarrow as pa

from mesh.pii.batch import Batch
from mesh.pii.book import book
from mesh.pii.detectors.model import FormDetector, PatternDetector
from mesh.pii.detectors.registry import every
from mesh.pii.forms import fitting
from mesh.pii.runs import Runs
from mesh.pii.text.span import Span
from mesh.pii.words import context_pattern

# How sure one value is: beside a telling word; with digits that chance rarely gives; by its form.
_SPOKEN, _PROVEN, _FORMED = 0.97, 0.95, 0.86
_RARE = 1e-3
# Of two kinds that a number may be, the one whose check digits are rarer is a little likelier.
_CHANCE = 0.05


def by_pattern(texts: pa.StringArray) -> Iterator[tuple[int, Span]]:
    """Occurrences that a pattern finds and its detector confirms, with the text's position."""
    batch = Batch(texts, 0)
    for detector in _patterns():
        gated = batch.passing(detector.gate)
        for position in batch.matching(detector.sieve, gated).tolist():
            for found in detector.pattern.finditer(texts[position].as_py()):
                if detector.confirms(found[0]):
                    yield position, _span(detector, *found.span(), detector.confidence)


def by_form(texts: pa.StringArray) -> Iterator[tuple[int, Span]]:
    """Identifiers whose form and check digits are right, with the text's position.

    Of one value alone, check digits that one number in thirty has by chance prove little: it
    counts beside a telling word, in a form of its own, or if its check digits are rare.
    """
    runs = Runs(texts)
    spoken = _Spoken(texts)
    for wanted, known in book().chapter(runs.present):
        found = runs.find(wanted)
        if not len(found):
            continue
        signs = runs.signs(wanted, found)
        fits = fitting(wanted, signs)
        found, signs = found[fits], np.ascontiguousarray(signs[:, fits])
        positions, offsets = runs.placed(found)
        for detector, kind in known if len(found) else ():
            for at in np.flatnonzero(detector.check(signs)).tolist():
                position, start = int(positions[at]), int(offsets[at])
                sure = _sure(detector, kind, is_spoken=position in spoken.of(detector))
                if sure:
                    yield position, _span(detector, start, start + len(wanted.template), sure)


class _Spoken:
    """Which texts hold a word that tells of a detector's kind."""

    def __init__(self, texts: pa.StringArray) -> None:
        self._batch = Batch(texts, 0)
        self._every = np.arange(len(texts))
        self._found: dict[tuple[str, ...], frozenset[int]] = {}

    def of(self, detector: FormDetector) -> frozenset[int]:
        phrases = detector.header
        if phrases not in self._found:
            spoken = self._batch.matching(context_pattern(phrases), self._every)
            self._found[phrases] = frozenset(spoken.tolist())
        return self._found[phrases]


def _sure(detector: FormDetector, kind: str, *, is_spoken: bool) -> float:
    """How sure one value is; 0.0 if it may as well be any number."""
    chance = 1.0 if detector.chance is None else detector.chance
    if is_spoken:
        return _SPOKEN - chance * _CHANCE
    if detector.proves and chance <= _RARE:
        return _PROVEN
    return _FORMED - chance * _CHANCE if kind == "alone" else 0.0


def _span(detector: PatternDetector | FormDetector, start: int, end: int, sure: float) -> Span:
    return Span(
        entity=detector.entity,
        start=start,
        end=end,
        confidence=round(sure, 2),
        category=detector.category,
    )


@cache
def _patterns() -> tuple[PatternDetector, ...]:
    return tuple(one for one in every() if isinstance(one, PatternDetector) and not one.only_told)


def arrow(texts: Sequence[str]) -> pa.StringArray:
    """Texts as a column."""
    return pa.array(texts, pa.string())
