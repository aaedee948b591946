"""A stack as it is at this moment: resources, outputs, events."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from emulator.cloudformation.core.parameters import Value
from emulator.cloudformation.core.template import DeletionPolicy, Json, Template


@dataclass(kw_only=True)
class Resource:
    """One resource that a stack owns.

    Attributes:
        properties: resolved, as they were last applied.
        needs: logical ids that have to outlive this one.
    """

    logical_id: str
    type: str
    physical_id: str
    properties: Mapping[str, Json]
    attributes: Mapping[str, Json]
    deletion_policy: DeletionPolicy
    needs: frozenset[str]
    status: str = ""
    reason: str | None = None
    changed_at: datetime = field(default_factory=lambda: datetime.now(UTC))


@dataclass(frozen=True, kw_only=True)
class Event:
    """One line of a stack's story."""

    id: str
    at: datetime
    logical_id: str
    physical_id: str
    type: str
    status: str
    reason: str | None
    token: str | None


@dataclass(frozen=True, kw_only=True)
class Output:
    """One output of a stack."""

    key: str
    value: str
    description: str | None
    export: str | None


@dataclass(kw_only=True)
class Stack:
    """A stack; deleted ones stay to be read by their id."""

    id: str
    name: str
    account: str
    region: str
    template: Template | None
    parameters: Mapping[str, Value] = field(default_factory=dict)
    tags: tuple[Mapping[str, str], ...] = ()
    capabilities: tuple[str, ...] = ()
    notifications: tuple[str, ...] = ()
    role_arn: str | None = None
    status: str = "REVIEW_IN_PROGRESS"
    reason: str | None = None
    created: datetime = field(default_factory=lambda: datetime.now(UTC))
    updated: datetime | None = None
    deleted: datetime | None = None
    protected: bool = False
    keeps_failures: bool = False
    change_set_id: str | None = None
    token: str | None = None
    resources: dict[str, Resource] = field(default_factory=dict)
    outputs: tuple[Output, ...] = ()
    imports: frozenset[str] = frozenset()
    events: list[Event] = field(default_factory=list)

    @property
    def busy(self) -> bool:
        """Whether some work on it is under way."""
        return self.status.endswith("_IN_PROGRESS") and self.status != "REVIEW_IN_PROGRESS"

    def say(self, status: str, reason: str | None = None) -> None:
        """Take a status and tell it as an event."""
        self._event(self.name, self.id, "AWS::CloudFormation::Stack", status, reason)
        self.reason = reason
        # The status comes last: who waits for it finds everything else in place.
        self.status = status

    def say_of(self, resource: Resource, status: str, reason: str | None = None) -> None:
        """Give a resource a status and tell it as an event."""
        resource.status, resource.reason = status, reason
        resource.changed_at = datetime.now(UTC)
        self._event(resource.logical_id, resource.physical_id, resource.type, status, reason)

    def _event(
        self, logical_id: str, physical_id: str, kind: str, status: str, reason: str | None
    ) -> None:
        made = Event(
            id=str(uuid.uuid4()),
            at=datetime.now(UTC),
            logical_id=logical_id,
            physical_id=physical_id,
            type=kind,
            status=status,
            reason=reason,
            token=self.token,
        )
        self.events.append(made)


@dataclass(kw_only=True)
class ChangeSet:
    """What a deployment would do, kept until it is executed or deleted."""

    id: str
    name: str
    stack: Stack
    kind: str
    wanted: "Wanted"
    description: str | None
    changes: tuple[Json, ...] = ()
    status: str = "CREATE_COMPLETE"
    reason: str | None = None
    execution: str = "AVAILABLE"
    on_failure: str | None = None
    created: datetime = field(default_factory=lambda: datetime.now(UTC))


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a caller asks a stack to become."""

    template: Template
    parameters: Mapping[str, Value]
    tags: tuple[Mapping[str, str], ...]
    capabilities: tuple[str, ...] = ()
    notifications: tuple[str, ...] = ()
    role_arn: str | None = None
