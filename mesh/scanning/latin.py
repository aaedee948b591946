"""Which Windows or ISO encoding a text of Latin letters is in, by the letters that this makes."""

import math
import re
from collections.abc import Collection, Iterator
from functools import cache

import numpy as np
import numpy.typing as npt

WINDOWS = "cp1252"
_CENTRAL = ("cp1250", "iso8859_2")
# Letters beyond ASCII of each language, the most usual one first: Turkish, Lithuanian, Latvian,
# Estonian; Czech, Slovak, Polish, Hungarian, Romanian, Croatian, Slovene.
_EASTERN = (
    ("cp1254", "ıüşçöğâîû"), ("cp1257", "šėžųūįčąę"), ("cp1257", "āīšēņļūžģķč"),
    ("cp1257", "äõüöšž"),
    *((codec, letters) for codec in _CENTRAL for letters in (
        "áíěéřšžčýůúňťďó", "áíéščžýľúňťóôďäŕĺ", "łóęąśżćńź", "áéöóőíüúű", "ăţîşâ", "čćšžđ", "čšžć",
    )),
)  # fmt: skip
# German, French, Spanish, Catalan, Portuguese, Italian, Dutch, Swedish, Finnish, Danish and
# Norwegian, Icelandic and Faroese, Gaelic, Breton, Welsh; and several of them at once.
_WESTERN = tuple((WINDOWS, letters) for letters in (
    "üäöß", "éèàêçôîûùïëœâ", "óíáéñúü", "àéóíèòçúüï", "ãçáéíóêâõúàô", "àèòùìé", "ëéïöüè", "äåöé",
    "äöåéüšž", "øåæé", "ðíáöóéþúýæø", "àùòìèé", "êéâîôñûù", "âôêîûïöá",
    "éáóíöüäãçñåøèàêôúæëßîâïûòùìõýðþšž",
))  # fmt: skip
# What Western texts have at the borders of words, where others have letters.
_BESIDE_WORDS = dict.fromkeys("«»¿¡ºª", 0.02)
_OTHER_LETTER, _NO_LETTER, _NO_SIGN = -9.0, -9.5, -14.0
_BEYOND_ASCII = range(128, 256)
_RUN = re.compile(rb"[A-Za-z\x80-\xff]+")
_ASCII = re.compile(rb"[A-Za-z]+")
# Of five Latin words with other letters 0.64 and more are ASCII; of katakana in Shift JIS 0.44.
_MOST = 0.6
# By how much more likely, as a natural logarithm, another encoding than Windows-1252 has to be:
# once, and for each of the letters that tell.
_SURELY, _EACH = 8.0, 0.3


def is_latin(words: Collection[bytes]) -> bool:
    """Whether most letters are ASCII; none of other scripts are, and few bytes of their signs."""
    runs = b"".join(_runs(words))
    return sum(map(len, _ASCII.findall(runs))) > len(runs) * _MOST


def latin(words: Collection[bytes]) -> str:
    """The codec of words of Latin letters; none unless it is far likelier than Windows-1252."""
    telling = b"".join(run for run in _runs(words) if _ASCII.search(run))
    signs = np.bincount(np.frombuffer(telling, np.uint8), minlength=256)[_BEYOND_ASCII.start :]
    likely = _LIKELY @ signs
    best = int(likely[len(_WESTERN) :].argmax())
    ahead = likely[len(_WESTERN) + best] - likely[: len(_WESTERN)].max()
    return _EASTERN[best][0] if ahead > _SURELY + _EACH * signs.sum() else ""


def _runs(words: Collection[bytes]) -> Iterator[bytes]:
    return (run for word in words for run in _RUN.findall(word) if not run.isascii())


def _row(codec: str, letters: str) -> list[float]:
    """The logarithm of how likely each byte is among those beyond ASCII in a language."""
    weights = {letter: 1 / (rank + 3) for rank, letter in enumerate(letters)}
    if codec == WINDOWS:
        weights |= _BESIDE_WORDS
    whole = sum(weights.values())
    return [
        math.log(weights[sign] / whole) if sign in weights else _other(sign)
        for sign in _letters(codec)
    ]


@cache
def _letters(codec: str) -> tuple[str, ...]:
    """What each byte beyond ASCII is, in small letters."""
    return tuple(map(_small, bytes(_BEYOND_ASCII).decode(codec, "replace")))


def _small(sign: str) -> str:
    return "\N{LATIN SMALL LETTER DOTLESS I}" if sign == "İ" else sign.lower()


def _other(sign: str) -> float:
    if sign.isalpha():
        return _OTHER_LETTER
    return _NO_LETTER if sign.isprintable() and sign != "\ufffd" else _NO_SIGN


_LIKELY: npt.NDArray[np.float64] = np.array([_row(*each) for each in (*_WESTERN, *_EASTERN)])
