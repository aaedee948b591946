"""Two publishers of one product at once lose nothing and publish nothing twice."""

import contextlib
from pathlib import Path

import pytest

from mesh.contracts.model import Contract, Table
from mesh.errors import ConflictError
from mesh.publishing.publisher import Publisher
from mesh.publishing.row_ports import OpenTable
from tests.unit.mesh.publishing.catalogue import LocalTables
from tests.unit.mesh.publishing.crashing import CrashError
from tests.unit.mesh.publishing.fakes import csv
from tests.unit.mesh.publishing.test_publishing import Hangar
from tests.unit.mesh.publishing.token_keys import FakeTokenKeys

LONGEST = 50


class Mortal:
    """The same tables, for a publisher that dies before each commit."""

    def __init__(self, tables: LocalTables) -> None:
        self._tables = tables

    def open(self, contract: Contract, table: Table, account: str) -> tuple[OpenTable, bool]:
        """Open the table."""
        opened, is_changed = self._tables.open(contract, table, account)
        opened.commit = die
        return opened, is_changed


def die(*_: object) -> int:
    raise CrashError


def told_again(publisher: Publisher) -> None:
    """Deliver until it is done, as a queue does."""
    for _ in range(5):
        try:
            publisher.publish("fleet", "planes")
        except ConflictError:
            continue
        return
    raise AssertionError("the publishers keep each other from publishing")


def race(hangar: Hangar, turn: int) -> bool:
    """A second publisher does all of its work while the first pauses; tell whether it did."""
    other = Publisher(hangar.at.world, hangar.tables, FakeTokenKeys())
    faults = hangar.at.faults
    faults.meanwhile = {faults.pauses + turn: lambda: told_again(other)}
    told_again(hangar.publisher)
    return not faults.meanwhile


def check(hangar: Hangar, *names: str) -> None:
    publications = hangar.at.ledger.publications("fleet", "planes")
    written = [s["mesh.publication"] for s in hangar.snapshots() if "mesh.publication" in s]
    assert hangar.seen() == sorted(names)
    assert {publication.state for publication in publications} == {"committed"}
    assert sorted(written) == sorted(p.publication_id for p in publications)
    states = {entry.state for entry in hangar.at.ledger.entries.values()}
    assert states <= {"published", "superseded"}


@pytest.mark.parametrize("turn", range(1, LONGEST))
def test_whenever_the_second_one_acts_each_row_is_there_once(tmp_path: Path, turn: int) -> None:
    hangar = Hangar(tmp_path)
    hangar.land("a.csv", "N1,5")
    hangar.land("b.csv", "N2,6")

    race(hangar, turn)

    check(hangar, "N1", "N2")


@pytest.mark.parametrize("turn", range(1, LONGEST))
def test_whenever_a_newer_version_lands_and_the_second_one_acts_the_newer_wins(
    tmp_path: Path, turn: int
) -> None:
    hangar = Hangar(tmp_path)
    hangar.land("a.csv", "N1,5")
    hangar.publish()
    hangar.land("a.csv", "N2,5")
    other = Publisher(hangar.at.world, hangar.tables, FakeTokenKeys())

    def land_and_publish() -> None:
        hangar.scanner.scan(hangar.at.zones.put("planes/a.csv", csv("N3,5")))
        told_again(other)

    faults = hangar.at.faults
    faults.meanwhile = {faults.pauses + turn: land_and_publish}
    told_again(hangar.publisher)

    check(hangar, "N2" if faults.meanwhile else "N3")


@pytest.mark.parametrize("turn", range(1, LONGEST))
def test_whenever_the_second_one_acts_and_dies_before_its_commit_nothing_is_lost(
    tmp_path: Path, turn: int
) -> None:
    hangar = Hangar(tmp_path)
    hangar.land("a.csv", "N1,5")
    hangar.land("b.csv", "N2,6")
    other = Publisher(hangar.at.world, Mortal(hangar.tables), FakeTokenKeys())

    def act_and_die() -> None:
        with contextlib.suppress(CrashError):
            other.publish("fleet", "planes")

    faults = hangar.at.faults
    faults.meanwhile = {faults.pauses + turn: act_and_die}
    told_again(hangar.publisher)
    told_again(hangar.publisher)

    check(hangar, "N1", "N2")


def test_the_last_turns_come_after_everything(tmp_path: Path) -> None:
    hangar = Hangar(tmp_path)
    hangar.land("a.csv", "N1,5")
    hangar.land("b.csv", "N2,6")

    assert not race(hangar, LONGEST)
    assert hangar.at.faults.pauses > 20
