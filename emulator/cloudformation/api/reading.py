"""Operations that only look."""

from collections.abc import Mapping
from typing import Any

from emulator.api import AwsError, Call
from emulator.cloudformation.api.pages import page
from emulator.cloudformation.api.shapes import (
    described_event,
    described_resource,
    described_stack,
    summarised_stack,
)
from emulator.cloudformation.api.stacks import find
from emulator.cloudformation.engine.stack import Stack
from emulator.cloudformation.engine.store import Stacks


def describe_stacks(call: Call) -> Mapping[str, Any]:
    """Show one stack, or all that are there."""
    if "StackName" in call.parameters:
        return {"Stacks": [described_stack(find(call))]}
    every = [stack for stack in _all(call) if stack.deleted is None]
    return page(call, "Stacks", [described_stack(stack) for stack in every])


def list_stacks(call: Call) -> Mapping[str, Any]:
    """List stacks, deleted ones included."""
    wanted = call.parameters.get("StackStatusFilter")
    every = [stack for stack in _all(call) if not wanted or stack.status in wanted]
    return page(call, "StackSummaries", [summarised_stack(stack) for stack in every])


def describe_stack_events(call: Call) -> Mapping[str, Any]:
    """Tell a stack's story, newest event first."""
    stack = find(call)
    newest_first = [described_event(stack, event) for event in reversed(stack.events)]
    return page(call, "StackEvents", newest_first)


def describe_stack_resources(call: Call) -> Mapping[str, Any]:
    """Show a stack's resources, found by the stack or by one of them."""
    asked = call.parameters
    stack = find(call) if "StackName" in asked else _owner(call)
    wanted = asked.get("LogicalResourceId")
    found = [r for r in list(stack.resources.values()) if wanted in {None, r.logical_id}]
    return {"StackResources": [described_resource(stack, resource) for resource in found]}


def describe_stack_resource(call: Call) -> Mapping[str, Any]:
    """Show one resource."""
    stack, wanted = find(call), call.parameters["LogicalResourceId"]
    resource = stack.resources.get(wanted)
    if resource is None:
        message = f"Resource {wanted} does not exist for stack {stack.name}"
        raise AwsError("ValidationError", message)
    return {"StackResourceDetail": described_resource(stack, resource)}


def list_stack_resources(call: Call) -> Mapping[str, Any]:
    """List a stack's resources."""
    stack = find(call)
    every = [described_resource(stack, resource) for resource in list(stack.resources.values())]
    return page(call, "StackResourceSummaries", every)


def list_exports(call: Call) -> Mapping[str, Any]:
    """List what the stacks of an account export."""
    exports = [
        {"ExportingStackId": stack.id, "Name": output.export, "Value": output.value}
        for stack, output in call.cloud.store(Stacks).exports(call.account, call.region)
    ]
    return page(call, "Exports", exports)


def list_imports(call: Call) -> Mapping[str, Any]:
    """List the stacks that import an export."""
    name = call.parameters["ExportName"]
    found = call.cloud.store(Stacks).importers(call.account, call.region, name)
    if not found:
        raise AwsError("ValidationError", f"Export '{name}' is not imported by any stack.")
    return {"Imports": found}


def _all(call: Call) -> list[Stack]:
    return call.cloud.store(Stacks).of(call.account, call.region)


def _owner(call: Call) -> Stack:
    wanted = call.parameters.get("PhysicalResourceId")
    for stack in _all(call):
        if any(resource.physical_id == wanted for resource in stack.resources.values()):
            return stack
    raise AwsError("ValidationError", f"Stack for {wanted} does not exist")
