"""Names of people, told by the whole column: one name proves nothing, a column of them does."""

import re

import pyarrow as pa
import pyarrow.compute as pc

from mesh.pii.findings import Finding
from mesh.pii.given_names import GIVEN_NAMES, SURNAMES
from mesh.pii.masking import mask
from mesh.pii.words import words_of

_SAMPLE = 500
_FEWEST = 5
_PER_BATCH = 2_000
# Words of a column's name that speak for people, and against.
_CERTAIN = (
    {"first", "name"}, {"last", "name"}, {"given", "name"}, {"family", "name"}, {"full", "name"},
    {"middle", "name"}, {"maiden", "name"}, {"passenger", "name"}, {"customer", "name"},
    {"contact", "name"}, {"guest", "name"}, {"member", "name"}, {"employee", "name"},
    {"holder", "name"}, {"surname"}, {"lastname"}, {"firstname"}, {"fullname"}, {"forename"},
)  # fmt: skip
_POSSIBLE = frozenset(
    (
        "name",
        "person",
        "passenger",
        "customer",
        "guest",
        "employee",
        "contact",
        "patient",
        "member",
        "owner",
        "author",
        "traveller",
        "traveler",
        "pilot",
    )
)
_AGAINST = frozenset(
    (
        "id",
        "code",
        "count",
        "number",
        "type",
        "airport",
        "airline",
        "company",
        "product",
        "city",
        "station",
        "file",
        "model",
        "manufacturer",
        "status",
    )
)
_WORD = r"[^\W\d_][\w'\u2019.-]*"
_SHAPE = re.compile(
    rf"(?:(?:Mr|Mrs|Ms|Miss|Dr|Prof)\.? )?{_WORD}(?: {_WORD}){{0,4}},?(?: {_WORD})?"
)
# Shares of the sample that make a column one of names, by what its own name says.
_SHAPED_IF_CERTAIN, _KNOWN_IF_POSSIBLE, _KNOWN_IF_SILENT = 0.6, 0.25, 0.5


class PeopleColumn:
    """A bounded sample of one text column, and whether it holds names of people."""

    def __init__(self, column: str) -> None:
        self._column = column
        self._sample: dict[str, None] = {}

    def add(self, values: pa.StringArray) -> None:
        """Take distinct values into the sample until it is full."""
        if len(self._sample) >= _SAMPLE:
            return
        step = max(1, len(values) // _PER_BATCH)
        spread = values.take(pa.array(range(0, len(values), step)))
        for value in pc.unique(spread).to_pylist():
            if value and len(self._sample) < _SAMPLE:
                self._sample[value] = None

    def finding(self, filled: int) -> Finding | None:
        """Say whether this is a column of names; None if it is not, or too small to tell."""
        sample = list(self._sample)
        if len(sample) < _FEWEST:
            return None
        known = sum(map(_is_known_name, sample)) / len(sample)
        shaped = sum(bool(_SHAPE.fullmatch(value)) for value in sample) / len(sample)
        confidence = self._confidence(known, shaped)
        if confidence is None:
            return None
        share = max(known, shaped if confidence == 1.0 else 0.0)
        return Finding(
            column=self._column,
            entity="PERSON",
            count=round(share * filled),
            share=share,
            confidence=round(min(confidence, 0.5 + known / 2), 2),
            validated=False,
            evidence=tuple(mask(value) for value in sample[:3]),
            why=(f"{known:.0%} of {len(sample)} sampled values are known names",),
        )

    def _confidence(self, known: float, shaped: float) -> float | None:
        words = words_of(self._column)
        if words & _AGAINST:
            return 0.7 if known >= _KNOWN_IF_SILENT and shaped >= _SHAPED_IF_CERTAIN else None
        if any(certain <= words for certain in _CERTAIN) and shaped >= _SHAPED_IF_CERTAIN:
            return 1.0
        least = _KNOWN_IF_POSSIBLE if words & _POSSIBLE else _KNOWN_IF_SILENT
        return 0.8 if known >= least and shaped >= _SHAPED_IF_CERTAIN else None


def _is_known_name(value: str) -> bool:
    """Whether a short value has a common given name or surname as a word of its own."""
    words = re.findall(r"[^\W\d_]+", value.lower())
    if not 1 <= len(words) <= 5:  # noqa: PLR2004 - a longer value is a sentence
        return False
    return any(word in GIVEN_NAMES or word in SURNAMES for word in words)
