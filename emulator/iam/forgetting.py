"""Who was deleted leaves an id in the policies that named it: a new one of its name is another.

Source: IAM user guide, "AWS JSON policy elements: Principal" (roles and users).
"""

import json
from collections.abc import Iterator, Mapping
from importlib import import_module
from sys import modules
from typing import Any, TypeAlias

from moto.iam.exceptions import DeleteConflictException
from moto.iam.models import IAMBackend, iam_backends

Kept: TypeAlias = Any
"""One of moto's own objects."""

_delete_by_moto = IAMBackend.delete_role
_delete_user_by_moto = IAMBackend.delete_user
# Where each service keeps things with policies; what no call has loaded keeps none.
_KEEPERS: Mapping[str, tuple[str, str]] = {
    "moto.s3.models": ("s3_backends", "buckets"),
    "moto.kms.models": ("kms_backends", "keys"),
    "moto.sqs.models": ("sqs_backends", "queues"),
    "moto.sns.models": ("sns_backends", "topics"),
    "moto.events.models": ("events_backends", "event_buses"),
    "moto.awslambda.models": ("lambda_backends", "list_functions"),
    "moto.apigateway.models": ("apigateway_backends", "apis"),
}


def forget_the_deleted() -> None:
    """Let the deletion of a role or user reach the policies of other things."""
    IAMBackend.delete_role = _delete_role  # type: ignore[method-assign, assignment]
    IAMBackend.delete_user = _delete_user  # type: ignore[method-assign, assignment]


def _delete_role(backend: IAMBackend, role_name: str) -> None:
    role = backend.get_role(role_name)
    _delete_by_moto(backend, role_name)
    _forget_everywhere(role.arn, role.id)


def _delete_user(backend: IAMBackend, user_name: str) -> None:
    user = backend.get_user(user_name)
    if user.access_keys or any(user in group.users for group in backend.groups.values()):
        message = "Cannot delete entity, must delete access keys and leave groups first."
        raise DeleteConflictException(message)
    _delete_user_by_moto(backend, user_name)
    _forget_everywhere(user.arn, user.id)


def _forget_everywhere(arn: str, identifier: str) -> None:
    for account in list(iam_backends):
        for other in iam_backends[account]["aws"].roles.values():
            kept = other.assume_role_policy_document
            other.assume_role_policy_document = _renamed(kept, arn, identifier)
    for thing in _things():
        _forget(thing, arn, identifier)


def _things() -> Iterator[Kept]:
    for module, (backends, keeper) in _KEEPERS.items():
        if module not in modules:
            continue
        accounts: Kept = getattr(import_module(module), backends)
        for account in list(accounts):
            for backend in list(accounts[account].values()):
                kept = getattr(backend, keeper)
                yield from list(kept() if callable(kept) else kept.values())


def _forget(thing: Kept, arn: str, identifier: str) -> None:
    statements = getattr(thing, "_statements", None)
    policy: Kept = getattr(thing, "policy", None)
    if statements is not None:  # of a bus, kept one by one
        for statement in statements.values():
            statement.principal = _rename(statement.principal, arn, identifier)
    elif hasattr(policy, "statements"):  # of a function
        for statement in policy.statements:
            statement["Principal"] = _rename(statement["Principal"], arn, identifier)
    elif policy:
        thing.policy = _renamed(policy, arn, identifier)
    for grant in getattr(thing, "grants", {}).values():  # of a key
        grant.grantee_principal = _rename(grant.grantee_principal, arn, identifier)
        grant.retiring_principal = _rename(grant.retiring_principal, arn, identifier)


def _renamed(document: Kept, arn: str, identifier: str) -> Kept:
    """Policy with the role's id in the place of its ARN, as text or bytes like the one given."""
    if isinstance(document, dict):  # of an API that a template made
        return json.loads(_renamed(json.dumps(document), arn, identifier))
    text = document.decode() if isinstance(document, bytes) else document
    if not isinstance(text, str) or arn not in text:
        return document
    policy = json.loads(text)
    statements = policy["Statement"]
    for statement in [statements] if isinstance(statements, dict) else statements:
        for field in statement.keys() & {"Principal", "NotPrincipal"}:
            statement[field] = _rename(statement[field], arn, identifier)
    changed = json.dumps(policy)
    return changed.encode() if isinstance(document, bytes) else changed


def _rename(principal: Kept, arn: str, identifier: str) -> Kept:
    if isinstance(principal, dict):
        return {kind: _rename(names, arn, identifier) for kind, names in principal.items()}
    if isinstance(principal, list):
        return [_rename(name, arn, identifier) for name in principal]
    return identifier if principal == arn else principal
