"""What detectors of forms saw, counted for columns that are looked at together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import numpy.typing as npt

from mesh.pii.forms import Form
from mesh.pii.layouts import Positions
from mesh.pii.masking import SHOWN

Kind = Literal["alone", "bare", "beside"]
_FLAG: dict[Kind, int] = {"alone": 1, "bare": 2, "beside": 4}
FLAGS = 1 << len(_FLAG)
_Counts = npt.NDArray[np.int32] | npt.NDArray[np.int64]


@dataclass
class Seen:
    """What one detector saw in one kind of form.

    Attributes:
        tested: values of the forms, each once a batch, by form; ``passed`` of them were right.
    """

    tested: dict[Form, int] = field(default_factory=dict)
    passed: dict[Form, int] = field(default_factory=dict)
    rows: tuple[int, ...] = ()
    evidence: tuple[str, ...] = ()

    @property
    def share(self) -> float:
        """Right ones of the tested."""
        return sum(self.passed.values()) / max(sum(self.tested.values()), 1)

    @property
    def main(self) -> Form:
        """The form most often seen."""
        return max(self.passed, key=self.passed.__getitem__)


@dataclass(frozen=True)
class Sightings:
    """What one detector saw in one column, each row counted once.

    Attributes:
        since: the turn in which it saw the first.
        rows: by the kinds that each of them has.
    """

    since: int
    kinds: dict[Kind, Seen]
    rows: Mapping[int, int]

    def count(self, kinds: Iterable[Kind]) -> int:
        """Rows that hold a right one of any of the kinds."""
        wanted = sum(_FLAG[kind] for kind in kinds)
        return sum(rows for flags, rows in self.rows.items() if flags & wanted)


def _counts(columns: int) -> _Counts:
    """A zero for each column; those of wide tables have few rows, others may have billions."""
    if columns == 1:
        return np.zeros(columns, np.int64)
    return np.zeros(columns, np.int32)


class _Tests:
    """Values of one form in each of several columns, and since which turn there are any."""

    def __init__(self, columns: int) -> None:
        self.tested, self.passed, self.since = (_counts(columns) for _ in range(3))

    def add(self, places: Positions, tested: Positions, passed: Positions, turn: int) -> None:
        before = self.tested[places]
        if np.count_nonzero(before) < len(before):
            self.since[places[(before == 0) & (tested > 0)]] = turn
        self.tested[places] = before + tested
        self.passed[places] += passed


class Noted:
    """What one detector saw in each of several columns.

    Args:
        columns: how many there are.
    """

    def __init__(self, columns: int) -> None:
        self._columns = columns
        self._tests: dict[tuple[Kind, Form], _Tests] = {}
        # By what is noted of a row: few of all that may be are ever seen.
        self._rows: dict[int, _Counts] = {}
        self._flags: npt.NDArray[np.uint8] | None = None
        self._shown: dict[tuple[Kind, int], list[tuple[int, str]]] = {}

    def test(
        self,
        kind: Kind,
        wanted: Form,
        places: Positions,
        tested: Positions,
        passed: Positions,
        turn: int,
    ) -> None:
        """Take note of so many values of a form, and of those that were right."""
        key = kind, wanted
        if key not in self._tests:
            self._tests[key] = _Tests(self._columns)
        self._tests[key].add(places, tested, passed, turn)

    def flag(self, kind: Kind, held: Positions, values: int) -> None:
        """Take note of which of a batch's values hold a right one; they may come twice."""
        if self._flags is None:
            self._flags = np.zeros(values, np.uint8)
        self._flags[held] |= _FLAG[kind]

    def take_flags(self) -> "npt.NDArray[np.uint8] | None":
        """What was noted of the batch's values, once."""
        flags, self._flags = self._flags, None
        return flags

    def add_rows(self, places: Positions, rows: npt.NDArray[np.int64]) -> None:
        """Count a batch's rows in each column by what is noted of each."""
        for flags in set(rows.nonzero()[1].tolist()) - {0}:
            if flags not in self._rows:
                self._rows[flags] = _counts(self._columns)
            self._rows[flags][places] += rows[:, flags]

    def lacking(self, kind: Kind, place: int) -> int:
        """How many more shapes are wanted of a column."""
        return SHOWN - len(self._shown.get((kind, place), ()))

    def show(self, kind: Kind, place: int, row: int, evidence: str) -> None:
        """Keep the shape of a right value."""
        self._shown.setdefault((kind, place), []).append((row, evidence))

    def of(self, place: int) -> Sightings | None:
        """What was seen in one column, in its order; None if nothing right was."""
        rows = {flags: int(counts[place]) for flags, counts in self._rows.items() if counts[place]}
        if not rows:
            return None
        seen = sorted(
            (item for item in self._tests.items() if item[1].tested[place]),
            key=lambda item: item[1].since[place],
        )
        kinds: dict[Kind, Seen] = {}
        for (kind, wanted), tests in seen:
            if kind not in kinds:
                shown = zip(*self._shown.get((kind, place), ()), strict=True)
                kinds[kind] = Seen({}, {}, *shown)
            kinds[kind].tested[wanted] = int(tests.tested[place])
            kinds[kind].passed[wanted] = int(tests.passed[place])
        return Sightings(int(seen[0][1].since[place]), kinds, rows)
