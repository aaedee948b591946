"""Rows of a column that hold one kind of personal data, and shapes of the first of them."""

from collections.abc import Callable
from dataclasses import dataclass, field

from mesh.pii.batch import Batch
from mesh.pii.layouts import Positions
from mesh.pii.masking import SHOWN, mask


@dataclass
class Counted:
    """What was seen so far.

    Attributes:
        count: of the rows.
        rows: numbers of the first of them, counted from 1.
        evidence: shapes of what these hold.
    """

    count: int = 0
    rows: list[int] = field(default_factory=list)
    evidence: list[str] = field(default_factory=list)

    def add(self, batch: Batch, found: Positions, part_of: Callable[[int], str]) -> None:
        """Count the rows that hold the values.

        Args:
            batch: that has the values.
            found: their positions.
            part_of: gives what is right of the value at a position.
        """
        rows, positions = batch.rows_of(found)
        self.count += len(rows)
        lacking = SHOWN - len(self.rows)
        self.rows += rows[:lacking].tolist()
        self.evidence += [mask(part_of(position)) for position in positions[:lacking].tolist()]
