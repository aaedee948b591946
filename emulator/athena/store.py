"""What Athena remembers, account by account: work groups, prepared statements, executions."""

import threading
import time
import uuid
from collections import OrderedDict
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal

from emulator.api import AwsError, Principal
from emulator.athena.engine.job import Column
from emulator.athena.engine.pool import Run, shared
from emulator.athena.reading.iceberg import IcebergPlans

if TYPE_CHECKING:
    from emulator.cloud import Cloud

Token = tuple[str, str | None]
"""Who asked, and its ``ClientRequestToken``: nobody's token means another's query."""
State = Literal["QUEUED", "RUNNING", "SUCCEEDED", "FAILED", "CANCELLED"]
_AT_ONCE = 10
_REMEMBERED = 10_000


def refused(message: str) -> AwsError:
    """Athena's one error for what a caller got wrong."""
    return AwsError("InvalidRequestException", message)


@dataclass
class WorkGroup:
    """A work group of one account."""

    name: str
    configuration: dict[str, Any]
    description: str = ""
    state: str = "ENABLED"
    created: datetime = field(default_factory=lambda: datetime.now(UTC))
    tags: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ResultPlace:
    """Where a result goes, and how it is encrypted there."""

    location: str
    encryption: Mapping[str, str] | None = None


@dataclass
class Written:
    """What a statement wrote elsewhere than into its result.

    Attributes:
        folder: below the result's place, for its description and the list of files.
        rows: their number.
        files: locations.
    """

    folder: str = ""
    rows: int = 0
    files: list[str] = field(default_factory=list)


@dataclass
class Execution:
    """One query, from its start to its end."""

    query: str
    workgroup: str
    principal: Principal
    place: ResultPlace
    catalogue: str
    database: str
    parameters: tuple[str, ...]
    cutoff: int | None = None
    enforced: bool = False
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    state: State = "QUEUED"
    reason: str | None = None
    category: int | None = None
    kind: str = "DML"
    substatement: str = ""
    submitted: datetime = field(default_factory=lambda: datetime.now(UTC))
    completed: datetime | None = None
    started_clock: float = field(default_factory=time.monotonic)
    running_clock: float | None = None
    planned_clock: float | None = None
    ended_clock: float | None = None
    scanned_bytes: int = 0
    columns: list[Column] = field(default_factory=list)
    rows: int = 0
    header: bool = True
    written: Written | None = None
    run: Run | None = None
    cancelled: bool = False
    done: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def output(self) -> str:
        """Location of the result's file."""
        if self.written is not None:
            return f"{self.place.location.rstrip('/')}/{self.written.folder}{self.id}"
        suffix = "csv" if self.header else "txt"
        return f"{self.place.location.rstrip('/')}/{self.id}.{suffix}"

    def move(self, state: State, reason: str | None = None, category: int | None = None) -> None:
        """Change state once; an ended execution keeps its end."""
        with self.lock:
            if self.completed is not None:
                return
            self.state, self.reason, self.category = state, reason, category
            if state == "RUNNING":
                self.running_clock = time.monotonic()
            if state in ("SUCCEEDED", "FAILED", "CANCELLED"):
                self.completed, self.ended_clock = datetime.now(UTC), time.monotonic()
        if self.completed is not None:
            self.done.set()


@dataclass
class Account:
    """Athena as one account has it."""

    workgroups: dict[str, WorkGroup] = field(default_factory=dict)
    statements: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    executions: "OrderedDict[str, Execution]" = field(default_factory=OrderedDict)
    tokens: dict[Token, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.workgroups["primary"] = WorkGroup(
            "primary", {"EnforceWorkGroupConfiguration": False, "ResultConfiguration": {}}
        )

    def workgroup(self, name: str) -> WorkGroup:
        """Find a work group.

        Raises:
            AwsError: InvalidRequestException.
        """
        if name not in self.workgroups:
            raise refused(f"WorkGroup {name} is not found.")
        return self.workgroups[name]

    def execution(self, number: str) -> Execution:
        """Find an execution of this account.

        Raises:
            AwsError: InvalidRequestException; another account's execution does not exist here.
        """
        if number not in self.executions:
            raise refused(f"QueryExecution {number} was not found")
        return self.executions[number]

    def remember(self, execution: Execution) -> None:
        """Keep an execution; the oldest are forgotten."""
        self.executions[execution.id] = execution
        while len(self.executions) > _REMEMBERED:
            self.executions.popitem(last=False)


class Athena:
    """State of the service in one embedded AWS."""

    def __init__(self, cloud: "Cloud") -> None:
        self.cloud = cloud
        self.lock = threading.RLock()
        self.plans = IcebergPlans()
        self.threads = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="athena-query")
        self._accounts: dict[str, Account] = {}
        cloud.background("athena", self._end)
        # Whoever asks anything of Athena will ask a query: have the engine ready by then.
        self.threads.submit(shared)

    def account(self, number: str) -> Account:
        """Athena of an account."""
        with self.lock:
            return self._accounts.setdefault(number, Account())

    def _end(self, stop: threading.Event) -> None:
        stop.wait()
        with self.lock:
            going = [e for a in self._accounts.values() for e in a.executions.values()]
        for execution in going:
            execution.cancelled = True
            if execution.run is not None and execution.completed is None:
                execution.run.cancel()
        self.threads.shutdown(wait=True, cancel_futures=True)
