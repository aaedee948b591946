"""Stacks, resources and events in the form that clients read."""

from collections.abc import Mapping
from typing import Any

from emulator.cloudformation.core.parameters import Value
from emulator.cloudformation.engine.stack import Event, Resource, Stack

_HIDDEN = "****"


def described_stack(stack: Stack) -> Mapping[str, Any]:
    """A stack for DescribeStacks."""
    return {
        "StackId": stack.id,
        "StackName": stack.name,
        "ChangeSetId": stack.change_set_id,
        "Description": stack.template.description if stack.template else None,
        "Parameters": described_parameters(stack.parameters),
        "CreationTime": stack.created,
        "LastUpdatedTime": stack.updated,
        "DeletionTime": stack.deleted,
        "StackStatus": stack.status,
        "StackStatusReason": stack.reason,
        "DisableRollback": stack.keeps_failures,
        "NotificationARNs": list(stack.notifications),
        "Capabilities": list(stack.capabilities),
        "Outputs": [
            {
                "OutputKey": output.key,
                "OutputValue": output.value,
                "Description": output.description,
                "ExportName": output.export,
            }
            for output in stack.outputs
        ],
        "RoleARN": stack.role_arn,
        "Tags": list(stack.tags),
        "EnableTerminationProtection": stack.protected,
        "DriftInformation": {"StackDriftStatus": "NOT_CHECKED"},
    }


def described_parameters(values: Mapping[str, Value]) -> list[Mapping[str, Any]]:
    """Parameters with their values; hidden ones masked."""
    return [_parameter(name, value) for name, value in values.items()]


def _parameter(name: str, value: Value) -> Mapping[str, Any]:
    shown = {"ParameterKey": name, "ParameterValue": _HIDDEN if value.hidden else value.given}
    if value.stored and not value.hidden:
        resolved = value.resolved
        shown["ResolvedValue"] = resolved if isinstance(resolved, str) else ",".join(resolved)
    return shown


def summarised_stack(stack: Stack) -> Mapping[str, Any]:
    """A stack for ListStacks."""
    return {
        "StackId": stack.id,
        "StackName": stack.name,
        "TemplateDescription": stack.template.description if stack.template else None,
        "CreationTime": stack.created,
        "LastUpdatedTime": stack.updated,
        "DeletionTime": stack.deleted,
        "StackStatus": stack.status,
        "StackStatusReason": stack.reason,
        "DriftInformation": {"StackDriftStatus": "NOT_CHECKED"},
    }


def described_resource(stack: Stack, resource: Resource) -> dict[str, Any]:
    """A resource with the stack that owns it."""
    return {
        "StackId": stack.id,
        "StackName": stack.name,
        "LogicalResourceId": resource.logical_id,
        "PhysicalResourceId": resource.physical_id or None,
        "ResourceType": resource.type,
        "ResourceStatus": resource.status,
        "ResourceStatusReason": resource.reason,
        "Timestamp": resource.changed_at,
        "LastUpdatedTimestamp": resource.changed_at,
        "DriftInformation": {"StackResourceDriftStatus": "NOT_CHECKED"},
    }


def described_event(stack: Stack, event: Event) -> Mapping[str, Any]:
    """One event; it holds no property values, which may be secret."""
    return {
        "StackId": stack.id,
        "EventId": event.id,
        "StackName": stack.name,
        "LogicalResourceId": event.logical_id,
        "PhysicalResourceId": event.physical_id,
        "ResourceType": event.type,
        "Timestamp": event.at,
        "ResourceStatus": event.status,
        "ResourceStatusReason": event.reason,
        "ClientRequestToken": event.token,
    }
