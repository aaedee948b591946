"""What a detector is; each file beside this package's registry defines one."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from mesh.pii.checksums import Passed, Signs
from mesh.pii.gates import Gate
from mesh.pii.words import NEGATIVE

Category = Literal["personal", "attribute"]
# Inside brackets of a pattern: letters, all that is no ASCII among them. RE2 takes far longer over
# the letters of Unicode by their class.
LETTERS = r"A-Za-z\x{80}-\x{10FFFF}"
LATIN = "\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f"
"""Latin letters beyond ASCII."""
PLAIN = r"[\x00-\t\x0b-,/:-@\[-^`{-\x7f]"
"""Signs of ASCII that belong to no word and end no line, but for dots and dashes."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Detector:
    """How to find one kind of personal data.

    Attributes:
        entity: the kind, such as ``US_SSN``.
        source: address of the specification.
        validator: in words, for people: what confirms a value.
        country: that gives the identifier (ISO 3166); empty if any may.
        category: ``personal``, or ``attribute`` for what tells about a person without naming one.
        header: phrases in a column's name or path that tell of it.
        negative: words there that speak against it.
        chance: share of random values of the first form, with digits where it may have them, that
            pass, 0.0 to 1.0; None where values have no form.
    """

    entity: str
    source: str
    validator: str
    country: str = ""
    category: Category = "personal"
    header: tuple[str, ...] = ()
    negative: tuple[str, ...] = NEGATIVE
    chance: float | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class FormDetector(Detector):
    """Finds identifiers by how they are written, and by check digits.

    Attributes:
        check: judges many values of one length.
        alone: forms of which one right value counts, if most values of that form are right.
        bare: forms that count under a telling name, beside a telling word, or beyond chance.
        told: looser than ``check``; used under a telling name.
        proves: whether ``check`` is rare enough in random values to prove a column by itself.
    """

    check: Callable[[Signs], Passed]
    alone: tuple[str, ...] = ()
    bare: tuple[str, ...] = ()
    told: Callable[[Signs], Passed] | None = None
    proves: bool = True


@dataclass(frozen=True, kw_only=True, eq=False)
class PatternDetector(Detector):
    """Finds values by a pattern, anywhere in a text.

    Attributes:
        gate: what a value must hold before the pattern is tried.
        layout: a pattern (RE2, without anchors) of the layouts that values with an occurrence have;
            empty if any may.
        run: letters and digits of ASCII in a row, at least 15, that values with an occurrence hold;
            0 if they need none.
        literal: signs of ASCII that values with an occurrence hold; empty if none are known.
        sieve: a looser pattern than ``pattern`` (RE2, without anchors) run over the values of such
            layouts; empty if their layout says all that a sieve could.
        pattern: of one occurrence anywhere in the value.
        confirms: judges one occurrence.
        validated: whether ``confirms`` is proof, so that no tolerance applies.
        only_told: whether it counts under a telling name only.
        in_numbers: whether it looks at columns of numbers too.
        shared: name of a group of detectors of like layouts, whose sieves are tried in one pass
            before their own; empty if it is in none.
        told_shape: a whole value (RE2) that counts too under a telling name; empty if none does.
        sure: of values (RE2) that pass the gate and surely hold a confirmed occurrence, so that
            only others are looked at one by one; empty if no pattern can tell. None of its signs
            is a line break; a line's ends are those of the value.
        sure_word: bytes of the longest word that such a value may hold; 0 if it may hold any.
        sure_layout: of layouts (RE2) whose values all do; empty if no layout can tell.
        beside: patterns of what may stand before and after ``sure`` in a longer value; if given,
            ``sure`` is of the occurrence alone.
        varied: how many different digits must be there besides to be sure: in values of such a
            layout, or in the occurrence.
    """

    gate: Gate
    layout: str = ""
    run: int = 0
    literal: str = ""
    sieve: str = ""
    pattern: re.Pattern[str]
    confirms: Callable[[str], bool]
    validated: bool
    confidence: float
    only_told: bool = False
    in_numbers: bool = False
    shared: str = ""
    told_shape: str = ""
    sure: str = ""
    sure_word: int = 0
    sure_layout: str = ""
    beside: tuple[str, str] = ("", "")
    varied: int = 0

    @property
    def sure_part(self) -> str:
        """A pattern of values that surely hold an occurrence, which it names ``part``."""
        before, after = self.beside
        return f"(?m)(?:^|{before})(?P<part>{self.sure})(?:$|{after})"

    @property
    def sure_alone(self) -> str:
        """A pattern of values that surely hold an occurrence, and no digit besides."""
        before, after = self.beside
        return rf"^(?:[^0-9\n]*(?:{before}))?(?:{self.sure})(?:(?:{after})[^0-9\n]*)?$"

    def occurs_in(self, value: str, *, whole: bool = False) -> str | None:
        """Give the first confirmed occurrence in a value, or the whole of one told by its name."""
        for found in self.pattern.finditer(value):
            if self.confirms(found[0]):
                return found[0]
        return value if whole and re.fullmatch(self.told_shape, value) else None


@dataclass(frozen=True, kw_only=True, eq=False)
class ColumnDetector(Detector):
    """Finds kinds that a whole column tells: by its name, if it has a header, and most values.

    Attributes:
        shape: of a whole value (RE2); empty if the layout tells.
        layout: of a whole value of that shape (RE2); empty if any may have it.
        never: shape of whole values (RE2) that do not count; empty if all do.
        least_share: of the filled rows that must have the shape, 0.0 to 1.0.
    """

    shape: str
    layout: str = ""
    never: str = ""
    least_share: float
