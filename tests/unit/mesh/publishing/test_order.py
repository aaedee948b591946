"""However events are repeated, lost and shuffled: the newest clean version of a key is read."""

# ruff: noqa: D102 - the names of the rules are sentences.

import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from mesh.publishing.landing import ObjectVersion, order_of
from mesh.publishing.publisher import Publisher
from mesh.publishing.scanning import Scanner
from mesh.publishing.sweeping import Sweep
from tests.unit.mesh.publishing.catalogue import LocalTables
from tests.unit.mesh.publishing.fakes import csv, staged
from tests.unit.mesh.publishing.token_keys import FakeTokenKeys

LEAK = "jane@example.org"


class Landing(RuleBasedStateMachine):
    """The owner lands, the queues misbehave, the publisher and the sweep run at any time."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self.at = staged()
        self.tables = LocalTables(Path(self._folder.name))
        self.scanner = Scanner(self.at.world)
        self.publisher = Publisher(self.at.world, self.tables, FakeTokenKeys())
        self.events: list[ObjectVersion] = []
        self.content: dict[str, str] = {}

    @rule(key=st.sampled_from("abc"), leaks=st.integers(0, 4))
    def land(self, key: str, leaks: int) -> None:
        name = LEAK if leaks == 0 else f"N{len(self.content)}"
        file = self.at.zones.put(f"planes/{key}", csv(f"{name},5"))
        self.content[file.file_id] = name
        self.events.append(file)

    @precondition(lambda self: self.events)
    @rule(choice=st.integers(0, 10_000))
    def deliver(self, choice: int) -> None:
        self.scanner.scan(self.events[choice % len(self.events)])

    @rule()
    def lose_an_event(self) -> None:
        self.events = self.events[1:]

    @rule()
    def publish(self) -> None:
        self.publisher.publish("fleet", "planes")

    @rule()
    def sweep(self) -> None:
        Sweep(self.at.world).run()
        self.events += self.at.queues.scans
        self.at.queues.scans.clear()

    @invariant()
    def nothing_unscanned_or_refused_is_readable(self) -> None:
        for row in self._rows():
            key, _, version = str(row["_mesh_source"]).rpartition("?")
            entry = self.at.ledger.find("fleet", "planes", f"{key}#{version}")
            assert entry is not None
            assert entry.verdict.is_clean
            assert row["tailnum"] != LEAK

    @invariant()
    def no_key_is_readable_twice(self) -> None:
        keys = [str(row["_mesh_source"]).rpartition("?")[0] for row in self._rows()]
        assert len(keys) == len(set(keys))

    @invariant()
    def an_older_version_never_wins(self) -> None:
        published = [e for e in self.at.ledger.entries.values() if e.state == "published"]
        for entry in self.at.ledger.entries.values():
            if entry.state == "superseded":
                rivals = [e for e in published if e.file.key == entry.file.key]
                assert all(e.version_order > entry.version_order for e in rivals)

    def teardown(self) -> None:
        """When everything is quiet, nothing is lost."""
        self.sweep()
        for file in list(self.events):
            self.scanner.scan(file)
        self.publish()
        newest = {
            e.file.key: e
            for e in sorted(self.at.ledger.entries.values(), key=lambda e: e.version_order)
            if e.verdict.is_clean
        }
        expected = sorted(self.content[entry.file_id] for entry in newest.values())
        assert sorted(str(row["tailnum"]) for row in self._rows()) == expected
        assert {e.file_id for e in self.at.ledger.entries.values()} == set(self.content)
        assert set(self.at.zones.tags) == set(self.content)
        self._folder.cleanup()

    def _rows(self) -> list[dict[str, object]]:
        return self.tables.rows().to_pylist()


TestLanding = Landing.TestCase
# An example is a whole life of a landing zone: a sixth of what the profile asks for is many.
TestLanding.settings = settings(max_examples=settings().max_examples // 6, stateful_step_count=20)


def test_sequencers_are_compared_as_if_padded_on_the_right() -> None:
    assert order_of("0A") < order_of("0a01") < order_of("0B")
