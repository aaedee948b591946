"""A refused file comes back under another contract or by its owner's word, and is scanned again."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mesh.errors import ConflictError
from mesh.publishing.landing import ObjectVersion
from mesh.publishing.ledger import LedgerEntry
from mesh.publishing.publisher import Publisher
from mesh.publishing.scanning import Scanner
from mesh.publishing.waiving import RefusedFile, Waiver, waivers_after
from tests.unit.mesh.publishing.catalogue import LocalTables
from tests.unit.mesh.publishing.fakes import Staged, csv, staged
from tests.unit.mesh.publishing.token_keys import FakeTokenKeys

LEAKING = csv("jane@example.org,5")
NOW = datetime(2026, 2, 1, tzinfo=UTC)
ANN = "arn:aws:iam::200000000002:role/fleet-owner"
EMAIL = ("tailnum", "EMAIL_ADDRESS")
REFUSED = RefusedFile(key="planes/a.csv", found=frozenset({EMAIL}), contract_digest="d1")


def waiver(entity: str = "EMAIL_ADDRESS", until: str = "2027-01-01T00:00:00Z") -> Waiver:
    return Waiver(column="tailnum", entity=entity, owner=ANN, until=until)


def released(content: bytes, *waivers: Waiver) -> tuple[Staged, ObjectVersion]:
    """A file that was refused and released, as the API writes it."""
    at = staged()
    file = at.zones.put("planes/a.csv", content)
    refused = Scanner(at.world).scan(file)
    assert refused is not None
    at.ledger.write(refused.step("released", waivers=waivers))
    return at, file


def scanned(at: Staged, file: ObjectVersion) -> LedgerEntry:
    entry = Scanner(at.world).scan(file)
    assert entry is not None
    return entry


def test_a_release_needs_another_contract_or_a_waiver() -> None:
    for same in ("d1", ""):
        with pytest.raises(ConflictError, match="nothing changed since"):
            waivers_after(REFUSED, [], in_force=same, owner=ANN, now=NOW)

    assert waivers_after(REFUSED, [], in_force="d2", owner=ANN, now=NOW) == ()


def test_a_waiver_is_its_owners_for_thirty_days() -> None:
    given = waivers_after(REFUSED, [EMAIL], in_force="d1", owner=ANN, now=NOW)

    assert given == (waiver(until="2026-03-03T00:00:00Z"),)


def test_a_waiver_names_what_was_found_in_this_version() -> None:
    with pytest.raises(ConflictError, match="seats=US_SSN; found: tailnum=EMAIL_ADDRESS"):
        waivers_after(REFUSED, [("seats", "US_SSN")], in_force="d2", owner=ANN, now=NOW)


def test_a_waiver_given_again_counts_from_then_and_the_others_stay() -> None:
    before = (waiver(until="2026-01-01T00:00:00Z"), waiver("US_SSN"))
    file = replace(REFUSED, waivers=before)

    given = waivers_after(file, [EMAIL], in_force="d1", owner=ANN, now=NOW)

    assert given == (waiver(until="2026-03-03T00:00:00Z"), waiver("US_SSN"))


def test_a_waived_finding_passes_the_scan_and_the_verdict_names_the_waiver() -> None:
    at, file = released(LEAKING, waiver())

    entry = scanned(at, file)

    (accepted,) = entry.verdict.waived
    assert entry.state == "clean"
    assert "tailnum holds EMAIL_ADDRESS" in accepted
    assert f"waived by {ANN} until 2027-01-01" in accepted
    assert "jane" not in entry.verdict.to_json()
    assert at.queues.publishes == [("fleet", "planes", file.file_id)]


def test_what_no_waiver_names_refuses_the_file_again_with_a_new_alert() -> None:
    at, file = released(csv("jane@example.org,5", "536-22-8726,5"), waiver())

    entry = scanned(at, file)

    assert entry.state == "quarantined"
    assert [reason for reason in entry.verdict.reasons if "US_SSN" in reason]
    assert not [reason for reason in entry.verdict.reasons if "EMAIL" in reason]
    assert at.zones.tags[file.file_id] == "quarantined"
    assert len(at.alerts.told) == 2


def test_a_waiver_that_has_ended_waives_nothing() -> None:
    at, file = released(LEAKING, waiver(until="2026-01-31T00:00:00Z"))

    assert scanned(at, file).state == "quarantined"


def test_a_waiver_is_for_one_version_of_a_file() -> None:
    at, file = released(LEAKING, waiver())
    scanned(at, file)

    again = at.zones.put("planes/a.csv", LEAKING)

    assert scanned(at, again).state == "quarantined"


def test_a_file_that_waits_longer_than_its_waiver_is_not_published(
    tmp_path: Path,
) -> None:
    at, file = released(LEAKING, waiver(until="2026-02-01T00:00:30Z"))
    assert scanned(at, file).state == "clean"
    tables = LocalTables(tmp_path, at.faults)
    for _ in range(30):
        at.world.clock.now()

    Publisher(at.world, tables, FakeTokenKeys()).publish("fleet", "planes")

    assert at.queues.scans == [file]
    assert tables.rows().num_rows == 0
    assert scanned(at, file).state == "quarantined"


def test_a_released_file_whose_landed_version_has_expired_must_land_again() -> None:
    at, file = released(LEAKING, waiver())
    at.zones.objects.clear()

    entry = scanned(at, file)

    assert entry.state == "quarantined"
    assert "land the file again" in entry.verdict.reasons[0]
    assert len(at.alerts.told) == 2
