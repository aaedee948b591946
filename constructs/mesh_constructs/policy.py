"""Policy documents as plain values: what is allowed or denied, on what, to whom, and when."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

Statement: TypeAlias = dict[str, Any]
Condition: TypeAlias = Mapping[str, Mapping[str, Any]]
Principal: TypeAlias = str | Mapping[str, Any]

NOT_BY_TLS: Condition = {"Bool": {"aws:SecureTransport": "false"}}


def allow(
    sid: str,
    actions: Iterable[str],
    resources: str | Iterable[str],
    *,
    to: Principal | None = None,
    when: Condition | None = None,
) -> Statement:
    """A statement that allows; without `to` it belongs into an identity policy."""
    return _statement("Allow", sid, actions, resources, to, when)


def deny(
    sid: str,
    actions: Iterable[str],
    resources: str | Iterable[str],
    *,
    to: Principal | None = None,
    when: Condition | None = None,
) -> Statement:
    """A statement that denies, whatever another one allows."""
    return _statement("Deny", sid, actions, resources, to, when)


def document(*statements: Statement) -> dict[str, Any]:
    """A policy of the statements."""
    return {"Version": "2012-10-17", "Statement": list(statements)}


def trust(principal: Principal, when: Condition | None = None) -> dict[str, Any]:
    """A trust policy: who may assume the role."""
    statement = _statement("Allow", "Assume", ["sts:AssumeRole"], (), principal, when)
    del statement["Resource"]
    return document(statement)


def service(name: str) -> Principal:
    """An AWS service as principal, like ``lambda``."""
    return {"Service": f"{name}.amazonaws.com"}


def account(account_id: str) -> Principal:
    """Everybody in an account whom the account itself lets."""
    return {"AWS": f"arn:aws:iam::{account_id}:root"}


def merged(*conditions: Condition) -> Condition:
    """All conditions at once."""
    result: dict[str, dict[str, Any]] = {}
    for condition in conditions:
        for operator, keys in condition.items():
            result.setdefault(operator, {}).update(keys)
    return result


def roles(*arns: str) -> Condition:
    """Only these roles, named by condition: a policy that names a missing role is refused."""
    return {"ArnEquals": {"aws:PrincipalArn": list(arns)}}


def other_roles(*arns: str) -> Condition:
    """Everybody but these roles."""
    return {"ArnNotEquals": {"aws:PrincipalArn": list(arns)}}


def in_organisation(organisation: str) -> Condition:
    """Only on things of the organisation: a name that a stranger took is not ours."""
    return {"StringEquals": {"aws:ResourceOrgID": organisation}}


def from_organisation(organisation: str) -> Condition:
    """Only callers of the organisation."""
    return {"StringEquals": {"aws:PrincipalOrgID": organisation}}


def by_alias(alias: str, via: str) -> Condition:
    """Only keys of an alias, and only through a service (``s3.eu-central-1.amazonaws.com``)."""
    return {
        "StringEquals": {"kms:ViaService": via},
        "ForAnyValue:StringEquals": {"kms:ResourceAliases": alias},
    }


def _statement(
    effect: str,
    sid: str,
    actions: Iterable[str],
    resources: str | Iterable[str],
    to: Principal | None,
    when: Condition | None,
) -> Statement:
    statement: Statement = {"Sid": sid, "Effect": effect, "Action": list(actions)}
    statement["Resource"] = resources if isinstance(resources, str) else list(resources)
    if to is not None:
        statement["Principal"] = to
    if when:
        statement["Condition"] = {operator: dict(keys) for operator, keys in when.items()}
    return statement
