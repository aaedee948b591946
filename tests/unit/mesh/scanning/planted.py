"""Tables with identifiers planted at places drawn by hypothesis, and what a scan makes of bytes."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hypothesis import strategies as st

from mesh.naming.limits import ScanLimits
from mesh.scanning.reading import read
from mesh.scanning.results import FileScan
from mesh.scanning.scanner import scanned

PLANTED: Mapping[str, str] = {
    "EMAIL_ADDRESS": "ada.lovelace@example.org",
    "IBAN_CODE": "GB33BUKB20201555555555",
    "US_SSN": "536-22-8726",
    "CREDIT_CARD": "5105105105105100",
}
NAMES = ("id", "code", "remark", "amount")
ROWS = 24
_WORDS = ("oak", "elm", "fir", "ash", "yew")


@dataclass(frozen=True)
class Planting:
    """A table's cells, and where in them each identifier stands.

    Attributes:
        places: kind to (row counted from 1, column counted from 0).
    """

    cells: Sequence[Sequence[str]]
    places: Mapping[str, tuple[int, int]]

    def found(self, names: Sequence[str] = NAMES) -> dict[str, tuple[str, int, int]]:
        """Kind to its column, count and row, as a scan should tell."""
        return {kind: (names[place], 1, row) for kind, (row, place) in self.places.items()}


@st.composite
def plantings(draw: st.DrawFn) -> Planting:
    """Draw a table with one identifier of each kind, each in a row of its own."""
    rows = draw(st.permutations(range(1, ROWS + 1)))[: len(PLANTED)]
    places = {
        kind: (row, draw(st.sampled_from((1, 2)))) for kind, row in zip(PLANTED, rows, strict=True)
    }
    cells = [
        [f"{1000 + row}", f"{_WORDS[row % 5]}{row}", f"x{row}y", f"{row}.5"] for row in range(ROWS)
    ]
    for kind, (row, place) in places.items():
        cells[row - 1][place] = PLANTED[kind]
    return Planting(cells, places)


def scans_of(content: bytes) -> list[FileScan]:
    """Results of a file of that content, its own last; read in this process."""
    frames = read(io.BytesIO(content), len(content), ScanLimits())
    return list(scanned(frames, "file", len(content)))


def told(scan: FileScan) -> dict[str, tuple[str, int, int]]:
    """Planted kinds with their column, count and first row."""
    return {
        one.entity: (one.column, one.count, one.rows[0])
        for one in scan.findings
        if one.entity in PLANTED
    }
