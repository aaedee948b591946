"""Identifiers by form and check digits: one pass over a column for all detectors."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

import numpy as np
import numpy.typing as npt

from mesh.findings import Finding
from mesh.pii.batch import Batch
from mesh.pii.chance import Estimate, keys_of, one_of_each
from mesh.pii.checksums import Passed, Signs
from mesh.pii.claims import SHOWN, Kind, Seen, Sightings, claimed, winners
from mesh.pii.detectors.model import FormDetector
from mesh.pii.detectors.registry import every
from mesh.pii.excerpts import Excerpts
from mesh.pii.forms import Form, Joined, fitting, form, signs_at
from mesh.pii.gates import Gate, signs_of_column
from mesh.pii.layouts import Coded, Distinct, Positions, taken
from mesh.pii.masking import mask
from mesh.pii.runs import Runs, may_stand
from mesh.pii.telling import Told
from mesh.pii.words import context_pattern

_GATE = Gate(digits=4, bytes=7)
_PROSE = 4
# Bytes of a text beside which its excerpt is small.
_LONG = 40
_Known = tuple[tuple[FormDetector, Kind], ...]


@dataclass(frozen=True, eq=False)
class Book:
    """Each form once, with the detectors that know it."""

    entries: tuple[tuple[Form, _Known], ...]

    def __iter__(self) -> Iterator[tuple[Form, _Known]]:
        return iter(self.entries)

    @cached_property
    def chapter(self) -> Callable[[frozenset[int]], tuple[tuple[Form, _Known], ...]]:
        """Gives the forms that may stand where there are these codes of runs."""

        @lru_cache(maxsize=1_000)
        def chapter(present: frozenset[int]) -> tuple[tuple[Form, _Known], ...]:
            return tuple(entry for entry in self if may_stand(entry[0], present))

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


class Identifiers:
    """The identifiers in one column."""

    def __init__(self, column: str, told: Mapping[str, Told]) -> None:
        self._column = column
        self._told = told
        self._sightings: dict[FormDetector, Sightings] = {}
        self._distinct: dict[Form, Estimate] = {}

    def add(self, batch: Batch) -> None:
        """Look at every value of a batch."""
        gated = batch.laid_out(_GATE)
        if not len(gated):
            return
        scan = _Scan(batch, gated)
        for one in scan.standing:
            held, places = scan.layouts.spread(one.layouts, one.places)
            if len(held):
                self._judge(scan, _Read(scan, one.form, held, places), one.known)
        for sightings in self._sightings.values():
            flags = sightings.take_flags()
            if flags is not None:
                sightings.add_rows(batch.by_row(flags))

    def _judge(self, scan: "_Scan", read: "_Read", known: _Known) -> None:
        ones = self._take_note(read)
        for detector, kind in known:
            told = self._told[detector.entity]
            if kind == "bare" and not (detector.proves or told.is_telling or scan.has_prose):
                continue
            loose = detector.told if told.is_telling and detector.told else detector.check
            passed = loose(read.signs)
            sightings = self._sightings.setdefault(detector, Sightings())
            seen = sightings.of(kind)
            seen.test(read.form, len(ones), int(passed[ones].sum()))
            if not passed.any():
                continue
            sightings.flag(kind, read.held[passed], scan.values)
            read.show(seen, passed)
            if kind == "bare" and not told.is_telling:
                self._count_beside(scan, detector, read, passed)

    def _take_note(self, read: "_Read") -> Positions:
        keys = read.keys()
        self._distinct.setdefault(read.form, Estimate()).add(keys)
        return one_of_each(keys)

    def _count_beside(
        self, scan: "_Scan", detector: FormDetector, read: "_Read", passed: Passed
    ) -> None:
        """Count values with a telling word in the same text."""
        held = read.held[passed]
        longer = scan.batch.sizes(held) >= len(read.form.template) + _PROSE
        spoken = np.zeros(scan.values, dtype=bool)
        spoken[scan.spoken_of(detector, np.unique(held[longer]))] = True
        beside = passed & spoken[read.held]
        count = int(beside.sum())
        if count:
            sightings = self._sightings[detector]
            seen = sightings.of("beside")
            seen.test(read.form, count, count)
            sightings.flag("beside", read.held[beside], scan.values)
            read.show(seen, beside)

    def findings(self, filled: int) -> Iterator[Finding]:
        """What is more than chance, or told by the name."""
        claims = [
            claim
            for detector, sightings in self._sightings.items()
            if (claim := claimed(detector, self._told[detector.entity], sightings, self._distinct))
        ]
        for claim in winners(claims):
            if not claim.is_numbering(filled):
                yield claim.finding(self._column, filled)


@dataclass(frozen=True)
class _Standing:
    """Where a form stands in layouts.

    Attributes:
        layouts: positions of the layouts; one comes as often as the form stands in it.
        places: bytes before it.
    """

    form: Form
    known: _Known
    layouts: Positions
    places: Positions


def _standing(distinct: Distinct, gated: Positions) -> tuple[_Standing, ...]:
    """The forms that stand in some layouts."""
    return tuple(_found(Runs(taken(distinct.texts, gated)), gated))


def _found(runs: Runs, gated: Positions) -> Iterator[_Standing]:
    for wanted, known in book().chapter(runs.present):
        found = runs.find(wanted)
        if len(found):
            found = found[fitting(wanted, runs.signs(wanted, found))]
        if len(found):
            layouts = gated[runs.values(found)]
            yield _Standing(wanted, known, layouts, runs.offsets(found))


class _Scan:
    """One batch while its forms are looked for, in each of its layouts once.

    Args:
        gated: positions of layouts that may hold any.
    """

    def __init__(self, batch: Batch, gated: Positions) -> None:
        self.batch = batch
        self.values = len(batch.values)
        offsets, self.text = signs_of_column(batch.values)
        distinct = batch.layouts.distinct
        self.has_prose = bool((distinct.counts.others()[gated] >= _PROSE).any())
        self.layouts: Coded = batch.layouts
        self.begins: npt.NDArray[np.integer] = offsets
        if not batch.recurs and len(self.text) >= _LONG * self.values:
            excerpts = Excerpts(batch.layouts, batch.layouts.having(gated), book().joined)
            self.layouts, self.begins = excerpts, excerpts.begins
            distinct, gated = excerpts.distinct, np.arange(len(excerpts.distinct.texts))
        self.standing = distinct.once(book(), lambda: _standing(distinct, gated))

    def spoken_of(self, detector: FormDetector, positions: Positions) -> Positions:
        """Those of the values that hold a word which tells of what the detector finds."""
        return self.batch.matching(context_pattern(detector.header), positions)


class _Read:
    """What stands in a form, wherever in a batch.

    Attributes:
        held: positions of the values, in order; one that holds several comes as often.
        signs: at the form's places.
    """

    def __init__(self, scan: _Scan, wanted: Form, held: Positions, places: Positions) -> None:
        self.form, self.held = wanted, held
        self._batch = scan.batch
        self._starts: npt.NDArray[np.int64] = scan.begins[held] + places
        self._text = scan.text
        self.signs: Signs = signs_at(scan.text, self._starts, wanted)

    def keys(self) -> npt.NDArray[np.uint64]:
        """One number for each, as it is written; equal ones have the same."""
        return keys_of(self._text, self._starts, len(self.form.template))

    def show(self, seen: Seen, passed: Passed) -> None:
        """Keep shapes of the first right ones, and their rows, as far as more are wanted."""
        lacking = SHOWN - len(seen.rows)
        if not lacking:
            return
        right = np.flatnonzero(passed)
        rows, values = self._batch.rows_of(np.unique(self.held[right]))
        for row, value in zip(rows[:lacking], values, strict=False):
            start = self._starts[right[np.searchsorted(self.held[right], value)]]
            written = self._text[start : start + len(self.form.template)].tobytes()
            seen.rows.append(int(row))
            seen.evidence.append(mask(written.decode("ascii")))
