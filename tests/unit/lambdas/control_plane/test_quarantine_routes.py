"""The owner alone decides on a refused file; ledger and trail say who, why and for how long."""

from dataclasses import replace
from typing import Any

import pytest

from mesh.aws.ledger import DynamoLedger
from mesh.pii import Finding
from mesh.publishing.landing import ObjectFacts, ObjectVersion
from mesh.publishing.ledger import FileVerdict, LedgerEntry
from mesh.publishing.waiving import Waiver
from mesh.registry.products import ProductEntry
from tests.emulator.conftest import GOVERNANCE, PRODUCER
from tests.unit.lambdas.control_plane.mesh_world import MeshWorld
from tests.unit.mesh.access.building import ANALYST, OWNER, contract

RELEASE, DISCARD = "/quarantine/release", "/quarantine/discard"
FILE = "passengers/a.csv#v1"
VERDICTS = f"/verdicts/loyalty/passengers?file={FILE}"
ASKED = {"product": "loyalty/passengers", "file": FILE, "reason": "a role address, no person's"}
EMAIL = {"column": "country", "entity": "EMAIL_ADDRESS"}
ENGINEER = OWNER.replace("owner", "engineer")
OTHER_OWNER = OWNER.replace("loyalty", "network-planning").replace(PRODUCER, ANALYST.split(":")[4])


@pytest.fixture
def ledger(mesh: MeshWorld) -> DynamoLedger:
    """With one refused file."""
    ledger = DynamoLedger(mesh.world.client("dynamodb", GOVERNANCE))
    found = Finding(
        column=EMAIL["column"],
        entity=EMAIL["entity"],
        count=1,
        share=0.5,
        confidence=1.0,
        validated=True,
    )
    judged = contract()
    ledger.write(
        LedgerEntry(
            domain="loyalty",
            product="passengers",
            file=ObjectVersion(
                bucket="landing", key="passengers/a.csv", version_id="v1", sequencer="01"
            ),
            facts=ObjectFacts(etag="e", checksum="", size_bytes=9, landed_at="2027-01-01"),
            state="quarantined",
            verdict=FileVerdict(
                reasons=("column country holds EMAIL_ADDRESS",),
                findings=(found,),
                reader_version="1",
                rows=2,
                digest="d",
                contract_version=judged.version,
                contract_digest=judged.digest,
            ),
        )
    )
    return ledger


def entry(ledger: DynamoLedger) -> LedgerEntry:
    found = ledger.find("loyalty", "passengers", FILE)
    assert found is not None
    return found


def call(mesh: MeshWorld, who: str, path: str = RELEASE, **changes: object) -> tuple[int, Any]:
    return mesh.call(who, "POST", path, ASKED | changes)


def test_a_waiver_releases_the_file_and_is_kept_with_who_gave_it_and_its_end(
    mesh: MeshWorld, ledger: DynamoLedger
) -> None:
    status, done = call(mesh, OWNER, waive=[EMAIL])

    given = Waiver(**EMAIL, owner=OWNER, until="2027-02-14T12:00:00Z")
    assert (status, done["state"], done["waivers"]) == (200, "released", [vars(given)])
    assert (entry(ledger).state, entry(ledger).waivers) == ("released", (given,))
    assert "a role address" in entry(ledger).decision
    assert ("scan", "passengers/a.csv", PRODUCER) in mesh.messages.sent


def test_the_trail_names_owner_reason_and_waiver(mesh: MeshWorld, ledger: DynamoLedger) -> None:
    call(mesh, OWNER, waive=[EMAIL])

    trail = mesh.registry.audit(_month(mesh))
    (record,) = [each for each in trail if each.action == "release"]
    assert (record.actor, record.subject) == (OWNER, f"loyalty/passengers {FILE}")
    assert record.detail == (
        "a role address, no person's; waives country=EMAIL_ADDRESS until 2027-02-14T12:00:00Z"
    )
    assert entry(ledger).decision.endswith(record.detail)


