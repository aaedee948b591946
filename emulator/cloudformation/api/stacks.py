"""Operations that change stacks: each answers at once and works in the background."""

import re
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from emulator.api import AwsError, Call
from emulator.cloudformation.api.requests import context_of, read_wanted
from emulator.cloudformation.core.errors import TemplateError
from emulator.cloudformation.engine import outputs
from emulator.cloudformation.engine.context import credentials_for
from emulator.cloudformation.engine.deployment import Deployment
from emulator.cloudformation.engine.planner import plan
from emulator.cloudformation.engine.removal import remove_all
from emulator.cloudformation.engine.stack import Stack, Wanted
from emulator.cloudformation.engine.store import Stacks, new_stack_id
from emulator.cloudformation.engine.worker import Worker
from emulator.credentials import Credentials
from emulator.iam.explaining import on_behalf

if TYPE_CHECKING:
    from emulator.cloud import Cloud

_UPDATABLE = re.compile(
    r"(CREATE|UPDATE|UPDATE_ROLLBACK|IMPORT)_COMPLETE|(CREATE|UPDATE)_FAILED|IMPORT_ROLLBACK_COMPLETE"
)


def create_stack(call: Call) -> Mapping[str, Any]:
    """Make a stack."""
    store, asked = call.cloud.store(Stacks), call.parameters
    stack = new_stack(call, asked["StackName"])
    wanted = read_wanted(call, stack)
    on_failure = asked.get(
        "OnFailure", "DO_NOTHING" if asked.get("DisableRollback") else "ROLLBACK"
    )
    stack.protected = bool(asked.get("EnableTerminationProtection"))
    with store.lock:
        _check_free(store, call, asked["StackName"])
        begin_creation(stack, wanted, asked.get("ClientRequestToken"))
        store.add(stack)
    deploy(
        call.cloud, stack, wanted, _credentials(call, wanted), creating=True, on_failure=on_failure
    )
    return {"StackId": stack.id}


def update_stack(call: Call) -> Mapping[str, Any]:
    """Change a stack."""
    store, asked = call.cloud.store(Stacks), call.parameters
    stack = find(call)
    wanted = read_wanted(call, stack)
    if not differs(call, stack, wanted):
        raise AwsError("ValidationError", "No updates are to be performed.")
    with store.lock:
        begin_update(stack, asked.get("ClientRequestToken"))
    deploy(
        call.cloud,
        stack,
        wanted,
        _credentials(call, wanted),
        creating=False,
        on_failure="DO_NOTHING" if asked.get("DisableRollback") else "ROLLBACK",
    )
    return {"StackId": stack.id}


def delete_stack(call: Call) -> Mapping[str, Any] | None:
    """Delete a stack and what it owns; one that does not exist is as good as deleted."""
    store, asked = call.cloud.store(Stacks), call.parameters
    stack = store.get(call.account, call.region, asked["StackName"])
    if stack is None or stack.deleted:
        return None
    _check_deletable(store, stack)
    credentials = credentials_for(
        call.cloud, asked.get("RoleARN") or stack.role_arn, call.principal.access_key
    )
    with store.lock:
        if stack.busy:
            raise _busy(stack)
        stack.token = asked.get("ClientRequestToken")
        stack.say("DELETE_IN_PROGRESS", "User Initiated")
    retained = tuple(asked.get("RetainResources", ()))
    call.cloud.background(
        f"delete-{stack.name}",
        on_behalf(lambda _: _delete(call.cloud, stack, credentials, retained)),
    )
    return None


def update_termination_protection(call: Call) -> Mapping[str, Any]:
    """Guard a stack against deletion, or lift that guard."""
    stack = find(call)
    stack.protected = bool(call.parameters["EnableTerminationProtection"])
    return {"StackId": stack.id}


def find(call: Call) -> Stack:
    """The stack that a call names, by name or id."""
    store = call.cloud.store(Stacks)
    return store.find(call.account, call.region, call.parameters["StackName"])


