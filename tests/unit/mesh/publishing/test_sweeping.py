"""Whatever was forgotten between landing and ledger comes back, in the order in which it landed."""

from mesh.publishing.scanning import Scanner
from mesh.publishing.sweeping import Sweep, Swept
from tests.unit.mesh.publishing.fakes import csv, staged


def test_a_version_that_the_ledger_lacks_goes_to_the_scanner_between_its_neighbours() -> None:
    at = staged()
    first, lost, last = (at.zones.put("planes/a.csv", csv(f"N{n},5")) for n in range(3))
    for file in (first, last):
        Scanner(at.world).scan(file)

    swept = Sweep(at.world).run()

    (again,) = at.queues.scans
    assert again.file_id == lost.file_id
    entry = Scanner(at.world).scan(again)
    orders = [e.version_order for e in at.ledger.versions("fleet", "planes", "planes/a.csv")]
    assert entry is not None
    assert sorted(orders)[1] == entry.version_order
    assert (swept.versions, swept.missing) == (3, 1)


def test_versions_lost_together_keep_their_order() -> None:
    at = staged()
    files = [at.zones.put("planes/a.csv", csv(f"N{n},5")) for n in range(3)]

    Sweep(at.world).run()
    for again in reversed(at.queues.scans):
        Scanner(at.world).scan(again)

    by_order = sorted(
        at.ledger.versions("fleet", "planes", "planes/a.csv"), key=lambda e: e.version_order
    )
    assert [entry.file.version_id for entry in by_order] == [file.version_id for file in files]


def test_a_clean_file_that_waits_wakes_its_publisher_again() -> None:
    at = staged()
    Scanner(at.world).scan(at.zones.put("planes/a.csv", csv("N1,5")))
    at.queues.publishes.clear()

    swept = Sweep(at.world).run()

    assert at.queues.publishes == [("fleet", "planes", "")]
    assert swept == Swept(versions=1, unfinished=1)


def test_where_all_is_settled_nothing_is_sent() -> None:
    at = staged()
    Scanner(at.world).scan(at.zones.put("planes/a.csv", b""))

    assert Sweep(at.world).run() == Swept(versions=1)
    assert (at.queues.scans, at.queues.publishes) == ([], [])
