"""What a column holds, cell by cell with Python's own patterns: slow, and plain to read."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from unicodedata import normalize

import pyarrow as pa

from mesh.findings import Finding
from mesh.pii.checksums import signs_of
from mesh.pii.detectors.model import FormDetector, PatternDetector
from mesh.pii.detectors.registry import every
from mesh.pii.telling import Told, told_of
from mesh.pii.words import context_pattern

_WORD = "[0-9A-Za-z_\u0080-\U0010ffff]"
_RUN = re.compile(rf"{_WORD}+")
_SIGNS = {"9": "[0-9]", "A": "[A-Za-z]", "*": "[0-9A-Za-z]"}
_JOINERS = " -./"
_DIGIT = re.compile("[0-9]")
_PROSE = 4


def differing(batch: pa.RecordBatch, findings: tuple[Finding, ...]) -> dict[str, tuple[int, int]]:
    """Findings whose count is not that of looking at each cell: found and expected rows."""
    expected = {name: _counted(name, cells.to_pylist()) for name, cells in _columns(batch)}
    exact = {one.entity for one in every() if isinstance(one, FormDetector | PatternDetector)}
    return {
        f"{one.column}/{one.entity}": (one.count, max(expected[one.column][one.entity]))
        for one in findings
        if one.entity in exact and one.count not in expected[one.column][one.entity]
    }


def _columns(batch: pa.RecordBatch) -> Iterator[tuple[str, pa.StringArray]]:
    yield from zip(batch.schema.names, batch.columns, strict=True)


def _counted(column: str, cells: list[str | None]) -> dict[str, set[int]]:
    """Rows of each kind: with, and without, digits that count only beyond chance."""
    told = _told(column)
    counts: Counter[tuple[str, bool]] = Counter()
    for cell in filter(None, cells):
        text = normalize("NFKC", cell)
        kinds = set(_kinds(text, told))
        counts.update((one, True) for one, sure in kinds if sure)
        counts.update((one, False) for one in {one for one, _ in kinds})
    return {one.entity: {counts[one.entity, sure] for sure in (True, False)} for one in every()}


def _told(column: str) -> dict[str, Told]:
    told: dict[str, Told] = {}
    for detector, one in told_of(column):
        if detector.entity not in told or one.is_telling:
            told[detector.entity] = one
    return told


def _kinds(text: str, told: dict[str, Told]) -> Iterator[tuple[str, bool]]:
    for detector in every():
        is_told = told[detector.entity].is_telling
        if isinstance(detector, PatternDetector) and (is_told or not detector.only_told):
            whole = bool(detector.told_shape) and is_told
            if detector.occurs_in(text, whole=whole) is not None:
                yield detector.entity, True
        elif isinstance(detector, FormDetector) and _DIGIT.search(text):
            if any(_holds(text, one, detector, is_told=is_told) for one in detector.alone):
                yield detector.entity, True
            if any(_holds(text, one, detector, is_told=is_told) for one in detector.bare):
                yield detector.entity, is_told or _is_spoken(text, detector)


def _is_spoken(text: str, detector: FormDetector) -> bool:
    longer = len(text.encode()) >= min(map(len, detector.bare)) + _PROSE
    return longer and bool(_spoken(detector.header).search(text))


@cache
def _spoken(header: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(context_pattern(header))


def _holds(text: str, template: str, detector: FormDetector, *, is_told: bool) -> bool:
    check = detector.told if is_told and detector.told else detector.check
    for found in _pattern(template).finditer(text):
        signs = "".join(sign for sign in found[1] if sign not in _JOINERS)
        if _is_free(text, *found.span(1), template) and check(signs_of(signs))[0]:
            return True
    return False


@cache
def _pattern(template: str) -> re.Pattern[str]:
    body = "".join(_SIGNS.get(sign, re.escape(sign)) for sign in template)
    return re.compile(rf"(?<!{_WORD})(?<!\+)(?=({body})(?!{_WORD}|@))")


def _is_free(text: str, start: int, end: int, template: str) -> bool:
    """Whether it is no part of a longer number: tied to digits, or one of many equal groups."""
    before, after = _neighbours(text, start, end)
    first, last = _RUN.search(text, start), [*_RUN.finditer(text[start:end])][-1]
    if before and before[-1] in "-." and _has_digits(before) and first and _has_digits(first[0]):
        return False
    if after and after[0] in "-." and _has_digits(after):
        return False
    joiners = [sign for sign in template if sign in _JOINERS]
    if not joiners or first is None:
        return True
    onward = bool(after) and after[0] == joiners[-1] and _alike(after[1:], last[0])
    backward = bool(before) and before[-1] == joiners[0] and _alike(before[:-1], first[0])
    return not (onward or backward)


def _neighbours(text: str, start: int, end: int) -> tuple[str, str]:
    """A run before with the one sign between, and one after."""
    before = re.search(rf"{_WORD}+[^0-9A-Za-z_]$", text[:start])
    after = re.match(rf"[^0-9A-Za-z_]{_WORD}+", text[end:])
    return before[0] if before else "", after[0] if after else ""


def _has_digits(run: str) -> bool:
    return run.isascii() and "_" not in run and any(map(str.isdigit, run))


def _alike(one: str, other: str) -> bool:
    return len(one) == len(other) and _kind(one) == _kind(other)


def _kind(run: str) -> tuple[bool, bool, bool]:
    odd = not run.isascii() or "_" in run
    return odd, not odd and any(map(str.isdigit, run)), not odd and any(map(str.isalpha, run))
