"""A process may die before or after any call; told again, it finishes and doubles nothing."""

import contextlib
from pathlib import Path

import pytest

from mesh.errors import ConflictError
from tests.unit.mesh.publishing.crashing import CrashError
from tests.unit.mesh.publishing.fakes import csv
from tests.unit.mesh.publishing.test_publishing import Hangar

LONGEST = 60


def cross(hangar: Hangar) -> int:
    """Land and publish a version, then a second and a bad file; tell how many calls it took."""
    zones = hangar.at.zones
    for batch in (
        [("a.csv", csv("N1,5")), ("b.csv", csv("N2,6"))],
        [("a.csv", csv("N9,5")), ("bad.csv", csv("jane@example.org,1"))],
    ):
        files = [zones.put(f"planes/{key}", content) for key, content in batch]
        for file in files:
            again(hangar, lambda file=file: hangar.scanner.scan(file))
        again(hangar, hangar.publish)
    return hangar.at.faults.calls


def again(hangar: Hangar, act: object) -> None:
    """Deliver until it is done, as a queue does; the crash happens once."""
    with contextlib.suppress(CrashError):
        act()  # type: ignore[operator]
        return
    hangar.at.faults.never()
    act()  # type: ignore[operator]


def check(hangar: Hangar) -> None:
    states = sorted((entry.file.key, entry.state) for entry in hangar.at.ledger.entries.values())
    names = [s["mesh.publication"] for s in hangar.snapshots() if "mesh.fence" not in s]
    publications = hangar.at.ledger.publications("fleet", "planes")
    assert hangar.seen() == ["N2", "N9"]
    assert states == [
        ("planes/a.csv", "published"),
        ("planes/a.csv", "superseded"),
        ("planes/b.csv", "published"),
        ("planes/bad.csv", "quarantined"),
    ]
    assert {p.state for p in publications} == {"committed"}
    assert sorted(names) == sorted(p.publication_id for p in publications)
    assert hangar.at.queues.reconciles[:1] == ["table-published"]
    assert len(hangar.at.zones.tags) == 4
    assert hangar.at.alerts.told != []


def test_without_a_crash_everything_is_in_its_place(tmp_path: Path) -> None:
    hangar = Hangar(tmp_path)

    assert 20 < cross(hangar) < LONGEST

    check(hangar)


@pytest.mark.parametrize("when", ["die_before", "die_after"])
@pytest.mark.parametrize("call", range(1, LONGEST, 1))
def test_a_crash_at_any_call_heals(tmp_path: Path, when: str, call: int) -> None:
    hangar = Hangar(tmp_path)
    setattr(hangar.at.faults, when, call)

    cross(hangar)

    check(hangar)


def test_what_a_dead_call_wrote_and_did_not_commit_is_removed(tmp_path: Path) -> None:
    hangar = Hangar(tmp_path)
    hangar.land("a.csv", "N1,5")
    commit = next(n for n in range(hangar.at.faults.calls + 1, LONGEST) if _is_commit(n, tmp_path))
    hangar.at.faults.die_before = commit
    with contextlib.suppress(CrashError):
        hangar.publish()

    hangar.at.faults.never()
    hangar.publish()

    table = hangar.tables.catalog.load_table(("fleet", "planes_v1"))
    referenced = [Path(str(path)).name for path in table.inspect.files()["file_path"].to_pylist()]
    there = [path.name for path in tmp_path.glob("airmesh-*/**/*.parquet")]
    assert sorted(there) == sorted(referenced)


def _is_commit(call: int, folder: Path) -> bool:
    """Whether dying before this call leaves a prepared publication and no snapshot."""
    trial = Hangar(folder / f"trial{call}")
    trial.land("a.csv", "N1,5")
    trial.at.faults.die_before = call
    with contextlib.suppress(CrashError):
        trial.publish()
    return bool(trial.at.ledger.prepared("fleet", "planes")) and not trial.snapshots()


def test_a_second_publisher_that_was_thought_dead_commits_nothing(tmp_path: Path) -> None:
    """Both have read the same table; the first commit makes the second impossible."""
    hangar = Hangar(tmp_path)
    hangar.land("a.csv", "N1,5")
    hangar.publish()
    contract = hangar.at.contracts.contracts["fleet", "planes"]
    opened, _ = hangar.tables.open(contract, contract.tables[0], "200000000002")
    hangar.land("b.csv", "N2,5")
    hangar.publish()
    (*_, publication) = hangar.at.ledger.publications("fleet", "planes")

    with pytest.raises(ConflictError, match="was changed by somebody else"):
        opened.commit(publication, [], frozenset())

    assert hangar.seen() == ["N1", "N2"]
