"""A part of a text that tells about a person."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mesh.pii.detectors.model import Category


@dataclass(frozen=True, kw_only=True)
class Span:
    """One part of one text, without its signs.

    Attributes:
        entity: kind, such as ``PERSON`` or ``EMAIL_ADDRESS``.
        start: place of the first sign, counted from 0; ``end`` is one past the last.
        confidence: how sure its finder is (0.0 to 1.0).
        category: ``attribute`` for what names nobody, such as a town.
    """

    entity: str
    start: int
    end: int
    confidence: float
    category: Category = "personal"

    def overlaps(self, other: "Span") -> bool:
        """Whether they share a sign."""
        return self.start < other.end and other.start < self.end


def surest(candidates: Iterable[Span]) -> Iterator[Span]:
    """Those that no surer one overlaps, the longer first where two are as sure."""
    taken: list[Span] = []
    for one in sorted(candidates, key=lambda one: (-one.confidence, one.start - one.end)):
        if not any(one.overlaps(other) for other in taken):
            taken.append(one)
            yield one
