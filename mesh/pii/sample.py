"""A bounded sample of a text column, and what the model says of it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mesh.findings import Finding
from mesh.pii.gates import cut
from mesh.pii.layouts import taken
from mesh.pii.masking import SHOWN, mask
from mesh.pii.model.columns import weights
from mesh.pii.model.deciding import Decisions
from mesh.pii.model.evidence import Neighbours, Sampled
from mesh.pii.model.headers import header_of
from mesh.pii.words import NOTHING

_SAMPLE = 500
# Signs of a value: no more are kept of one.
_LONGEST = 4_096
_PER_BATCH = 2_000
# What stands for no value, for yes and no, for degrees, or for how people are addressed.
# What begins with a digit is none of it, and told so faster.
_BLANK = re.compile(
    rf"(?!\d)(?i:{NOTHING}|undefined|anonymous|true|false|yes|no|string|text"
    r"|(?:mr|mrs|ms|miss|dr|prof|herrn?|frau|mme|mlle|sra?)\.?"
    r"|(?:[bmd]|ph|ed|ll)\. ?(?:a|sc|ed|tech|com|eng|phil|pharm|arch|d|b|m|s|e)\.?"
    r"|ph\.?d\.?|[bm]sc|mba"
    r"|[\W_]*)"
)

# Names joined as programs join words: AdaLovelace, Anne-MarieRoy.
_PART = r"[A-Z\u00c0-\u00de][a-z\u00df-\u00ff]+"
_JOINED = re.compile(rf"(?:{_PART}(?:-{_PART})?){{2,3}}")
_SEAM = re.compile(r"(?<=[a-z\u00df-\u00ff])(?=[A-Z\u00c0-\u00de])")
_LETTER = re.compile("[A-Za-z]")
_MOSTLY, _FEWEST = 0.6, 10
_NONE = pa.array([], pa.string())


class Table:
    """Every column of one table, with what the model says of those of text."""

    def __init__(self, sampled: Mapping[str, Sampled | None]) -> None:
        self.sampled = sampled
        self.neighbours = Neighbours(sampled)


@dataclass(frozen=True)
class _Read:
    """What a sample says that is full, or as full as it gets.

    Attributes:
        sampled: what the model says, but for repeats; None if most of it has no letter.
        values: how many there are.
        shown: shapes of the first of them.
    """

    sampled: Sampled | None
    values: int
    shown: tuple[str, ...]


class Sample:
    """Up to 500 distinct values of one text column, read as soon as there are so many.

    Attributes:
        values: as long as there are fewer.
    """

    def __init__(self, column: str) -> None:
        self._column = column
        self.values = _NONE
        self._full: _Read | None = None
        self._shown: tuple[str, ...] = ()

    @property
    def is_full(self) -> bool:
        """Whether no more values are wanted."""
        return self._full is not None

    def add(self, values: pa.StringArray) -> None:
        """Take distinct values into the sample until it is full; some may be missing."""
        if self.is_full:
            return
        step = max(1, len(values) // _PER_BATCH)
        spread = values.take(pa.array(np.arange(0, len(values), step)))  # type: ignore[arg-type]
        held = pa.concat_arrays([self.values, spread.drop_null()])
        texts = pc.unique(cut(held, _LONGEST))
        self.keep(texts.filter(_filled(texts))[:_SAMPLE])

    def keep(self, values: pa.StringArray) -> None:
        """Have these distinct values for the sample, which is full with so many."""
        self.values = values
        if len(values) == _SAMPLE:
            self._full, self.values = self._read(), _NONE

    def sampled(self, filled: int) -> Sampled | None:
        """What the model says of the sample; None if it is empty or most of it has no letter."""
        read = self._full or self._read()
        sampled, many, self._shown = read.sampled, read.values, read.shown
        if sampled is None or many >= _SAMPLE:
            return sampled
        return replace(sampled, repeats=filled / many)

    def _read(self) -> _Read:
        values = cast("list[str]", self.values.to_pylist())
        filled = [text for text in map(str.strip, values) if not _BLANK.fullmatch(text)]
        texts = [_unlisted(text) if text[0] == "[" else text for text in filled]
        shown = tuple(mask(value) for value in values[:SHOWN])
        if not _are_lettered(texts):
            return _Read(None, len(texts), shown)
        read = texts if header_of(self._column).handle else _parted(texts)
        return _Read(Sampled.of(read, weights().shares(read)), len(texts), shown)

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
            evidence=self._shown,
            why=found.why,
        )

    @staticmethod
    def add_together(samples: Sequence["Sample"], columns: Sequence[pa.StringArray]) -> None:
        """Take distinct values of several columns, of few rows each, into their samples."""
        parts = [
            (one, values) for one, values in zip(samples, columns, strict=True) if not one.is_full
        ]
        if not parts:
            return
        held = pa.concat_arrays([part for one, values in parts for part in (one.values, values)])
        texts = cut(held, _LONGEST)
        sizes = [len(one.values) + len(values) for one, values in parts]
        owners = np.repeat(np.arange(len(parts)), sizes)
        coded = texts.dictionary_encode()
        codes = coded.indices.to_numpy()
        _, firsts = np.unique(owners * len(texts) + codes, return_index=True)
        firsts.sort()
        firsts = firsts[_filled(coded.dictionary).to_numpy(zero_copy_only=False)[codes[firsts]]]
        chosen = taken(texts, firsts)
        edges = np.searchsorted(owners[firsts], np.arange(len(parts) + 1)).tolist()
        for (one, _), begin, end in zip(parts, edges[:-1], edges[1:], strict=True):
            one.keep(chosen[begin : min(end, begin + _SAMPLE)])


def _filled(values: "pa.Array[Any]") -> pa.BooleanArray:
    return pc.invert(pc.or_(pc.equal(values, pa.scalar("")), pc.utf8_is_space(values)))


def _are_lettered(texts: list[str]) -> bool:
    """Whether at least half of the texts, and one, have a letter."""
    lettered = sum(map(bool, map(_LETTER.search, texts)))
    if lettered * 2 < len(texts):
        others = (text for text in texts if not text.isascii() and not _LETTER.search(text))
        lettered += sum(any(map(str.isalpha, text)) for text in others)
    return lettered * 2 >= max(len(texts), 1)


def _unlisted(text: str) -> str:
    """What a list holds that is written as programs write it: ``['Ann Lee', u'Bo Ray']``."""
    if not text.endswith("]"):
        return text
    return ", ".join(held for _, held in re.findall(r"""(['"])(.*?)\1""", text)) or text


def _parted(texts: list[str]) -> list[str]:
    """The texts with a blank between joined words, where most are nothing but such."""
    joined = sum(bool(_JOINED.fullmatch(text)) for text in texts if " " not in text)
    if joined < max(_MOSTLY * len(texts), _FEWEST):
        return texts
    return [_SEAM.sub(" ", text) for text in texts]
