"""Identifiers by form and check digits: one pass over columns for all detectors."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from mesh.findings import Finding
from mesh.pii.batch import Batch
from mesh.pii.book import Known, book
from mesh.pii.chance import Estimate, keys_of, one_of_each, one_of_each_exactly
from mesh.pii.checksums import Passed, Signs
from mesh.pii.claims import claimed, winners
from mesh.pii.detectors.model import FormDetector
from mesh.pii.excerpts import Excerpts
from mesh.pii.forms import Form, fitting, signs_in, written_at
from mesh.pii.gates import Gate, signs_of_column
from mesh.pii.layouts import Coded, Distinct, Positions, taken
from mesh.pii.masking import mask
from mesh.pii.runs import Runs
from mesh.pii.sightings import FLAGS, Kind, Noted
from mesh.pii.telling import Column
from mesh.pii.words import context_pattern

_GATE = Gate(digits=4, bytes=7)
_PROSE = 4
# Bytes of a text beside which its excerpt is small.
_LONG = 40


class Identifiers:
    """The identifiers in columns whose names tell of the same kinds.

    Args:
        columns: how many there are.
        telling: kinds that their names tell of.
    """

    def __init__(self, columns: int, telling: AbstractSet[str]) -> None:
        self._columns = columns
        self._telling = telling
        self._noted: dict[FormDetector, Noted] = {}
        self._distinct: dict[int, dict[Form, Estimate]] = {}
        self._turn = 0

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
        for noted in self._noted.values():
            flags = noted.take_flags()
            if flags is not None:
                noted.add_rows(batch.places, batch.counted_rows(flags, FLAGS))

    def _judge(self, scan: "_Scan", read: "_Read", known: Known) -> None:
        ones = self._take_note(scan.batch, read)
        tested = scan.batch.counted(read.held, ones)
        for detector, kind in known:
            is_telling = detector.entity in self._telling
            if kind == "bare" and not (detector.proves or is_telling or scan.has_prose):
                continue
            loose = detector.told if is_telling and detector.told else detector.check
            passed = loose(read.signs)
            right = scan.batch.counted(read.held, passed & ones)
            self._test(scan, detector, kind, read.form, tested, right)
            if not passed.any():
                continue
            self._see(scan, detector, kind, read, passed)
            if kind == "bare" and not is_telling:
                self._count_beside(scan, detector, read, passed)

    def _test(
        self,
        scan: "_Scan",
        detector: FormDetector,
        kind: Kind,
        wanted: Form,
        tested: Positions,
        right: Positions,
    ) -> None:
        self._turn += 1
        noted = self._noted.get(detector)
        if noted is None:
            noted = self._noted[detector] = Noted(self._columns)
        noted.test(kind, wanted, scan.batch.places, tested, right, self._turn)

    def _see(
        self, scan: "_Scan", detector: FormDetector, kind: Kind, read: "_Read", passed: Passed
    ) -> None:
        """Take note of the values that hold a right one, and of shapes of the first of them."""
        noted = self._noted[detector]
        noted.flag(kind, read.held[passed], scan.values)
        read.show(noted, kind, passed)

    def _take_note(self, batch: Batch, read: "_Read") -> Passed:
        """Count different values, and mark one of each of the batch."""
        keys = keys_of(read.written)
        end = 0
        for place, held in batch.by_column(read.held):
            forms = self._distinct.setdefault(place, {})
            if read.form not in forms:
                forms[read.form] = Estimate()
            forms[read.form].add(keys[end : end + len(held)])
            end += len(held)
        if len(batch.places) == 1:
            return one_of_each(keys)
        return one_of_each_exactly(keys, read.held // batch.height)

    def _count_beside(
        self, scan: "_Scan", detector: FormDetector, read: "_Read", passed: Passed
    ) -> None:
        """Count values with a telling word in the same text."""
        beside = passed & read.has_prose
        if not beside.any():
            return
        spoken = np.zeros(scan.values, dtype=bool)
        spoken[scan.spoken_of(detector, np.unique(read.held[beside]))] = True
        beside &= spoken[read.held]
        if beside.any():
            counts = scan.batch.counted(read.held, beside)
            self._test(scan, detector, "beside", read.form, counts, counts)
            self._see(scan, detector, "beside", read, beside)

    def findings(self, column: Column) -> Iterator[Finding]:
        """What is more than chance in one of the columns, or told by its name."""
        seen = [
            (sightings, detector)
            for detector, noted in self._noted.items()
            if (sightings := noted.of(column.place))
        ]
        distinct = self._distinct.get(column.place, {})
        claims = [
            claim
            for sightings, detector in sorted(seen, key=lambda one: one[0].since)
            if (claim := claimed(detector, column.told[detector.entity], sightings, distinct))
        ]
        for claim in winners(claims):
            if not claim.is_numbering(column.filled):
                yield claim.finding(column.name, column.filled)


@dataclass(frozen=True)
class _Standing:
    """Where a form stands in layouts.

    Attributes:
        layouts: positions of the layouts; one comes as often as the form stands in it.
        places: bytes before it.
    """

    form: Form
    known: Known
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
            layouts, places = runs.placed(found)
            yield _Standing(wanted, known, gated[layouts], places)


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
        self._gated = gated
        self.layouts: Coded = batch.layouts
        self.begins: npt.NDArray[np.integer] = offsets
        if not batch.recurs and len(self.text) >= _LONG * self.values:
            excerpts = Excerpts(batch.layouts, gated, book().joined)
            self.layouts, self.begins = excerpts, excerpts.begins
            distinct, gated = excerpts.distinct, np.arange(len(excerpts.distinct.texts))
        self.standing = distinct.once(book(), lambda: _standing(distinct, gated))

    @cached_property
    def has_prose(self) -> bool:
        """Whether there is room for a word beside any."""
        others = self.batch.layouts.distinct.counts.others()
        return bool((others[self._gated] >= _PROSE).any())

    def spoken_of(self, detector: FormDetector, positions: Positions) -> Positions:
        """Those of the values that hold a word which tells of what the detector finds."""
        return self.batch.matching(context_pattern(detector.header), positions)


class _Read:
    """What stands in a form, wherever in a batch.

    Attributes:
        held: positions of the values, in order; one that holds several comes as often.
        written: values by bytes.
        signs: at the form's places.
    """

    def __init__(self, scan: _Scan, wanted: Form, held: Positions, places: Positions) -> None:
        self.form, self.held = wanted, held
        self._batch = scan.batch
        self.written: Signs = written_at(scan.text, scan.begins[held] + places, wanted)
        self.signs: Signs = signs_in(self.written, wanted)

    @cached_property
    def has_prose(self) -> Passed:
        """Whether there is room for a word beside each."""
        return self._batch.sizes(self.held) >= len(self.form.template) + _PROSE

    def show(self, noted: Noted, kind: Kind, passed: Passed) -> None:
        """Keep shapes of each column's first right ones, and their rows, as far as wanted."""
        if not any(noted.lacking(kind, place) for place in self._batch.places.tolist()):
            return
        right = np.flatnonzero(passed)
        held = self.held[right]
        for place, part in self._batch.by_column(held):
            lacking = noted.lacking(kind, place)
            if not lacking:
                continue
            # A value that holds several stands there as often.
            rows, values = self._batch.rows_of(part[np.diff(part, prepend=-1) > 0])
            for row, value in zip(rows[:lacking], values, strict=False):
                written = self.written[right[np.searchsorted(held, value)]].tobytes()
                noted.show(kind, place, int(row), mask(written.decode("ascii")))
