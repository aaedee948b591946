"""The world outside scanning and publishing, in memory, with a crash at any call on request."""

# ruff: noqa: D101, D102 - the ports say what these do.

import contextlib
import io
import json
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, BinaryIO

from mesh.contracts.model import Column, Contract, QualityRule, Table
from mesh.naming import Names, ProductAddress
from mesh.naming.limits import ScanLimits
from mesh.publishing.landing import ObjectFacts, ObjectVersion
from mesh.publishing.mapping.fitting import fitted
from mesh.publishing.mapping.schema import FileSchema
from mesh.publishing.ports import DomainAccount
from mesh.publishing.row_ports import ReadingWorld
from mesh.scanning.frames import Frame
from mesh.scanning.reading import read
from tests.unit.mesh.publishing.crashing import Faults
from tests.unit.mesh.publishing.ledger import FakeLedger

NAMES = Names(
    prefix="airmesh",
    organisation="o-airmesh0001",
    region="eu-central-1",
    governance_account="100000000001",
)
FLEET = DomainAccount("fleet", "200000000002")
LANDING = NAMES.bucket("landing", FLEET.account)


def planes(*, quality: Sequence[QualityRule] = (), **changes: Any) -> Contract:  # noqa: ANN401
    """A contract of one table with two columns."""
    columns = (
        Column(name="tailnum", type="string", required=True),
        Column(name="seats", type="int"),
    )
    table = Table(name=None, columns=columns, quality=tuple(quality), null_values=("", "NA"))
    fields: dict[str, Any] = {
        "address": ProductAddress("fleet", "planes"),
        "version": "1.0.0",
        "status": "active",
        "title": "Planes",
        "description": "",
        "owner": "fleet",
        "tables": (table,),
        "digest": "d1",
    }
    return Contract(**(fields | changes))


@dataclass
class FakeContracts:
    contracts: dict[tuple[str, str], Contract] = field(default_factory=dict)
    published: list[ProductAddress] = field(default_factory=list)

    def domains(self) -> Sequence[DomainAccount]:
        return [FLEET]

    def in_force(self, domain: str, product: str) -> Contract | None:
        return self.contracts.get((domain, product))

    def products(self, domain: str) -> Sequence[str]:
        return [product for owner, product in self.contracts if owner == domain]

    def mark_published(self, address: ProductAddress) -> None:
        self.published.append(address)


class FakeZones:
    """Versioned buckets."""

    def __init__(self, faults: Faults) -> None:
        self._faults = faults
        self._clock = 0
        self.objects: dict[str, tuple[ObjectVersion, bytes, ObjectFacts]] = {}
        self.tags: dict[str, str] = {}
        self.copies: list[tuple[str, bytes]] = []

    def put(self, key: str, content: bytes) -> ObjectVersion:
        """Land a file as its owner does."""
        self._clock += 1
        file = ObjectVersion(
            bucket=LANDING, key=key, version_id=f"v{self._clock}", sequencer=f"{self._clock:08X}"
        )
        facts = ObjectFacts(
            etag="e",
            checksum="",
            size_bytes=len(content),
            landed_at=f"2026-01-01T00:00:{self._clock:02}Z",
        )
        self.objects[file.file_id] = (file, content, facts)
        return file

    def facts(self, file: ObjectVersion) -> ObjectFacts | None:
        with self._faults.step():
            found = self.objects.get(file.file_id)
            return found[2] if found else None

    @contextlib.contextmanager
    def content(self, file: ObjectVersion) -> Iterator[BinaryIO]:
        with self._faults.step(), tempfile.TemporaryFile() as copy:
            copy.write(self.objects[file.file_id][1])
            copy.seek(0)
            yield copy

    def quarantine(self, file: ObjectVersion, account: str) -> str:
        with self._faults.step():
            assert account == FLEET.account
            self.copies.append((file.key, self.objects[file.file_id][1]))
            return f"q{len(self.copies)}"

    def settle(self, file: ObjectVersion, state: str) -> None:
        with self._faults.step():
            self.tags[file.file_id] = state

    def landed(self, account: str) -> Iterator[ObjectVersion]:
        assert account == FLEET.account
        files = [file for file, _, _ in self.objects.values()]
        files.sort(key=lambda file: file.sequencer, reverse=True)
        newest_first = sorted(files, key=lambda file: file.key)
        return (replace(file, sequencer="") for file in newest_first)


@dataclass
class FakeQueues:
    scans: list[ObjectVersion] = field(default_factory=list)
    publishes: list[tuple[str, str, str]] = field(default_factory=list)
    reconciles: list[str] = field(default_factory=list)
    again: list[str] = field(default_factory=list)

    def scan(self, file: ObjectVersion, account: str) -> None:
        assert account == FLEET.account
        self.scans.append(file)

    def scan_again(self, receipt: str) -> None:
        self.again.append(receipt)

    def publish(self, domain: str, product: str, cause: str, file_id: str = "") -> None:
        assert cause
        self.publishes.append((domain, product, file_id))

    def reconcile(self, reason: str, cause: str) -> None:
        assert cause
        self.reconciles.append(reason)


@dataclass
class FakeAlerts:
    told: list[dict[str, object]] = field(default_factory=list)

    def alert(self, account: str, subject: str, content: dict[str, object]) -> None:
        assert account == FLEET.account
        assert subject
        json.dumps(content)
        self.told.append(content)


class DirectParsing:
    """The readers without their process."""

    def frames(self, file: BinaryIO, table: Table) -> Iterator[Frame]:
        content, schema = file.read(), FileSchema.of(table)
        frames = read(io.BytesIO(content), len(content), ScanLimits(), schema.expected())
        return fitted(frames, schema)


class Ticks:
    def __init__(self) -> None:
        self._now = 0

    def now(self) -> str:
        self._now += 1
        return f"2026-02-01T00:{self._now // 60:02}:{self._now % 60:02}.000000Z"


@dataclass
class Staged:
    world: ReadingWorld
    faults: Faults
    contracts: FakeContracts
    zones: FakeZones
    ledger: FakeLedger
    queues: FakeQueues
    alerts: FakeAlerts


def staged(contract: Contract | None = None, parsing: Any = None) -> Staged:  # noqa: ANN401
    """A world with one registered domain and one product."""
    faults = Faults()
    contracts = FakeContracts()
    contract = contract or planes()
    contracts.contracts["fleet", contract.address.product] = contract
    zones, ledger = FakeZones(faults), FakeLedger(faults)
    queues, alerts = FakeQueues(), FakeAlerts()
    world = ReadingWorld(
        names=NAMES,
        contracts=contracts,
        zones=zones,
        ledger=ledger,
        queues=queues,
        alerts=alerts,
        parsing=parsing or DirectParsing(),
        clock=Ticks(),
    )
    return Staged(world, faults, contracts, zones, ledger, queues, alerts)


def csv(*rows: str) -> bytes:
    """A planes file."""
    return ("\n".join(("tailnum,seats", *rows)) + "\n").encode()


Act = Callable[[], object]
