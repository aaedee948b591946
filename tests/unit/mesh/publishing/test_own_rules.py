"""A landed file is judged by the rules of the mesh and of its contract, and published by them."""

from dataclasses import replace
from pathlib import Path

from mesh.contracts.model import Column, Deidentification, Table
from mesh.naming.rules import Allowed, CustomDetector, ScanRules
from mesh.publishing.scanning import Scanner
from tests.unit.mesh.publishing.fakes import Staged, csv, planes, staged
from tests.unit.mesh.publishing.test_publishing import Hangar

DESK = "desk@airline.example"
MEMBER = ScanRules(detectors=(CustomDetector(name="MEMBER", pattern=r"AM\d{9}"),))
NUMBER = ScanRules(detectors=(CustomDetector(name="MEMBER", pattern=r"^77\d{4}$"),))
ALLOWED = ScanRules(allow=(Allowed(owner="fleet", reason="our own desk", values=(DESK,)),))


def state_of(at: Staged, content: bytes) -> str:
    entry = Scanner(at.world).scan(at.zones.put("planes/2013.csv", content))
    assert entry is not None
    return entry.state


def under(mesh: ScanRules = ScanRules(), product: ScanRules = ScanRules()) -> Staged:  # noqa: B008 - frozen
    at = staged(planes(rules=product))
    return replace(at, world=replace(at.world, rules=mesh))


def test_an_own_kind_refuses_a_file_whoever_defines_it() -> None:
    content = csv("AM123456789,5")

    assert state_of(under(), content) == "clean"
    assert state_of(under(mesh=MEMBER), content) == "quarantined"
    assert state_of(under(product=MEMBER), content) == "quarantined"


def test_a_declared_own_kind_is_published() -> None:
    columns = (
        Column(name="tailnum", type="string", personal=("CUSTOM:MEMBER",)),
        Column(name="seats", type="int"),
    )
    at = staged(planes(tables=(Table(name=None, columns=columns),), rules=MEMBER))

    assert state_of(at, csv("AM123456789,5")) == "clean"


def test_what_is_allowed_refuses_no_file_and_another_address_does() -> None:
    for at in (under(mesh=ALLOWED), under(product=ALLOWED)):
        assert state_of(at, csv(f"{DESK},5")) == "clean"
        assert state_of(at, csv(f"{DESK},5", f"other{DESK},5")) == "quarantined"
    assert state_of(under(), csv(f"{DESK},5")) == "quarantined"


def test_what_was_made_of_a_column_is_looked_at_by_the_same_rules(tmp_path: Path) -> None:
    banded = Column(
        name="seats",
        type="bigint",
        personal=("CUSTOM:MEMBER",),
        deidentify=Deidentification(method="generalise", band=1),
    )
    table = Table(name=None, columns=(Column(name="tailnum", type="string"), banded))
    at = staged(planes(tables=(table,), rules=NUMBER))
    of = Hangar(tmp_path, at)
    file = of.land("a.csv", "N1,770001", "N2,5")
    of.publish()

    assert of.state(file) == "quarantined"
    (refusal,) = at.ledger.quarantined()
    assert "seats still holds CUSTOM:MEMBER after generalise" in refusal.verdict.reasons[0]
