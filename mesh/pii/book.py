"""The forms in which identifiers are written, and who knows each."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from mesh.pii.detectors.model import FormDetector
from mesh.pii.detectors.registry import every
from mesh.pii.forms import Form, Joined, form
from mesh.pii.runs import shapes_of
from mesh.pii.sightings import Kind

Known = tuple[tuple[FormDetector, Kind], ...]


@dataclass(frozen=True, eq=False)
class Book:
    """Each form once, with the detectors that know it."""

    entries: tuple[tuple[Form, Known], ...]

    def __iter__(self) -> Iterator[tuple[Form, Known]]:
        return iter(self.entries)

    @cached_property
    def chapter(self) -> Callable[[frozenset[int]], tuple[tuple[Form, Known], ...]]:
        """Gives the forms whose runs are all among those with these codes, in whatever order."""
        runs = [(entry[0].codes[-1], entry[0].codes[:-1], entry) for entry in self]

        # Sentences seldom have the same codes twice, and many of them.
        @lru_cache(maxsize=100)
        def chapter(present: frozenset[int]) -> tuple[tuple[Form, Known], ...]:
            shapes = shapes_of(present)
            return tuple(
                entry
                for last, before, entry in runs
                if not (last.isdisjoint(shapes) or any(map(present.isdisjoint, before)))
            )

        return chapter

    @cached_property
    def joined(self) -> Joined:
        """What the forms may have around their digits."""
        return Joined.of(form for form, _ in self)


@cache
def book() -> Book:
    """The forms of every detector."""
    known: dict[str, list[tuple[FormDetector, Kind]]] = {}
    for detector in every():
        if isinstance(detector, FormDetector):
            for template in detector.alone:
                known.setdefault(template, []).append((detector, "alone"))
            for template in detector.bare:
                known.setdefault(template, []).append((detector, "bare"))
    entries = ((form(template), tuple(detectors)) for template, detectors in known.items())
    return Book(tuple(entries))
