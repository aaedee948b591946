"""Grants of keys: rights that a key's owner hands on without touching a policy.

Source: KMS developer guide, "Grants in AWS KMS".
"""

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from moto.kms.models import kms_backends

from emulator.api import AwsError, Call
from emulator.iam import stored
from emulator.iam.actions.kms import key_of
from emulator.iam.actions.need import Need
from emulator.iam.grants_of_kms import SERVED, to_retire

KeyGrant: TypeAlias = Any
"""moto's own grant."""


def create_grant(call: Call) -> Mapping[str, Any]:
    """Serve CreateGrant.

    Raises:
        AwsError: NotImplemented for operations whose calls are not served; InvalidArnException
            for a principal that does not exist.
    """
    asked = call.parameters
    unserved = set(asked["Operations"]) - SERVED
    if unserved:
        message = f"grants of {', '.join(sorted(unserved))} are not part of the embedded AWS"
        raise AwsError("NotImplemented", message, 501)
    principals = [
        asked[name] for name in ("GranteePrincipal", "RetiringPrincipal") if name in asked
    ]
    for principal in principals:
        if not stored.principal_exists(principal):
            raise AwsError(
                "InvalidArnException", f"ARN does not refer to a valid principal: {principal}"
            )
    with call.cloud.lock:
        grant = _keeper(key_of(call)).add_grant(
            asked.get("Name"),
            asked["GranteePrincipal"],
            list(asked["Operations"]),
            constraints=asked.get("Constraints"),
            retiring_principal=asked.get("RetiringPrincipal"),
        )
    return {"GrantId": grant.id, "GrantToken": grant.token}


def list_grants(call: Call) -> Mapping[str, Any]:
    """Serve ListGrants."""
    arn, asked = key_of(call), call.parameters
    with call.cloud.lock:
        found = [
            _shown(arn, grant)
            for grant in _keeper(arn).grants.values()
            if asked.get("GrantId") in {None, grant.id}
            and asked.get("GranteePrincipal") in {None, grant.grantee_principal}
        ]
    return {"Grants": found, "Truncated": False}


def list_retirable_grants(call: Call) -> Mapping[str, Any]:
    """Serve ListRetirableGrants: of keys in whichever account."""
    wanted = call.parameters["RetiringPrincipal"]
    with call.cloud.lock:
        found = [
            _shown(arn, grant)
            for arn, grant in _every(call.region)
            if grant.retiring_principal == wanted
        ]
    return {"Grants": found, "Truncated": False}


def revoke_grant(call: Call) -> None:
    """Serve RevokeGrant.

    Raises:
        AwsError: NotFoundException.
    """
    with call.cloud.lock:
        _take(key_of(call), call.parameters["GrantId"])


def retire_grant(call: Call) -> None:
    """Serve RetireGrant, for whom the grant names for it, and for whom the key's policy lets.

    Raises:
        AwsError: NotFoundException; AccessDenied.
    """
    asked = call.parameters
    with call.cloud.lock:
        found = (
            (arn, grant.id)
            for arn, grant in _every(call.region)
            if grant.token == asked.get("GrantToken")
            or (grant.id == asked.get("GrantId") and arn == asked.get("KeyId"))
        )
        arn, identifier = next(found, (str(asked.get("KeyId")), ""))
        if not identifier:
            raise _missing(str(asked.get("GrantId") or "of this token"))
        context = to_retire(identifier)
        call.cloud.authority.require(
            call.principal, Need(action="kms:RetireGrant", resource=arn, context=context)
        )
        _take(arn, identifier)


def _take(arn: str, identifier: str) -> None:
    if _keeper(arn).grants.pop(identifier, None) is None:
        raise _missing(identifier)


def _missing(identifier: str) -> AwsError:
    return AwsError("NotFoundException", f"Grant ID {identifier} not found")


def _keeper(arn: str) -> Any:  # noqa: ANN401 - moto's own Key
    _, _, _, region, account, rest = arn.split(":", 5)
    return kms_backends[account][region].keys[rest.removeprefix("key/")]


def _every(region: str) -> Iterator[tuple[str, KeyGrant]]:
    for backends in list(kms_backends.values()):
        for key in list(backends[region].keys.values()) if region in backends else ():
            yield from ((str(key.arn), grant) for grant in list(key.grants.values()))


def _shown(arn: str, grant: KeyGrant) -> dict[str, Any]:
    shown = {name: value for name, value in grant.to_json().items() if value is not None}
    return {**shown, "KeyId": arn, "IssuingAccount": f"arn:aws:iam::{arn.split(':')[4]}:root"}
