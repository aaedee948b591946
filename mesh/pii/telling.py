"""What a column's name says for and against each detector."""

import math
from dataclasses import dataclass
from functools import lru_cache

from mesh.pii.detectors.model import Detector, FormDetector
from mesh.pii.detectors.registry import every
from mesh.pii.words import against, telling, words_of

_MOST = 0.99
_KEYS = frozenset(("code", "num"))


@dataclass(frozen=True)
class Told:
    """What a name says of one detector.

    Attributes:
        phrase: that speaks for it; None if there is none.
        negative: word that speaks against it; None if there is none.
    """

    phrase: str | None
    negative: str | None

    @property
    def is_telling(self) -> bool:
        """Whether the name speaks for it and nothing in the name against."""
        return self.phrase is not None and self.negative is None

    def reasons(self) -> tuple[str, ...]:
        """In words."""
        return tuple(
            f"the column's name has {word!r}{weight}"
            for word, weight in ((self.phrase, ""), (self.negative, ", which speaks against it"))
            if word
        )

    def weigh(self, confidence: float) -> float:
        """Raise or lower a confidence by what the name says, on the scale of log-odds."""
        odds = math.log(confidence / (1 - confidence))
        odds += 1.5 * (self.phrase is not None) - 1.5 * (self.negative is not None)
        return round(min(1 / (1 + math.exp(-odds)), _MOST), 2)


@lru_cache(maxsize=128)
def told_of(column: str) -> tuple[tuple[Detector, Told], ...]:
    """What the name says of every detector."""
    words = words_of(column)
    is_numbered = column.lower().endswith("num")
    return tuple((detector, _told(detector, words, is_numbered)) for detector in every())


def _told(detector: Detector, words: frozenset[str], is_numbered: bool) -> Told:  # noqa: FBT001
    phrase = telling(words, detector.header)
    negative = against(words, phrase, detector.negative)
    # num_phones counts them, phone_num is one; an identifier is often called a code.
    is_part = negative == "num" and is_numbered
    is_part |= negative in _KEYS and isinstance(detector, FormDetector)
    return Told(phrase, None if phrase and is_part else negative)
