"""Values found by a pattern anywhere in a text."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from functools import cache

from mesh.findings import Finding
from mesh.pii.batch import Batch
from mesh.pii.detectors.model import PatternDetector
from mesh.pii.detectors.registry import every
from mesh.pii.gates import Gate
from mesh.pii.layouts import Positions
from mesh.pii.tally import Tally, confirmed
from mesh.pii.telling import Column

_FEWEST_OTHERS = 5
_Possible = tuple[PatternDetector, Positions, str]


@cache
def _detectors() -> tuple[PatternDetector, ...]:
    return tuple(one for one in every() if isinstance(one, PatternDetector))


@cache
def _shared_sieves() -> tuple[tuple[str, Gate, str, str], ...]:
    """Groups of detectors with gates, layouts and sieves in one; the last has no name: all."""
    names = dict.fromkeys(one.shared for one in _detectors() if one.shared)
    return tuple((name, *_shared_sieve(name)) for name in (*names, ""))


def _shared_sieve(name: str) -> tuple[Gate, str, str]:
    shared = [one for one in _detectors() if one.shared and name in ("", one.shared)]
    gates = [one.gate for one in shared]
    return (
        Gate(
            dots=min(gate.dots for gate in gates),
            bytes=min(gate.bytes for gate in gates),
            others=_FEWEST_OTHERS,
        ),
        _any_of(one.layout for one in shared),
        _any_of(one.sieve for one in shared),
    )


def _any_of(patterns: Iterator[str]) -> str:
    return "|".join(f"(?:{one})" for one in dict.fromkeys(patterns))


def _shared_possible(batch: Batch) -> Iterator[tuple[str, Positions, str]]:
    """Groups that may find something, the layouts that let them, and the group's sieve."""
    *groups, whole = _shared_sieves()
    # A layout's pattern is about as slow as the sieve: it has to spare many values.
    for name, gate, layout, sieve in groups if batch.recurs else (whole,):
        layouts = batch.laid_out(gate, layout if name else "")
        if len(layouts):
            yield name, layouts, sieve


class Patterns:
    """The patterns in columns whose names tell of the same kinds.

    Args:
        telling: kinds that their names tell of.
    """

    def __init__(self, telling: AbstractSet[str]) -> None:
        self._telling = telling
        self._tallies: dict[int, dict[str, Tally]] = {}
        # What of the batch was counted as which kind, that no row is counted twice.
        self._counted: dict[str, list[Positions]] = {}
        chosen = [one for one in _detectors() if not one.only_told or one.entity in telling]
        self._shared = [one for one in chosen if one.shared and not self._is_whole(one)]
        self._own = [one for one in chosen if not one.shared or self._is_whole(one)]

    def add(self, batch: Batch, *, numbers: bool = False) -> None:
        """Look at every value of a batch."""
        # Of layouts that recur it is known since an earlier look.
        key = self, numbers, batch.recurs
        for detector, layouts, last in batch.layouts.distinct.once(
            key, lambda: tuple(self._possible(batch, numbers=numbers))
        ):
            held = batch.holding(detector.literal, batch.layouts.having(layouts))
            self._sieve(detector, batch, batch.laid_out_as(last, held) if last else held)
        if not numbers:
            self._add_shared(batch)
        self._counted.clear()

    def _possible(self, batch: Batch, *, numbers: bool) -> Iterator[_Possible]:
        """Detectors that may find something, the layouts that let them, and the one asked last."""
        for one in self._own:
            if numbers and not one.in_numbers:
                continue
            layout = "" if self._is_whole(one) else one.layout
            # Layouts that are all different are looked at where the rest is right.
            last = layout if one.literal and not batch.recurs else ""
            layouts = batch.running(one.run, batch.laid_out(one.gate, "" if last else layout))
            if len(layouts):
                yield one, layouts, last

    def _add_shared(self, batch: Batch) -> None:
        key = _shared_sieves, batch.recurs
        possible = batch.layouts.distinct.once(key, lambda: tuple(_shared_possible(batch)))
        for name, layouts, sieve in possible:
            suspects = batch.matching(sieve, batch.near(sieve, batch.layouts.having(layouts)))
            for detector in self._shared if len(suspects) else ():
                if name in ("", detector.shared):
                    self._sieve(detector, batch, suspects)

    def findings(self, column: Column) -> Iterator[Finding]:
        """One for each kind that was seen in one of the columns."""
        for tally in self._tallies.get(column.place, {}).values():
            yield tally.finding(column)

    def _is_whole(self, detector: PatternDetector) -> bool:
        """Whether whole values count too, because the columns' names tell of the kind."""
        return bool(detector.told_shape) and detector.entity in self._telling

    def _sieve(self, detector: PatternDetector, batch: Batch, gated: Positions) -> None:
        if not len(gated):
            return
        is_whole = self._is_whole(detector)
        for counted in self._counted.get(detector.entity, ()):
            gated = batch.without(gated, counted)
        found = confirmed(detector, batch, gated, whole=is_whole)
        if not len(found):
            return
        self._counted.setdefault(detector.entity, []).append(found)
        for place, part in batch.by_column(found):
            tallies = self._tallies.setdefault(place, {})
            if detector.entity not in tallies:
                tallies[detector.entity] = Tally(detector)
            tallies[detector.entity].add(detector, batch, part, whole=is_whole)
