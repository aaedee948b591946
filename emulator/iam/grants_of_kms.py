"""Grants of a key as decisions see them: statements that name one principal each.

Source: KMS developer guide, "Grants in AWS KMS" and "Using grant constraints". Assumed: a
permissions boundary and a session policy bound what a grant gives, as they do where a key's policy
names a role.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

SERVED = frozenset(
    {"Decrypt", "DescribeKey", "Encrypt", "GenerateDataKey", "GenerateMac", "RetireGrant"}
)
"""Operations of grants whose calls are served."""
_GRANT = "kms:GrantId"
"""No key of AWS's: only the retirement of one grant carries it."""


def policy_of(grants: Mapping[str, Any]) -> str | None:
    """A policy that allows what grants allow; None without any."""
    statements = [one for grant in grants.values() for one in _statements(grant)]
    return json.dumps({"Version": "2012-10-17", "Statement": statements}) if statements else None


def to_retire(identifier: str) -> dict[str, str | list[str]]:
    """Condition keys of the retirement of one grant."""
    return {_GRANT: identifier}


def _statements(grant: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - moto's own Grant
    uses = [f"kms:{name}" for name in grant.operations if name != "RetireGrant"]
    if uses:
        yield _statement(grant, grant.grantee_principal, uses, _constraints(grant.constraints))
    retires = {grant.retiring_principal}
    if "RetireGrant" in grant.operations:
        retires.add(grant.grantee_principal)
    for principal in sorted(retires - {None}):
        only = {"StringEquals": {_GRANT: grant.id}}
        yield _statement(grant, principal, ["kms:RetireGrant"], only)


def _statement(
    grant: Any,  # noqa: ANN401 - moto's own Grant
    principal: str,
    actions: list[str],
    condition: Mapping[str, Any],
) -> dict[str, Any]:
    return {
        "Sid": grant.id,
        "Effect": "Allow",
        "Principal": {"AWS": principal},
        "Action": actions,
        "Resource": "*",
        "Condition": condition,
    }


def _constraints(given: Mapping[str, Any] | None) -> dict[str, Any]:
    wanted = given or {}
    exact = wanted.get("EncryptionContextEquals")
    pairs = exact or wanted.get("EncryptionContextSubset") or {}
    condition: dict[str, Any] = {}
    if pairs:
        condition["StringEquals"] = {f"kms:EncryptionContext:{k}": v for k, v in pairs.items()}
    if exact:
        condition["ForAllValues:StringEquals"] = {"kms:EncryptionContextKeys": list(exact)}
    return condition
