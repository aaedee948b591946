"""What is shared: by the caller's account, or with it."""

from collections.abc import Iterable, Mapping
from typing import Any

from emulator.api import AwsError, Call
from emulator.ram.pages import page
from emulator.ram.shapes import (
    status_of,
    type_of,
    write_associations,
    write_principal,
    write_resource,
    write_share,
)
from emulator.ram.store import Share, Shares


def get_shares(call: Call) -> Mapping[str, Any]:
    """``GetResourceShares``."""
    asked = call.parameters
    found = [
        share
        for share in _named(call, _of(call))
        if asked.get("name") in (None, share.name)
        and asked.get("resourceShareStatus") in (None, status_of(share))
    ]
    return page(call, "resourceShares", [write_share(share) for share in found])


def list_resources(call: Call) -> Mapping[str, Any]:
    """``ListResources``: of the shares that stand."""
    asked = call.parameters
    kind, arns = str(asked.get("resourceType") or "").lower(), asked.get("resourceArns")
    resources = [
        write_resource(share, one)
        for share in _standing(call)
        if asked.get("principal") is None or asked["principal"] in share.principals
        for one in share.resources.values()
        if kind in ("", type_of(one.entity).lower()) and (not arns or one.entity in arns)
    ]
    return page(call, "resources", resources)


def list_principals(call: Call) -> Mapping[str, Any]:
    """``ListPrincipals``: one's own, or the accounts that share with the caller."""
    asked, shares = call.parameters, call.cloud.store(Shares)
    wanted = asked.get("principals")
    standing = [s for s in _standing(call) if asked.get("resourceArn") in (None, *s.resources)]
    if asked["resourceOwner"] == "OTHER-ACCOUNTS":
        return page(call, "principals", [_owner(shares, share, call) for share in standing])
    principals = [
        write_principal(shares, share, one)
        for share in standing
        for one in share.principals.values()
        if not wanted or one.entity in wanted
    ]
    return page(call, "principals", principals)


def get_associations(call: Call) -> Mapping[str, Any]:
    """``GetResourceShareAssociations``: of the caller's own shares."""
    asked, shares = call.parameters, call.cloud.store(Shares)
    kind = asked["associationType"]
    if kind == "PRINCIPAL" and asked.get("resourceArn"):
        raise _invalid("You cannot specify a resource ARN when the association type is PRINCIPAL.")
    if kind == "RESOURCE" and asked.get("principal"):
        raise _invalid("You cannot specify a principal when the association type is RESOURCE.")
    entity = asked.get("resourceArn") or asked.get("principal")
    found = [
        shape
        for share in _named(call, (s for s in shares.all() if s.owner == call.account))
        for shape in write_associations(shares, share, kind)
        if entity in (None, shape["associatedEntity"])
        and asked.get("associationStatus") in (None, shape["status"])
    ]
    return page(call, "resourceShareAssociations", found)


def _of(call: Call) -> Iterable[Share]:
    shares = call.cloud.store(Shares)
    if call.parameters["resourceOwner"] == "SELF":
        return [share for share in shares.all() if share.owner == call.account]
    return shares.seen_by(call.account, call.principal.policy_arn)


def _standing(call: Call) -> list[Share]:
    return [share for share in _named(call, _of(call)) if not share.deleted]


def _named(call: Call, shares: Iterable[Share]) -> list[Share]:
    arns, found = call.parameters.get("resourceShareArns"), list(shares)
    known = {share.arn for share in found}
    for arn in arns or ():
        if arn not in known:
            raise AwsError("UnknownResourceException", f"ResourceShare {arn} could not be found.")
    return [share for share in found if not arns or share.arn in arns]


def _owner(shares: Shares, share: Share, call: Call) -> dict[str, Any]:
    return {
        "id": share.owner,
        "resourceShareArn": share.arn,
        "creationTime": share.made,
        "lastUpdatedTime": share.updated,
        "external": shares.is_external(share.owner, call.account),
    }


def _invalid(message: str) -> AwsError:
    return AwsError("InvalidParameterException", message)
