"""Look-alike and invisible signs read as the plain ones, so that they hide nothing."""

import re
from functools import cache
from unicodedata import combining, normalize

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from mesh.pii.gates import signs_of_column

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
# Signs that printers use for plain ones: they end a value as those do.
_PRINTED = (
    dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb", '"')
    | dict.fromkeys("\u2018\u2019\u201a\u201b\u2039\u203a", "'")
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-")
    | dict.fromkeys("\u00a7\u00a6\u00ac\u00b6\u00b7\u2022\u2026", " ")
)
_A_PRINTED = re.compile(f"[{''.join(_PRINTED)}]")
# Chinese, Japanese and Korean are written without spaces, around identifiers too.
_WIDE = "\u3001-\u9fff\uac00-\ud7a3"
_A_WIDE = re.compile(f"[{_WIDE}]")
_BESIDE_WIDE = re.compile(
    rf"(?<=[{_WIDE}])(?=[0-9A-Za-z][0-9A-Za-z ./-]{{5}})"
    rf"|(?<=[0-9A-Za-z ./-]{{5}}[0-9A-Za-z])(?=[{_WIDE}])"
)
_FIRST_LEAD, _LAST_LEAD_OF_TWO = 0xC2, 0xDF
_IS_WIDE = np.array([lead in range(0xE3, 0xEE) for lead in range(256)])
_IS_WORD = np.array([sign < 0x80 and chr(sign).isalnum() for sign in range(256)])  # noqa: PLR2004
_BYTES_OF_WIDE = 3
# First bytes of signs of three that NFKC leaves as they are: Chinese characters, Korean syllables.
_PLAIN_LEADS = (*range(0xE4, 0xEA), 0xEB, 0xEC, 0xED)


def plain(texts: pa.StringArray) -> pa.StringArray:
    """Read each text plainly.

    Arrow's own NFKC takes accents off their letters and does not put them back.
    """
    offsets, signs = signs_of_column(texts)
    if signs.max(initial=0) < _FIRST_LEAD:
        return texts
    at = (signs >= _FIRST_LEAD).nonzero()[0]
    leads = signs[at]
    odd = _odd()[leads, signs[np.minimum(at + 1, len(signs) - 1)]]
    if leads.max(initial=0) > _LAST_LEAD_OF_TWO:
        odd |= _beside_word(signs, at)
    at = at[odd]
    if not len(at):
        return texts
    mask = np.zeros(len(texts), dtype=bool)
    mask[np.searchsorted(offsets, at, side="right") - 1] = True
    given = texts.filter(pa.array(mask)).to_pylist()
    plain = [plainly(str(value)) for value in given]
    if plain == given:
        return texts
    return pc.replace_with_mask(texts, pa.array(mask), pa.array(plain, pa.string()))  # type: ignore[no-any-return]


def plainly(text: str) -> str:
    """One text with plain signs, and spaces where signs that need none stand by identifiers."""
    printed = _A_PRINTED.sub(lambda sign: _PRINTED[sign[0]], text)
    visible = _INVISIBLE.sub("", normalize("NFKC", printed))
    return _BESIDE_WIDE.sub(" ", visible) if _A_WIDE.search(visible) else visible


@cache
def _odd() -> npt.NDArray[np.bool_]:
    """Whether a sign with these first two bytes may be another one plainly, or change others."""
    odd = np.zeros((256, 256), dtype=bool)
    odd[_LAST_LEAD_OF_TWO:] = True
    odd[list(_PLAIN_LEADS)] = False
    for lead in range(_FIRST_LEAD, _LAST_LEAD_OF_TWO):
        for second in range(0x80, 0xC0):
            sign = bytes((lead, second)).decode()
            odd[lead, second] = plainly(sign) != sign or combining(sign)
    return odd


def _beside_word(signs: npt.NDArray[np.uint8], at: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """Which are Chinese, Japanese or Korean signs beside a letter or digit of ASCII."""
    before = _IS_WORD[signs[np.maximum(at - 1, 0)]]
    after = _IS_WORD[signs[np.minimum(at + _BYTES_OF_WIDE, len(signs) - 1)]]
    return _IS_WIDE[signs[at]] & (before | after)  # type: ignore[no-any-return]