def new_stack(call: Call, name: str) -> Stack:
    """A stack that nobody else sees yet.

    Raises:
        AwsError: ValidationError, if the name is none.
    """
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9-]{0,127}", name):
        message = (
            f"1 validation error detected: Value '{name}' at 'stackName' failed to satisfy "
            "constraint: Member must satisfy regular expression pattern: "
            "[a-zA-Z][-a-zA-Z0-9]*"
        )
        raise AwsError("ValidationError", message)
    identifier = new_stack_id(call.account, call.region, name)
    return Stack(id=identifier, name=name, account=call.account, region=call.region, template=None)


def differs(call: Call, stack: Stack, wanted: Wanted) -> bool:
    """Whether anything at all would change.

    Raises:
        AwsError: ValidationError, if the template does not resolve.
    """
    context = context_of(call, stack)
    try:
        if plan(context, stack, wanted):
            return True
        new = outputs.read(wanted, context.evaluation(wanted, stack.resources))
    except TemplateError as error:
        raise AwsError("ValidationError", str(error)) from None
    return new != stack.outputs or wanted.tags != stack.tags


def begin_creation(stack: Stack, wanted: Wanted, token: str | None) -> None:
    """Mark a stack as being made."""
    stack.template, stack.parameters, stack.tags = wanted.template, wanted.parameters, wanted.tags
    stack.capabilities, stack.notifications = wanted.capabilities, wanted.notifications
    stack.role_arn, stack.token = wanted.role_arn, token
    stack.say("CREATE_IN_PROGRESS", "User Initiated")


def begin_update(stack: Stack, token: str | None) -> None:
    """Mark a stack as being changed.

    Raises:
        AwsError: ValidationError, if its state does not allow that.
    """
    if not _UPDATABLE.fullmatch(stack.status):
        raise _busy(stack)
    stack.token, stack.updated = token, datetime.now(UTC)
    stack.say("UPDATE_IN_PROGRESS", "User Initiated")


def deploy(
    cloud: "Cloud",
    stack: Stack,
    wanted: Wanted,
    credentials: Credentials,
    *,
    creating: bool,
    on_failure: str,
) -> None:
    """Work on a stack in the background."""
    stack.keeps_failures = on_failure == "DO_NOTHING"
    stack.role_arn = wanted.role_arn
    work = Deployment(cloud, stack, wanted, credentials, creating=creating, on_failure=on_failure)

    def run(_stop: threading.Event) -> None:
        work.run()

    cloud.background(f"deploy-{stack.name}", on_behalf(run))


def _credentials(call: Call, wanted: Wanted) -> Credentials:
    return credentials_for(call.cloud, wanted.role_arn, call.principal.access_key)


def _delete(
    cloud: "Cloud", stack: Stack, credentials: Credentials, retained: tuple[str, ...]
) -> None:
    store = cloud.store(Stacks)
    broken = remove_all(stack, Worker(cloud, stack, credentials), retained=retained)
    if broken:
        message = f"The following resource(s) failed to delete: [{', '.join(broken)}]. "
        stack.say("DELETE_FAILED", message)
        return
    store.forget_change_sets(stack)
    outputs.forget(stack)
    stack.say("DELETE_COMPLETE")


def _check_free(store: Stacks, call: Call, name: str) -> None:
    if store.get(call.account, call.region, name):
        raise AwsError("AlreadyExistsException", f"Stack [{name}] already exists")


def _check_deletable(store: Stacks, stack: Stack) -> None:
    if stack.protected:
        message = f"Stack [{stack.id}] cannot be deleted while TerminationProtection is enabled"
        raise AwsError("ValidationError", message)
    try:
        outputs.check_unused(store, stack)
    except TemplateError as error:
        raise AwsError("ValidationError", str(error)) from None


def _busy(stack: Stack) -> AwsError:
    message = f"Stack:{stack.id} is in {stack.status} state and can not be updated."
    return AwsError("ValidationError", message)
