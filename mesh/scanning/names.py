"""Names come from the file too: a key of JSON can be somebody's address, and so can a member."""

import re
from collections.abc import Collection, Mapping

import pyarrow as pa

from mesh.pii import Engine, Finding, spans_of_all
from mesh.pii.masking import mask

COLUMN, FILES = "names of columns", "names of files"
# Names of few digits and without an address tell of nobody by themselves.
_FEWEST_DIGITS = 6
# What programs call columns: words with few digits, as a path; and what readers call them here.
_WORD = r"[A-Za-z_]{1,40}(\d{1,4}[A-Za-z_]{0,20})?(\[\])*"
_PLAIN = re.compile(rf"{_WORD}([./]{_WORD})*( \(\d+\)| formulas)?|({_WORD}[.])*column \d+")
# Headers of several words, `Postal Code` for one, read as names with less confidence than that.
_SOMEBODY, _SURE = ("PERSON", "ADDRESS"), 0.75
_OURS = ("", COLUMN, FILES, "beyond the header", "texts of no cell")


def is_plain(name: str) -> bool:
    """Whether a name is made as programs make names, so that no value can pass for it."""
    return name in _OURS or bool(_PLAIN.fullmatch(name))


def shown(name: str) -> str:
    """A name's shape if it is not plain."""
    return name if is_plain(name) else mask(name)


def personal_names(
    names: Collection[str],
    column: str = COLUMN,
) -> tuple[tuple[Finding, ...], Mapping[str, str]]:
    """Look at names that are not plain.

    Returns:
        What was found, under one column of its own; and the shape that stands for each of these
        names if anything was, else for those that read as a sentence of somebody: the first line of
        a table without a header is taken for one where nothing speaks against it.
    """
    odd = [name for name in names if not is_plain(name)]
    if not odd:
        return (), {}
    engine = Engine()
    engine.add(pa.RecordBatch.from_arrays([pa.array(odd, pa.string())], names=[column]))
    found = tuple(one for one in engine.findings() if one.category == "personal")
    hidden = odd if found else _telling_of_somebody(odd)
    return found, {name: mask(name) for name in hidden}


def _telling_of_somebody(names: Collection[str]) -> list[str]:
    sentences = [name for name in names if " " in name]
    return [
        name
        for name, spans in zip(sentences, spans_of_all(sentences), strict=True)
        if any(one.entity in _SOMEBODY and one.confidence >= _SURE for one in spans)
    ]


def personal_files(
    names: Collection[str],
) -> tuple[tuple[Finding, ...], Mapping[str, str]]:
    """Look at the names of an archive's members, as ``personal_names`` does."""
    telling = [
        name for name in names if "@" in name or sum(map(str.isdigit, name)) >= _FEWEST_DIGITS
    ]
    return personal_names(telling, FILES)