@pytest.mark.parametrize("who", [ENGINEER, ANALYST, OTHER_OWNER])
@pytest.mark.parametrize("path", [RELEASE, DISCARD])
def test_nobody_but_the_owner_decides(
    mesh: MeshWorld, ledger: DynamoLedger, who: str, path: str
) -> None:
    status, told = call(mesh, who, path, waive=[EMAIL])

    assert (status, told["error"]) == (403, "refused")
    assert entry(ledger).state == "quarantined"
    assert mesh.messages.sent == []


@pytest.mark.parametrize(
    ("changes", "status", "words"),
    [
        ({}, 409, "nothing changed since"),
        ({"waive": [EMAIL | {"entity": "US_SSN"}]}, 409, "found: country=EMAIL_ADDRESS"),
        ({"waive": ["country=EMAIL_ADDRESS"]}, 400, "waive must be a list"),
        ({"waive": [EMAIL], "reason": " "}, 400, "reason is missing"),
        ({"waive": [EMAIL], "file": "passengers/b.csv#v1"}, 404, "mesh quarantine list"),
    ],
)
def test_a_release_that_changes_nothing_is_refused_with_what_to_do(
    mesh: MeshWorld, ledger: DynamoLedger, changes: dict[str, object], status: int, words: str
) -> None:
    answered, told = mesh.call(OWNER, "POST", RELEASE, ASKED | changes)

    assert (answered, words in told["message"]) == (status, True), told
    assert entry(ledger).state == "quarantined"


def test_another_contract_in_force_releases_without_a_waiver(
    mesh: MeshWorld, ledger: DynamoLedger
) -> None:
    mesh.registry.write_product(ProductEntry(contract=replace(contract(), digest="another")))

    status, done = call(mesh, OWNER)

    assert (status, done["waivers"]) == (200, [])
    assert (entry(ledger).state, entry(ledger).waivers) == ("released", ())


def test_a_decided_file_is_decided_on_no_more(mesh: MeshWorld, ledger: DynamoLedger) -> None:
    assert call(mesh, OWNER, DISCARD)[1]["state"] == "discarded"

    status, told = call(mesh, OWNER, waive=[EMAIL])

    assert (status, "is discarded" in told["message"]) == (409, True)
    assert entry(ledger).decision == f"discarded by {OWNER}: {ASKED['reason']}"


def _month(mesh: MeshWorld) -> str:
    items = mesh.world.client("dynamodb", GOVERNANCE).scan(TableName="mesh-registry")["Items"]
    (month,) = {i["pk"]["S"] for i in items if i["pk"]["S"].startswith("AUDIT#")}
    return str(month).removeprefix("AUDIT#")


def test_every_verdict_on_a_file_is_shown_to_its_domain_the_last_first(
    mesh: MeshWorld, ledger: DynamoLedger
) -> None:
    before = entry(ledger)
    later = replace(before.verdict, reasons=(), engine_version="2", notes=("a note",))
    ledger.keep(before)
    ledger.keep(before)
    ledger.write(replace(before, state="clean", verdict=later, revision=2))

    status, found = mesh.call(OWNER, "GET", VERDICTS)

    assert status == 200
    assert [each["engine_version"] for each in found["verdicts"]] == ["2", ""]
    assert [each["notes"] for each in found["verdicts"]] == [["a note"], []]
    assert mesh.call(OTHER_OWNER, "GET", VERDICTS)[0] == 403
    assert mesh.call(OWNER, "GET", "/verdicts/loyalty/passengers?file=none")[0] == 404


def test_the_owner_alone_has_a_published_file_scanned_again(
    mesh: MeshWorld, ledger: DynamoLedger
) -> None:
    asked = {"product": "loyalty/passengers", "file": FILE}
    assert mesh.call(OWNER, "POST", "/rescan", asked)[0] == 409
    ledger.write(replace(entry(ledger), state="published", revision=2))

    assert mesh.call(ENGINEER, "POST", "/rescan", asked)[0] == 403
    status, done = mesh.call(OWNER, "POST", "/rescan", asked)

    assert (status, done["file"]) == (202, FILE)
    assert entry(ledger).state == "published"
    assert ("scan again", "passengers/a.csv", PRODUCER) in mesh.messages.sent
