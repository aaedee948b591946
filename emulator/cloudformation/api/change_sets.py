"""Change sets: what a deployment would do, shown before it is executed."""

from collections.abc import Mapping
from typing import Any

from emulator.api import AwsError, Call
from emulator.cloudformation.api import stacks
from emulator.cloudformation.api.pages import page
from emulator.cloudformation.api.requests import context_of, read_wanted
from emulator.cloudformation.api.shapes import described_parameters
from emulator.cloudformation.core.errors import TemplateError
from emulator.cloudformation.core.planning import Change
from emulator.cloudformation.engine.context import credentials_for
from emulator.cloudformation.engine.planner import plan
from emulator.cloudformation.engine.stack import ChangeSet, Stack
from emulator.cloudformation.engine.store import Stacks, new_change_set_id

_NOTHING = (
    "The submitted information didn't contain changes. "
    "Submit different information to create a change set."
)


def create_change_set(call: Call) -> Mapping[str, Any]:
    """Plan a deployment, and a stack to hold the plan if there is none."""
    store, asked = call.cloud.store(Stacks), call.parameters
    kind = asked.get("ChangeSetType", "UPDATE")
    stack = _stack_for(call, store, kind)
    _check_name_free(store, stack, asked["ChangeSetName"])
    wanted = read_wanted(call, stack)
    made = ChangeSet(
        id=new_change_set_id(call.account, call.region, asked["ChangeSetName"]),
        name=asked["ChangeSetName"],
        stack=stack,
        kind=kind,
        wanted=wanted,
        description=asked.get("Description"),
        on_failure=asked.get("OnStackFailure"),
    )
    _fill(call, made)
    with store.lock:
        if stack.status == "REVIEW_IN_PROGRESS" and not stack.events:
            stack.say("REVIEW_IN_PROGRESS", "User Initiated")
            store.add(stack)
        store.add_change_set(made)
    return {"Id": made.id, "StackId": stack.id}


def describe_change_set(call: Call) -> Mapping[str, Any]:
    """Show a change set."""
    found = _find(call)
    return {
        **_summary(found),
        "Parameters": described_parameters(found.wanted.parameters),
        "NotificationARNs": list(found.wanted.notifications),
        "Capabilities": list(found.wanted.capabilities),
        "Tags": list(found.wanted.tags),
        "OnStackFailure": found.on_failure,
        **page(call, "Changes", found.changes),
    }


def list_change_sets(call: Call) -> Mapping[str, Any]:
    """Show a stack's change sets."""
    found = call.cloud.store(Stacks).change_sets(stacks.find(call))
    return {"Summaries": [_summary(change_set) for change_set in found]}


def delete_change_set(call: Call) -> Mapping[str, Any]:
    """Drop a change set; one that does not exist is as good as dropped."""
    store = call.cloud.store(Stacks)
    try:
        store.forget_change_set(_find(call))
    except AwsError as error:
        # AWS answers an unknown name on a known stack with success.
        if error.code != "ChangeSetNotFound" and "does not exist" not in error.message:
            raise
    return {}


def execute_change_set(call: Call) -> Mapping[str, Any]:
    """Do what a change set says."""
    store, asked = call.cloud.store(Stacks), call.parameters
    found = _find(call)
    stack, wanted = found.stack, found.wanted
    credentials = credentials_for(call.cloud, wanted.role_arn, call.principal.access_key)
    with store.lock:
        if found.execution != "AVAILABLE" or stack.deleted:
            message = (
                f"ChangeSet [{found.id}] cannot be executed in its current status of "
                f"[{found.status}]"
            )
            raise AwsError("InvalidChangeSetStatus", message)
        creating = stack.status == "REVIEW_IN_PROGRESS"
        token = asked.get("ClientRequestToken")
        if creating:
            stacks.begin_creation(stack, wanted, token)
        else:
            stacks.begin_update(stack, token)
        stack.change_set_id = found.id
        store.forget_change_sets(stack)
    keeps = asked.get("DisableRollback") or found.on_failure == "DO_NOTHING"
    on_failure = "DO_NOTHING" if keeps else found.on_failure or "ROLLBACK"
    stacks.deploy(call.cloud, stack, wanted, credentials, creating=creating, on_failure=on_failure)
    return {}


def _stack_for(call: Call, store: Stacks, kind: str) -> Stack:
    name = call.parameters["StackName"]
    stack = store.get(call.account, call.region, name)
    if kind == "CREATE":
        if stack and stack.status != "REVIEW_IN_PROGRESS":
            message = (
                f"Stack [{name}] already exists and cannot be created again with the changeSet "
                f"[{call.parameters['ChangeSetName']}]."
            )
            raise AwsError("ValidationError", message)
        return stack or stacks.new_stack(call, name)
    if kind != "UPDATE":
        raise AwsError("ValidationError", f"ChangeSetType {kind} is not part of the embedded AWS")
    if stack is None or stack.deleted:
        raise AwsError("ValidationError", f"Stack [{name}] does not exist")
    return stack


def _check_name_free(store: Stacks, stack: Stack, name: str) -> None:
    if any(known.name == name for known in store.change_sets(stack)):
        raise AwsError("AlreadyExistsException", f"ChangeSet {name} already exists")


def _fill(call: Call, made: ChangeSet) -> None:
    """Plan; a plan that fails or does nothing makes a failed change set, as on AWS."""
    reason: str | None = None
    try:
        changes = plan(context_of(call, made.stack), made.stack, made.wanted)
        made.changes = tuple(map(_shown, changes))
        if not changes and not stacks.differs(call, made.stack, made.wanted):
            reason = _NOTHING
    except TemplateError as error:
        reason = str(error)
    except AwsError as error:
        reason = error.message
    if reason:
        made.status, made.execution, made.reason = "FAILED", "UNAVAILABLE", reason


def _shown(change: Change) -> Mapping[str, Any]:
    details = [
        {
            "Target": {"Attribute": "Properties", "Name": name},
            "Evaluation": "Static",
            "ChangeSource": "DirectModification",
        }
        for name in change.changed
    ]
    shown: dict[str, Any] = {
        "Action": change.action,
        "LogicalResourceId": change.logical_id,
        "ResourceType": change.type,
        "Scope": ["Properties"] if change.changed else [],
        "Details": details,
    }
    if change.physical_id:
        shown["PhysicalResourceId"] = change.physical_id
    if change.replacement:
        shown["Replacement"] = change.replacement
    return {"Type": "Resource", "ResourceChange": shown}


def _find(call: Call) -> ChangeSet:
    asked = call.parameters
    return call.cloud.store(Stacks).find_change_set(
        call.account, call.region, asked["ChangeSetName"], asked.get("StackName")
    )


def _summary(found: ChangeSet) -> dict[str, Any]:
    return {
        "ChangeSetId": found.id,
        "ChangeSetName": found.name,
        "StackId": found.stack.id,
        "StackName": found.stack.name,
        "Description": found.description,
        "CreationTime": found.created,
        "ExecutionStatus": found.execution,
        "Status": found.status,
        "StatusReason": found.reason,
        "IncludeNestedStacks": False,
    }
