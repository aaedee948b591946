"""Only its owner's decision moves a refused file, and a released one is scanned again."""

import pytest

from mesh.errors import ConflictError, NotFoundError
from mesh.pii import Waiver
from mesh.publishing.landing import ObjectVersion
from mesh.publishing.quarantining import Quarantine
from mesh.publishing.scanning import Scanner
from tests.unit.mesh.publishing.fakes import Staged, csv, planes, staged

LEAKING = csv("jane@example.org,5")


def refused() -> tuple[Staged, ObjectVersion, Quarantine]:
    at = staged()
    file = at.zones.put("planes/a.csv", LEAKING)
    Scanner(at.world).scan(file)
    world = at.world
    quarantine = Quarantine(
        ledger=world.ledger,
        zones=world.zones,
        queues=world.queues,
        contracts=world.contracts,
        clock=world.clock,
    )
    return at, file, quarantine


def test_a_discarded_file_is_settled_for_good() -> None:
    at, file, quarantine = refused()

    entry = quarantine.discard("fleet", "planes", file.file_id, owner="ann", reason="by mistake")

    assert entry.state == "discarded"
    assert entry.decision == "discarded by ann: by mistake"
    assert quarantine.list() == []
    assert at.zones.tags[file.file_id] == "discarded"
    with pytest.raises(ConflictError, match="cannot become released"):
        quarantine.release(
            "fleet", "planes", file.file_id, owner="ann", reason="x", waivers=[Waiver("a", "b")]
        )


def test_a_waived_finding_lets_the_file_through_the_scan() -> None:
    at, file, quarantine = refused()
    waiver = Waiver("tailnum", "EMAIL_ADDRESS")

    quarantine.release(
        "fleet", "planes", file.file_id, owner="ann", reason="test data", waivers=[waiver]
    )
    (again,) = at.queues.scans
    entry = Scanner(at.world).scan(again)

    assert entry is not None
    assert (entry.state, entry.waivers) == ("clean", (waiver,))
    assert file.file_id not in at.zones.tags


def test_a_waiver_for_something_else_leads_back_to_quarantine_and_a_new_alert() -> None:
    at, file, quarantine = refused()

    quarantine.release(
        "fleet",
        "planes",
        file.file_id,
        owner="ann",
        reason="x",
        waivers=[Waiver("seats", "US_SSN")],
    )
    Scanner(at.world).scan(file)

    assert [entry.file for entry in quarantine.list("fleet")] == [file]
    assert len(at.alerts.told) == 2


def test_without_a_waiver_or_a_new_contract_nothing_is_released() -> None:
    at, file, quarantine = refused()
    with pytest.raises(ConflictError, match="would be refused again"):
        quarantine.release("fleet", "planes", file.file_id, owner="ann", reason="please")

    at.contracts.contracts["fleet", "planes"] = planes(digest="d2")

    assert (
        quarantine.release(
            "fleet", "planes", file.file_id, owner="ann", reason="contract 1.1"
        ).state
        == "released"
    )


def test_a_decision_needs_a_reason_and_a_file() -> None:
    _, file, quarantine = refused()

    with pytest.raises(ConflictError, match="say why"):
        quarantine.discard("fleet", "planes", file.file_id, owner="ann", reason=" ")
    with pytest.raises(NotFoundError, match="no file"):
        quarantine.discard("fleet", "planes", "planes/b.csv#v9", owner="ann", reason="x")


def test_a_file_whose_landed_version_has_expired_must_land_again() -> None:
    at, file, quarantine = refused()
    at.zones.objects.clear()

    with pytest.raises(ConflictError, match="land it again"):
        quarantine.release(
            "fleet", "planes", file.file_id, owner="a", reason="x", waivers=[Waiver("a", "b")]
        )
