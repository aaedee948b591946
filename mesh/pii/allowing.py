"""Takes out of a column what rules allow, and nothing that stands beside it."""

import re
from collections.abc import Sequence
from typing import Any, cast

import pyarrow as pa
import pyarrow.compute as pc

from mesh.naming.rules import ScanRules
from mesh.pii.batch import Batch
from mesh.pii.custom import kept, occurrences
from mesh.pii.text.told import arrow, by_form, by_pattern

_Place = tuple[int, int]


class AllowList:
    """What is no personal data though it looks like it.

    A cell that is an allowed value as a whole is emptied. Of any other only what a detector takes
    for one value is blanked, if exactly that is allowed and nothing overlaps it that is not: part
    of an address or of a number is never taken out of it.
    """

    def __init__(self, rules: ScanRules) -> None:
        self._values = frozenset(value for one in rules.allow for value in one.values)
        patterns = [one.pattern for one in rules.allow if one.pattern]
        self._whole = "|".join(rf"\A(?:{pattern})\z" for pattern in patterns)
        self._held = "|".join((*map(re.escape, self._values), *(f"(?:{p})" for p in patterns)))
        self._own = rules.detectors

    def out_of(self, column: "pa.Array[Any]") -> "pa.Array[Any]":
        """The column without what is allowed: same type, same rows."""
        if not self._held:
            return column
        if isinstance(column, pa.DictionaryArray):
            return pa.DictionaryArray.from_arrays(column.indices, self.out_of(column.dictionary))
        if pa.types.is_integer(column.type):
            return self._numbers(column)
        if not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
            return column
        texts = cast("pa.StringArray", column.cast(pa.string()))
        holding: Any = pc.match_substring_regex(texts, self._held)
        holding = pc.fill_null(holding, False)  # noqa: FBT003 - a value
        coded = texts.filter(holding).dictionary_encode()
        if not len(coded):
            return column
        cleared = arrow(self._cleared([str(text) for text in coded.dictionary.to_pylist()]))
        return pc.replace_with_mask(texts, holding, cleared.take(coded.indices))  # type: ignore[no-any-return]

    def _numbers(self, column: "pa.Array[Any]") -> "pa.Array[Any]":
        coded = column.dictionary_encode()
        allowed = self._allows([str(value) for value in coded.dictionary.to_pylist()])
        if not any(allowed):
            return column
        kept_ones = pc.if_else(pa.array(allowed), pa.scalar(None, column.type), coded.dictionary)
        return kept_ones.take(coded.indices)  # type: ignore[no-any-return]

    def _cleared(self, texts: Sequence[str]) -> list[str]:
        places: list[list[_Place]] = [[] for _ in texts]
        for position, place in self._taken_for_values(texts):
            places[position].append(place)
        return [self._clear(*pair) for pair in zip(texts, places, strict=True)]

    def _clear(self, text: str, places: Sequence[_Place]) -> str:
        if text.strip() in self._values:
            return ""
        if not _is_plain(text):
            return text
        allowed = self._allows([text[start:end] for start, end in places])
        others = [
            place for place, is_allowed in zip(places, allowed, strict=True) if not is_allowed
        ]
        if not others and self._allows([text.strip()])[0]:
            return ""
        for place, is_allowed in zip(places, allowed, strict=True):
            if is_allowed and not any(_overlap(place, other) for other in others):
                text = text[: place[0]] + " " * (place[1] - place[0]) + text[place[1] :]
        return text

    def _allows(self, values: Sequence[str]) -> list[bool]:
        """Which of the values are allowed, each as a whole."""
        listed = [value in self._values for value in values]
        if not self._whole or not values:
            return listed
        alike = pc.match_substring_regex(arrow(values), self._whole).to_pylist()
        return [one or bool(other) for one, other in zip(listed, alike, strict=True)]

    def _taken_for_values(self, texts: Sequence[str]) -> list[tuple[int, _Place]]:
        """Whatever any detector takes for a value, with the text's position."""
        ascii_only = [text.encode("ascii", "replace").decode("ascii") for text in texts]
        spans = (*by_pattern(arrow(texts)), *by_form(arrow(ascii_only)))
        found = [(position, (span.start, span.end)) for position, span in spans]
        for detector in self._own:
            seen = list(occurrences(arrow(texts), detector.pattern))
            right = kept(detector.check, [value for _, _, value in seen])
            found += [
                (position, (start, start + len(value)))
                for (position, start, value), passed in zip(seen, right, strict=True)
                if passed
            ]
        return found


def _is_plain(text: str) -> bool:
    """Whether detectors read the text as it stands: no sign as another one, or as none."""
    return text.isascii() or Batch(arrow([text]), 0).values[0].as_py() == text


def _overlap(one: _Place, other: _Place) -> bool:
    return one[0] < other[1] and other[0] < one[1]
