"""Values found by a pattern anywhere in a text."""

from collections.abc import Iterator, Mapping
from functools import cache

from mesh.findings import Finding
from mesh.pii.batch import Batch
from mesh.pii.detectors.model import PatternDetector
from mesh.pii.detectors.registry import every
from mesh.pii.gates import Gate
from mesh.pii.layouts import Positions
from mesh.pii.tally import Tally, confirmed
from mesh.pii.telling import Told

_FEWEST_OTHERS = 5


@cache
def _detectors() -> tuple[PatternDetector, ...]:
    return tuple(one for one in every() if isinstance(one, PatternDetector))


@cache
def _shared_sieve() -> tuple[Gate, str, str]:
    """The gates, layouts and sieves of several detectors in one."""
    shared = [one for one in _detectors() if one.shared]
    return (
        Gate(bytes=min(one.gate.bytes for one in shared), others=_FEWEST_OTHERS),
        _any_of(one.layout for one in shared),
        _any_of(one.sieve for one in shared),
    )


def _any_of(patterns: Iterator[str]) -> str:
    return "|".join(f"(?:{one})" for one in dict.fromkeys(patterns))


class Patterns:
    """The patterns in one column."""

    def __init__(self, column: str, told: Mapping[str, Told]) -> None:
        self._column = column
        self._told = told
        self._tallies: dict[str, Tally] = {}
        chosen = [one for one in _detectors() if not one.only_told or told[one.entity].is_telling]
        self._shared = [one for one in chosen if one.shared and not self._is_whole(one)]
        self._own = [one for one in chosen if not one.shared or self._is_whole(one)]

    def add(self, batch: Batch, *, numbers: bool = False) -> None:
        """Look at every value of a batch."""
        for tally in self._tallies.values():
            tally.begin_batch()
        for detector in self._own:
            if not numbers or detector.in_numbers:
                self._sieve(detector, batch, self._gated(detector, batch))
        if not numbers:
            self._add_shared(batch)

    def _gated(self, detector: PatternDetector, batch: Batch) -> Positions:
        """Positions of the values whose signs and layout let them hold an occurrence."""
        layout = "" if self._is_whole(detector) else detector.layout
        # Layouts that are all different are looked at where the rest is right.
        last = layout if detector.literal and not batch.recurs else ""
        gated = batch.layouts.having(batch.laid_out(detector.gate, "" if last else layout))
        held = batch.holding(detector.literal, batch.running(detector.run, gated))
        return batch.laid_out_as(last, held) if last else held

    def _add_shared(self, batch: Batch) -> None:
        gate, layout, sieve = _shared_sieve()
        # The sieve is about as fast as the layout's pattern: it has to spare many values.
        gated = batch.layouts.having(batch.laid_out(gate, layout if batch.recurs else ""))
        suspects = batch.matching(sieve, batch.near(sieve, gated))
        for detector in self._shared if len(suspects) else ():
            self._sieve(detector, batch, suspects)

    def findings(self, filled: int) -> Iterator[Finding]:
        """One for each kind that was seen."""
        for tally in self._tallies.values():
            yield tally.finding(self._column, filled, self._told[tally.entity])

    def _is_whole(self, detector: PatternDetector) -> bool:
        """Whether whole values count too, because the column's name tells of the kind."""
        return bool(detector.told_shape) and self._told[detector.entity].is_telling

    def _sieve(self, detector: PatternDetector, batch: Batch, gated: Positions) -> None:
        if not len(gated):
            return
        tally = self._tallies.get(detector.entity) or Tally(detector)
        fresh = tally.uncounted(batch, gated)
        found = confirmed(detector, batch, fresh, whole=self._is_whole(detector))
        if len(found):
            tally.add(detector, batch, found, whole=self._is_whole(detector))
            self._tallies[detector.entity] = tally
