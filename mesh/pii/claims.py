"""For which of the detectors of forms it speaks what they saw in a column."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from mesh.findings import Finding
from mesh.pii.chance import UNLIKELY, Estimate, tail
from mesh.pii.detectors.model import FormDetector
from mesh.pii.forms import Form
from mesh.pii.masking import SHOWN
from mesh.pii.sightings import Kind, Seen, Sightings
from mesh.pii.telling import Told
from mesh.pii.words import REGISTERED

_MOSTLY = 0.5
# Values of one column share prefixes, dates or a round end, so that chance is likelier than among
# random ones: of those that end in 0, two in eleven pass where the remainder 10 is written as 0.
_LIKELY = 0.2
_SURE = 0.97


@dataclass(frozen=True)
class Claim:
    """One detector's claim that what it saw is what it looks for.

    Attributes:
        kinds: of forms that count.
        reasons: why, where the column's name does not say so.
    """

    detector: FormDetector
    told: Told
    sightings: Sightings
    kinds: tuple[Kind, ...]
    reasons: tuple[str, ...] = ()

    @cached_property
    def seen(self) -> tuple[Seen, ...]:
        """What counts."""
        return tuple(self.sightings.kinds[kind] for kind in self.kinds)

    def rank(self, wanted: Form) -> tuple[bool, float, float]:
        """The higher, the likelier among detectors of one form."""
        share = max(
            one.passed.get(wanted, 0) / max(one.tested.get(wanted, 0), 1) for one in self.seen
        )
        return self.told.is_telling, round(share, 1), -(self.detector.chance or 1.0)

    def is_numbering(self, filled: int) -> bool:
        """Whether the column's name says that such values, without check digits, number things."""
        if self.detector.proves or self.told.phrase or not self.told.negative:
            return False
        return self.sightings.count(self.kinds) >= filled * _MOSTLY

    def finding(self, column: str, filled: int) -> Finding:
        """The claim in words and numbers."""
        count = self.sightings.count(self.kinds)
        share = max(one.share for one in self.seen)
        sure = (
            _SURE - 0.2 * (not self.reasons and share < _MOSTLY) - 0.1 * (not self.detector.proves)
        )
        return Finding(
            column=column,
            entity=self.detector.entity,
            count=count,
            share=count / filled,
            confidence=self.told.weigh(sure - 0.1 * (not self.told.phrase)),
            validated=True,
            rows=tuple(row for one in self.seen for row in one.rows)[:SHOWN],
            evidence=tuple(shape for one in self.seen for shape in one.evidence)[:SHOWN],
            category=self.detector.category,
            why=(
                f"{share:.0%} of the values of its form pass: {self.detector.validator}",
                *self.reasons,
                *self.told.reasons(),
            ),
        )


def claimed(
    detector: FormDetector, told: Told, sightings: Sightings, distinct: Mapping[Form, Estimate]
) -> Claim | None:
    """What the detector may claim; None if neither name, form, neighbours nor odds speak for it."""
    kinds: tuple[Kind, ...] = tuple(k for k in sightings.kinds if sightings.count((k,)))
    if told.is_telling:
        return Claim(detector, told, sightings, kinds) if kinds else None
    accepted: dict[Kind, str] = {}
    for kind in kinds:
        if kind == "bare" and "beside" in kinds and not detector.proves:
            continue
        seen = sightings.kinds[kind]
        odds = _odds(detector, seen, distinct)
        if kind == "beside":
            accepted[kind] = "a telling word stands beside it"
        elif told.negative in REGISTERED:
            continue
        elif detector.proves and odds < UNLIKELY ** (2 if told.negative else 1):
            accepted[kind] = f"odds of so many right ones by chance: below {max(odds, 1e-99):.0e}"
        elif kind == "alone" and seen.share >= _MOSTLY:
            accepted[kind] = "its form is its own"
    reasons = tuple(accepted.values())
    return Claim(detector, told, sightings, tuple(accepted), reasons) if accepted else None


def _odds(detector: FormDetector, seen: Seen, distinct: Mapping[Form, Estimate]) -> float:
    """Odds that chance made so many right, each distinct value counted once."""
    values = sum(min(tested, round(distinct[one].count())) for one, tested in seen.tested.items())
    return tail(values, round(seen.share * values), max(detector.chance or 0.0, _LIKELY))


def winners(claims: list[Claim]) -> Iterator[Claim]:
    """Of the detectors that claim the same values, the likeliest."""
    best: dict[Form, Claim] = {}
    for claim in claims:
        for wanted in {one for seen in claim.seen for one in seen.passed}:
            if wanted not in best or claim.rank(wanted) > best[wanted].rank(wanted):
                best[wanted] = claim
    for claim in claims:
        if claim.told.is_telling or any(best[seen.main] is claim for seen in claim.seen):
            yield claim
