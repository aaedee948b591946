"""Trails and the event history of every account."""

import threading
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from emulator.cloudtrail.records import Record

if TYPE_CHECKING:
    from emulator.cloud import Cloud

# AWS keeps 90 days; here the oldest go when this many are there.
_REMEMBERED = 2_000
# What could not be delivered is tried again, up to this many records.
_WAITING = 20_000
_KINDS = {"All": (True, False), "ReadOnly": (True,), "WriteOnly": (False,)}


@dataclass
class Trail:
    """One trail.

    Attributes:
        kinds: whether it takes calls that read (True), and calls that change (False).
        waiting: records that are not in S3 yet, by account and region.
        status: times and errors, as ``GetTrailStatus`` names them.
    """

    name: str
    account: str
    region: str
    bucket: str
    prefix: str | None = None
    every_region: bool = False
    global_services: bool = True
    selector: str | None = "All"
    logging: bool = False
    status: dict[str, Any] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    waiting: deque[Record] = field(default_factory=lambda: deque(maxlen=_WAITING))

    @property
    def arn(self) -> str:
        """How calls and policies name it."""
        return f"arn:aws:cloudtrail:{self.region}:{self.account}:trail/{self.name}"

    def takes(self, record: Record) -> bool:
        """Whether a record of its account belongs to it."""
        here = self.every_region or record["awsRegion"] == self.region
        kinds = _KINDS.get(self.selector or "", ())
        return self.logging and here and record["readOnly"] in kinds

    def start(self) -> None:
        """Take records from now on."""
        now = datetime.now(UTC)
        if not self.logging:
            self.status |= {"StartLoggingTime": now, "TimeLoggingStarted": _text(now)}
        self.logging = True

    def stop(self) -> None:
        """Take no more."""
        now = datetime.now(UTC)
        if self.logging:
            self.status |= {"StopLoggingTime": now, "TimeLoggingStopped": _text(now)}
        self.logging = False


class Trails:
    """Trails and history of one embedded AWS; safe for threads."""

    def __init__(self, _cloud: "Cloud") -> None:
        self.lock = threading.RLock()
        self._trails: dict[tuple[str, str], dict[str, Trail]] = {}
        self._history: dict[tuple[str, str], deque[Record]] = {}

    def add(self, account: str, record: Record) -> bool:
        """Keep a record, and say whether a trail of the account takes it."""
        with self.lock:
            kept = self._history.setdefault(
                (account, record["awsRegion"]), deque(maxlen=_REMEMBERED)
            )
            kept.append(record)
            takers = [trail for trail in self.of_account(account) if trail.takes(record)]
            for trail in takers:
                trail.waiting.append(record)
        return bool(takers)

    def history(self, account: str, region: str) -> list[Record]:
        """The latest records first."""
        with self.lock:
            return list(reversed(self._history.get((account, region), ())))

    def of_region(self, account: str, region: str) -> dict[str, Trail]:
        """An account's trails whose home is a region, by name."""
        with self.lock:
            return self._trails.setdefault((account, region), {})

    def of_account(self, account: str) -> list[Trail]:
        """An account's trails in every region."""
        with self.lock:
            mine = [trails for (owner, _), trails in self._trails.items() if owner == account]
            return [trail for trails in mine for trail in trails.values()]

    def due(self) -> Iterable[Trail]:
        """Trails with something to deliver."""
        with self.lock:
            every = [trail for trails in self._trails.values() for trail in trails.values()]
            return [trail for trail in every if trail.waiting]


def _text(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
