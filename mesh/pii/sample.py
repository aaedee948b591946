"""A bounded sample of a text column, and what the model says of it."""

import re
from collections.abc import Mapping
from typing import cast

import pyarrow as pa
import pyarrow.compute as pc

from mesh.findings import Finding
from mesh.pii.masking import mask
from mesh.pii.model.columns import weights
from mesh.pii.model.deciding import Decisions
from mesh.pii.model.evidence import Neighbours, Sampled
from mesh.pii.model.headers import header_of
from mesh.pii.words import NOTHING

_SAMPLE = 500
# Signs of a value: no more are kept of one.
_LONGEST = 4_096
_PER_BATCH = 2_000
_SHOWN = 3
# What stands for no value, for yes and no, for degrees, or for how people are addressed.
_BLANK = re.compile(
    rf"\s*(?i:{NOTHING}|undefined|anonymous|true|false|yes|no|string|text"
    r"|(?:mr|mrs|ms|miss|dr|prof|herrn?|frau|mme|mlle|sra?)\.?"
    r"|(?:[bmd]|ph|ed|ll)\. ?(?:a|sc|ed|tech|com|eng|phil|pharm|arch|d|b|m|s|e)\.?"
    r"|ph\.?d\.?|[bm]sc|mba"
    r"|[\W_]*)\s*"
)

# Names joined as programs join words: AdaLovelace, Anne-MarieRoy.
_PART = r"[A-Z\u00c0-\u00de][a-z\u00df-\u00ff]+"
_JOINED = re.compile(rf"(?:{_PART}(?:-{_PART})?){{2,3}}")
_SEAM = re.compile(r"(?<=[a-z\u00df-\u00ff])(?=[A-Z\u00c0-\u00de])")
_MOSTLY, _FEWEST = 0.6, 10


class Table:
    """Every column of one table, with what the model says of those of text."""

    def __init__(self, sampled: Mapping[str, Sampled | None]) -> None:
        self.sampled = sampled
        self.neighbours = Neighbours(sampled)


class Sample:
    """Up to 500 distinct values of one text column."""

    def __init__(self, column: str) -> None:
        self._column = column
        self._values = pa.array([], pa.string())

    def add(self, values: pa.StringArray) -> None:
        """Take distinct values into the sample until it is full."""
        if len(self._values) >= _SAMPLE:
            return
        step = max(1, len(values) // _PER_BATCH)
        spread = values.take(pa.array(range(0, len(values), step), pa.int64()))
        if spread.nbytes > _LONGEST:
            spread = pc.utf8_slice_codeunits(spread, 0, _LONGEST)
        distinct = pc.unique(pa.concat_arrays([self._values, spread]))
        filled = pc.invert(pc.or_(pc.equal(distinct, pa.scalar("")), pc.utf8_is_space(distinct)))
        self._values = distinct.take(pc.indices_nonzero(filled)[:_SAMPLE])

    def sampled(self, filled: int) -> Sampled | None:
        """What the model says of the sample; None if it is empty or most of it has no letter."""
        texts = [_unlisted(text.strip()) for text in self._texts() if not _BLANK.fullmatch(text)]
        many = len(texts)
        if sum(any(map(str.isalpha, text)) for text in texts) * 2 < max(many, 1):
            return None
        repeats = filled / many if many < _SAMPLE else 1.0
        read = texts if header_of(self._column).handle else _parted(texts)
        return Sampled.of(read, weights().shares(read), repeats)

    def finding(self, table: Table, filled: int, decisions: Decisions) -> Finding | None:
        """Say whether this is a column of names, addresses or user names; None if it is not."""
        sampled = table.sampled[self._column]
        if sampled is None:
            return None
        found = decisions.of(
            sampled,
            table.neighbours.header(self._column),
            table.neighbours.speak(self._column),
            table.neighbours.people(self._column),
        )
        if found is None:
            return None
        return Finding(
            column=self._column,
            entity=found.entity,
            count=round(found.share * filled),
            share=found.share,
            confidence=found.confidence,
            validated=False,
            evidence=tuple(mask(value) for value in self._texts()[:_SHOWN]),
            why=found.why,
        )

    def _texts(self) -> list[str]:
        return cast("list[str]", self._values.to_pylist())


def _unlisted(text: str) -> str:
    """What a list holds that is written as programs write it: ``['Ann Lee', u'Bo Ray']``."""
    if not (text.startswith("[") and text.endswith("]")):
        return text
    return ", ".join(held for _, held in re.findall(r"""(['"])(.*?)\1""", text)) or text


def _parted(texts: list[str]) -> list[str]:
    """The texts with a blank between joined words, where most are nothing but such."""
    joined = sum(bool(_JOINED.fullmatch(text)) for text in texts)
    if joined < max(_MOSTLY * len(texts), _FEWEST):
        return texts
    return [_SEAM.sub(" ", text) for text in texts]
