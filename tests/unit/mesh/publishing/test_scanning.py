"""Each landed version gets exactly one verdict, however often and however late it is told."""

from dataclasses import replace

import pytest

from mesh.contracts.model import Column, Table
from mesh.errors import RefusedError
from mesh.naming.rules import CustomDetector, ScanRules
from mesh.publishing import verdicts
from mesh.publishing.landing import ObjectVersion
from mesh.publishing.ledger import FileVerdict
from mesh.publishing.scanning import Scanner
from tests.unit.mesh.publishing.fakes import Staged, csv, planes, staged


def test_a_clean_file_wakes_the_publisher_of_its_product() -> None:
    at = staged()
    file = at.zones.put("planes/2013.csv", csv("N1,5", "N2,NA"))

    entry = Scanner(at.world).scan(file)

    assert entry is not None
    assert (entry.state, entry.verdict.rows) == ("clean", 2)
    assert at.queues.publishes == [("fleet", "planes", file.file_id)]
    assert at.zones.tags == {}


def test_a_file_with_undeclared_personal_data_is_quarantined_and_told_without_showing_it() -> None:
    at = staged()
    file = at.zones.put("planes/2013.csv", csv("N1,5", "jane.doe@example.org,5"))

    Scanner(at.world).scan(file)

    (entry,) = at.ledger.quarantined()
    (told,) = at.alerts.told
    assert at.zones.copies == [(file.key, csv("N1,5", "jane.doe@example.org,5"))]
    assert at.zones.tags == {file.file_id: "quarantined"}
    assert at.queues.publishes == []
    assert "EMAIL_ADDRESS" in str(told["reasons"])
    assert "jane" not in str(told) + entry.verdict.to_json()


@pytest.mark.parametrize(
    ("key", "content", "reason"),
    [
        ("planes/2013.csv", b"", "The file is empty"),
        (
            "planes/2013.parquet",
            b"PAR1" + b"\x00" * 40,
            "TRUNCATED (parquet): its footer",
        ),
        ("planes/2013.csv", b"tailnum,seats,extra\nN1,5,1\n", "extra is not in the contract"),
        ("planes/2013.csv", b"tailnum\nN1\n", "column seats is missing"),
        ("plane/2013.csv", csv("N1,5"), "no product 'plane' with an active contract; did you mean"),
        ("2013.csv", csv("N1,5"), "land files under <product>/"),
    ],
)
def test_a_bad_file_goes_to_quarantine_with_a_reason(key: str, content: bytes, reason: str) -> None:
    at = staged()

    Scanner(at.world).scan(at.zones.put(key, content))

    (entry,) = at.ledger.quarantined()
    assert reason in entry.verdict.reasons[0]
    assert len(at.alerts.told) == len(at.zones.copies) == 1


def test_a_redelivered_event_changes_nothing_and_alerts_nobody_again() -> None:
    at = staged()
    scanner = Scanner(at.world)
    good = at.zones.put("planes/good.csv", csv("N1,5"))
    bad = at.zones.put("planes/bad.csv", b"")
    for file in (good, bad):
        scanner.scan(file)
    before = dict(at.ledger.entries)

    for file in (bad, good, bad):
        scanner.scan(file)

    assert at.ledger.entries == before
    assert len(at.alerts.told) == 1


def test_a_clean_file_is_judged_again_when_its_contract_has_changed() -> None:
    at = staged()
    scanner = Scanner(at.world)
    file = at.zones.put("planes/2013.csv", csv("N1,5"))
    scanner.scan(file)
    at.contracts.contracts["fleet", "planes"] = planes(version="1.1.0", digest="d2")

    entry = scanner.scan(file)

    assert entry is not None
    assert (entry.verdict.contract_version, entry.verdict.contract_digest) == ("1.1.0", "d2")


def test_a_bucket_of_no_domain_is_refused() -> None:
    at = staged()
    foreign = ObjectVersion(bucket="elsewhere", key="planes/a", version_id="v", sequencer="1")

    with pytest.raises(RefusedError, match="landing bucket of no registered domain"):
        Scanner(at.world).scan(foreign)


def test_a_version_that_no_longer_exists_is_nothing_to_judge() -> None:
    at = staged()
    file = at.zones.put("planes/2013.csv", csv("N1,5"))
    at.zones.objects.clear()

    assert Scanner(at.world).scan(file) is None


def test_a_clean_file_is_judged_again_by_a_newer_engine_and_its_old_verdict_stays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    at = staged()
    scanner = Scanner(at.world)
    file = at.zones.put("planes/2013.csv", csv("N1,5"))
    first = scanner.scan(file)
    assert first is not None
    monkeypatch.setattr(verdicts, "ENGINE_VERSION", "newer")

    again = scanner.scan(file)

    assert again is not None
    assert (again.verdict.engine_version, again.state) == ("newer", "clean")
    assert at.ledger.kept == {f"{file.file_id}#1": first.verdict}
    assert scanner.scan(file) == again


def test_a_clean_file_is_judged_again_when_the_rules_of_the_mesh_have_changed() -> None:
    at = staged()
    file = at.zones.put("planes/2013.csv", csv("AM1,5"))
    Scanner(at.world).scan(file)
    rules = ScanRules(detectors=(CustomDetector(name="MEMBER", pattern="AM1"),))

    entry = Scanner(replace(at.world, rules=rules)).scan(file)

    assert entry is not None
    assert entry.state == "quarantined"
    assert len(at.ledger.kept) == 1


def test_what_a_contract_declares_in_vain_is_told_with_the_verdict() -> None:
    columns = (
        Column(name="tailnum", type="string", personal=("EMAIL_ADDRESS",)),
        Column(name="seats", type="int"),
    )
    at = staged(planes(tables=(Table(name=None, columns=columns),)))

    entry = Scanner(at.world).scan(at.zones.put("planes/2013.csv", csv("N1,5")))

    assert entry is not None
    assert entry.state == "clean"
    assert "column tailnum is internal for EMAIL_ADDRESS" in entry.verdict.notes[0]
    assert FileVerdict.from_json(entry.verdict.to_json()) == entry.verdict


PERSONAL = csv("AM1,5")
MEMBER = ScanRules(detectors=(CustomDetector(name="MEMBER", pattern="AM1"),))


def published(at: Staged) -> ObjectVersion:
    """A file that was clean for the scanner of its day."""
    file = at.zones.put("planes/2013.csv", PERSONAL)
    entry = Scanner(at.world).scan(file)
    assert entry is not None
    at.ledger.write(entry.step("published", publication="p1"))
    return file


def test_a_published_file_is_judged_again_on_request_only_and_stays_published() -> None:
    at = staged()
    file = published(at)
    scanner = Scanner(replace(at.world, rules=MEMBER))

    untouched = scanner.scan(file)
    assert untouched is not None
    assert untouched.verdict.is_clean
    again = scanner.scan(file, again=True)

    assert again is not None
    assert (again.state, again.publication) == ("published", "p1")
    assert "CUSTOM:MEMBER" in again.verdict.reasons[0]
    assert [kept.is_clean for kept in at.ledger.kept.values()] == [True]
    assert at.zones.copies == []
    (told,) = at.alerts.told
    assert told["kind"] == "published-file-refused"
    assert "AM1" not in str(told["findings"])


def test_a_published_file_that_is_clean_again_alerts_nobody() -> None:
    at = staged()
    file = published(at)

    again = Scanner(at.world).scan(file, again=True)

    assert again is not None
    assert (again.state, again.verdict.is_clean, at.alerts.told) == ("published", True, [])
