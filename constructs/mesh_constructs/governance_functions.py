"""Governance's functions: each with its own role, its queue or its clock."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from aws_cdk import aws_events as events
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from mesh.naming import Names
from mesh_constructs.acknowledging import acknowledge
from mesh_constructs.function import FunctionProps, MeshFunction
from mesh_constructs.permissions.reach import Permissions
from mesh_constructs.place import Place
from mesh_constructs.queue import DeadLetters, Queue
from mesh_constructs.registry import Registry


@dataclass(frozen=True, kw_only=True)
class GovernanceProps:
    """What all functions of governance share."""

    names: Names
    key_arn: str
    topic_arn: str
    registry: Registry
    dead_letters: DeadLetters


@dataclass(frozen=True, kw_only=True)
class Size:
    """How much of Lambda one function gets."""

    layer: str | None = None
    memory_mb: int = 256
    timeout_seconds: int = 60
    storage_mb: int = 512
    concurrency: int | None = None
    by_event: bool = False
    environment: Mapping[str, str] = field(default_factory=dict)


def governance_function(
    scope: Construct,
    props: GovernanceProps,
    name: str,
    permissions: Permissions,
    size: Size,
    *,
    reason: str = "",
) -> MeshFunction:
    """Make one function of governance.

    Args:
        reason: why its role names things by pattern; empty only if it does not.
    """
    function = MeshFunction(
        scope,
        name.removeprefix("mesh-").title(),
        FunctionProps(
            place=Place.governance(props.names),
            name=name,
            statements=permissions.statements,
            key_arn=props.key_arn,
            topic_arn=props.topic_arn,
            dead_letters=props.dead_letters if size.by_event else None,
            layer=size.layer,
            memory_mb=size.memory_mb,
            timeout_seconds=size.timeout_seconds,
            storage_mb=size.storage_mb,
            concurrency=size.concurrency,
            environment=size.environment,
        ),
    )
    if permissions.patterns:
        acknowledge(function.role, *permissions.patterns, reason=reason)
    return function


def fed_by(function: MeshFunction, queue: Queue, *, batch: int) -> None:
    """Let a queue call the function; failed messages of a batch come again alone."""
    lambda_.CfnEventSourceMapping(
        function,
        "Queue",
        event_source_arn=queue.queue.attr_arn,
        function_name=function.function.ref,
        batch_size=batch,
        function_response_types=["ReportBatchItemFailures"],
    )


def scheduled(
    function: MeshFunction,
    construct_id: str,
    *,
    name: str,
    rate: str,
    reason: str | None = None,
    event: str | None = None,
) -> None:
    """Call the function by the clock, with the reason, or a whole event as JSON, as its event."""
    target = {"arn": function.function.attr_arn, "id": function.name}
    if reason or event:
        target["input"] = event or f'{{"reason":"{reason}"}}'
    rule = events.CfnRule(
        function,
        construct_id,
        name=name,
        description=f"Calls {function.name} by the clock.",
        schedule_expression=f"rate({rate})",
        targets=[target],
    )
    called_by(function, f"{construct_id}Permission", rule)


def called_by(function: MeshFunction, construct_id: str, rule: events.CfnRule) -> None:
    """Let a rule of EventBridge call the function."""
    lambda_.CfnPermission(
        function,
        construct_id,
        action="lambda:InvokeFunction",
        function_name=function.function.ref,
        principal="events.amazonaws.com",
        source_arn=rule.attr_arn,
    )
