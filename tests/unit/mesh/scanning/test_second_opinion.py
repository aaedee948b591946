"""A second opinion costs what it says, gets few cells, and shows none of them."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from mesh.naming.rules import Allowed, ScanRules
from mesh.pii import Span
from mesh.scanning.results import FileScan
from mesh.scanning.scanner import FileScanner
from mesh.scanning.second_opinion import (
    CELLS,
    MOST_CELLS,
    MOST_SIGNS,
    Sampled,
    asked,
    bounded,
    price,
)

ALLOWED = ScanRules(
    allow=(Allowed(owner="o", reason="our own desk", values=("desk@airline.example",)),)
)


class Parrot:
    """Says that every text is a name, and remembers what it was told."""

    name = "Parrot"
    unit_signs = 100
    least_units = 3
    unit_usd = 0.0001

    def __init__(self) -> None:
        self.told: list[str] = []

    def spans(self, text: str) -> Sequence[Span]:
        """The whole text, and its first sign."""
        self.told.append(text)
        whole = Span(entity="PERSON", start=0, end=len(text), confidence=0.9)
        return [whole, Span(entity="PERSON", start=0, end=1, confidence=0.9)]


def samples(path: Path, content: str, rules: ScanRules | None = None) -> list[Sampled]:
    path.write_text(content, encoding="utf-8")
    with FileScanner(rules=rules) as scanner, path.open("rb") as file:
        return list(scanner.samples(file, str(path)))


def test_few_cells_of_each_column_are_taken_from_all_of_the_file(tmp_path: Path) -> None:
    rows = "".join(f"name {n},\n" for n in range(5_000))

    (one,) = samples(tmp_path / "a.csv", f"who,empty\n{rows}")

    assert (one.column, len(one.cells)) == ("who", CELLS)
    assert len(set(one.cells)) == CELLS
    assert max(int(cell.removeprefix("name ")) for cell in one.cells) > 2_500


def test_short_numbers_and_repeated_cells_are_not_paid_for(tmp_path: Path) -> None:
    (who, phone) = samples(tmp_path / "a.csv", "id,who,phone\n1,Ada,4930901820\n2,Ada,\n")

    assert (who.column, who.cells) == ("who", ("Ada",))
    assert (phone.column, phone.cells) == ("phone", ("4930901820",))


def test_what_is_allowed_is_sent_to_nobody_and_long_cells_are_cut(tmp_path: Path) -> None:
    content = f"who,what\ndesk@airline.example,{'x' * 3_000}\nAda,y\n"

    who, what = samples(tmp_path / "a.csv", content, ALLOWED)

    assert who.cells == ("Ada",)
    assert [len(cell) for cell in what.cells] == [MOST_SIGNS, 1]


def test_a_file_that_cannot_be_read_gives_no_cells(tmp_path: Path) -> None:
    assert samples(tmp_path / "a.parquet", "PAR1" + "\0" * 40) == []


@pytest.mark.parametrize(
    ("cells", "units"), [(("a",), 3), (("a" * 300,), 3), (("a" * 301,), 4), (("a", "b" * 450), 8)]
)
def test_the_price_is_told_with_its_arithmetic(cells: tuple[str, ...], units: int) -> None:
    usd, told = price(Parrot(), [Sampled("f", "c", cells)])

    assert usd == pytest.approx(units * 0.0001)
    assert (
        f"{len(cells)} cells with {sum(map(len, cells))} characters = {units} units of 100" in told
    )
    assert told.endswith(f"x USD 0.0001 = USD {units * 0.0001:.4f}")


def test_no_more_is_sent_at_once_than_the_bound() -> None:
    many = [Sampled("f", f"c{n}", ("a",) * CELLS) for n in range(MOST_CELLS // CELLS + 5)]

    assert sum(len(one.cells) for one in bounded(many)) == MOST_CELLS


def test_what_comes_back_is_counted_by_cells_and_compared_with_the_scan(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("who\nAda Lovelace\nAlan Turing\n", encoding="utf-8")
    with FileScanner() as scanner, path.open("rb") as file:
        scans: list[FileScan] = list(scanner.scan(file, str(path)))
    parrot = Parrot()

    (one,) = asked(parrot, [Sampled(str(path), "who", ("Ada Lovelace", "Alan Turing"))], scans)

    assert parrot.told == ["Ada Lovelace", "Alan Turing"]
    assert (one.cells, one.sampled) == (2, 2)
    assert one.is_known is any(found.entity == "PERSON" for found in scans[0].findings)
    assert "Ada" not in str(one.to_dict())
    assert one.evidence[0].startswith("xxx")
