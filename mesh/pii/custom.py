"""Kinds of personal data that an organisation or an owner defines, looked for in one column.

Their patterns run in an engine of linear time only: nobody has tried them against hostile texts.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mesh.findings import Finding
from mesh.naming.rules import CustomDetector
from mesh.pii.batch import Batch
from mesh.pii.checksums import (
    Passed,
    Signs,
    iso7064_11_10,
    luhn,
    mod97,
    signs_of,
    varied,
    verhoeff,
)
from mesh.pii.counted import Counted
from mesh.pii.layouts import Positions
from mesh.pii.telling import Column
from mesh.pii.words import telling, words_of

_BEGIN, _END = "\x02", "\x03"
_SURE, _UNCHECKED = 0.97, 0.9
_FEWEST = 2
_EXACT = pa.scalar(2.0**63)
_NO_DIGIT, _NO_SIGN = r"[^0-9]", r"[^0-9A-Za-z]"
# By its name in rules: what of a value the check looks at, and the check.
_CHECKS: Mapping[str, tuple[str, Callable[[Signs], Passed]]] = {
    "luhn": (_NO_DIGIT, luhn),
    "verhoeff": (_NO_DIGIT, verhoeff),
    "mod11_10": (_NO_DIGIT, iso7064_11_10),
    "mod97": (_NO_SIGN, lambda signs: mod97(signs) == 1),
}


def occurrences(texts: pa.StringArray, pattern: str) -> Iterator[tuple[int, int, str]]:
    """Every occurrence of a pattern (RE2), in order: the text's position, its start, and it."""
    for sign in (_BEGIN, _END):
        texts = pc.replace_substring(texts, sign, " ")
    marked = pc.replace_substring_regex(texts, f"(?:{pattern})", rf"{_BEGIN}\0{_END}")
    for position, text in enumerate(marked.to_pylist()):
        start = 0
        for number, part in enumerate(re.split(f"[{_BEGIN}{_END}]", str(text))):
            if number % 2 and part:
                yield position, start, part
            start += len(part)


def kept(check: str, values: Sequence[str]) -> list[bool]:
    """Which values keep what is demanded of their digits; all if nothing is."""
    if not check:
        return [True] * len(values)
    others, rule = _CHECKS[check]
    plain = [re.sub(others, "", value) for value in values]
    right = [False] * len(values)
    for length in {len(value) for value in plain if len(value) >= _FEWEST}:
        places = [at for at, value in enumerate(plain) if len(value) == length]
        signs = signs_of(*(plain[at] for at in places))
        for at, passed in zip(places, rule(signs) & varied(signs), strict=True):
            right[at] = bool(passed)
    return right


class OwnKinds:
    """The own kinds in columns whose names allow the same of them.

    Args:
        detectors: as ``own_kinds`` gives them of each of the names.
    """

    def __init__(self, detectors: Iterable[CustomDetector]) -> None:
        self._seen: dict[CustomDetector, dict[int, Counted]] = {one: {} for one in detectors}

    def add(self, batch: Batch) -> None:
        """Look at every value of a batch."""
        for detector, columns in self._seen.items():
            filled = np.flatnonzero(pc.binary_length(batch.values).to_numpy(zero_copy_only=False))
            suspects = batch.matching(detector.pattern, filled)
            if detector.check:
                suspects = np.array(sorted(_first(batch, detector, suspects)), np.int64)
            part_of = partial(_part_of, batch, detector)
            for place, found in batch.by_column(suspects):
                columns.setdefault(place, Counted()).add(batch, found, part_of)

    def add_values(self, column: "pa.Array[Any]", first_row: int, place: int) -> None:
        """Look at every value of a batch that holds no texts, as it is written."""
        if self._seen:
            self.add(Batch(_written(column), first_row, places=(place,)))

    def findings(self, column: Column) -> Iterator[Finding]:
        """One for each kind that enough rows of a column hold."""
        for detector, columns in self._seen.items():
            seen = columns.get(column.place)
            if seen and seen.count >= detector.share * column.filled:
                yield Finding(
                    column=column.name,
                    entity=detector.entity,
                    count=seen.count,
                    share=seen.count / column.filled,
                    confidence=_SURE if detector.check else _UNCHECKED,
                    validated=True,
                    rows=tuple(seen.rows),
                    evidence=tuple(seen.evidence),
                    why=(_why(detector),),
                )


def own_kinds(column: str, detectors: Iterable[CustomDetector]) -> tuple[CustomDetector, ...]:
    """Those of the own kinds that are looked for under a column's name."""
    words = words_of(column)
    return tuple(
        one for one in detectors if not one.columns or telling(words, map(str.lower, one.columns))
    )


def _first(batch: Batch, detector: CustomDetector, suspects: Positions) -> dict[int, str]:
    """The first right occurrence in each value that has one, by its position."""
    found = list(occurrences(batch.values.take(pa.array(suspects)), detector.pattern))  # type: ignore[arg-type]
    right = kept(detector.check, [value for _, _, value in found])
    first: dict[int, str] = {}
    for (position, _, value), passed in zip(found, right, strict=True):
        if passed:
            first.setdefault(int(suspects[position]), value)
    return first


def _part_of(batch: Batch, detector: CustomDetector, position: int) -> str:
    """The first right occurrence in one value, if it has one."""
    return _first(batch, detector, np.array([position])).get(position, "")


def _written(column: "pa.Array[Any]") -> pa.StringArray:
    """Values as texts, whole numbers without a point."""
    if not pa.types.is_floating(column.type):
        return column.cast(pa.string())  # type: ignore[return-value]
    given = column.cast(pa.float64())
    exact = pc.and_(pc.equal(pc.floor(given), given), pc.less(pc.abs(given), _EXACT))
    whole = pc.if_else(exact, given, pa.scalar(None, pa.float64())).cast(pa.int64())
    return pc.coalesce(whole.cast(pa.string()), given.cast(pa.string()))  # type: ignore[no-any-return]


def _why(detector: CustomDetector) -> str:
    where = f" under {' or '.join(detector.columns)}" if detector.columns else ""
    return f"has the pattern of its rule{where}" + (
        f" and keeps {detector.check}" if detector.check else ""
    )
