"""Shares, associations and invitations as the API shows them."""

from typing import Any

from emulator.ram.store import Association, Invitation, Share, Shares

Shape = dict[str, Any]


def write_share(share: Share) -> Shape:
    """A share."""
    return {
        "resourceShareArn": share.arn,
        "name": share.name,
        "owningAccountId": share.owner,
        "allowExternalPrincipals": True,
        "status": status_of(share),
        "creationTime": share.made,
        "lastUpdatedTime": share.updated,
        "featureSet": "STANDARD",
    }


def status_of(share: Share) -> str:
    """The status of a share, which its associations do not change."""
    return "DELETED" if share.deleted else "ACTIVE"


def write_resource(share: Share, resource: Association) -> Shape:
    """A resource of a share."""
    return {
        "arn": resource.entity,
        "type": type_of(resource.entity),
        "resourceShareArn": share.arn,
        "status": "UNAVAILABLE" if resource.failure else "AVAILABLE",
        "creationTime": resource.made,
        "lastUpdatedTime": resource.made,
        "resourceRegionScope": "REGIONAL",
    }


def type_of(arn: str) -> str:
    """The type of a resource: ``glue:Table``."""
    parts = arn.split(":", 5)
    return f"{parts[2]}:{parts[5].split('/', 1)[0].title()}"


def write_principal(shares: Shares, share: Share, principal: Association) -> Shape:
    """A principal of a share."""
    return {
        "id": principal.entity,
        "resourceShareArn": share.arn,
        "creationTime": principal.made,
        "lastUpdatedTime": principal.made,
        "external": shares.is_external(share.owner, principal.entity),
    }


def write_associations(shares: Shares, share: Share, kind: str) -> list[Shape]:
    """The principals or the resources of a share, each with its status."""
    if kind == "PRINCIPAL":
        return [_principal(shares, share, one) for one in share.principals.values()]
    return [_resource(share, one) for one in share.resources.values()]


def write_invitation(shares: Shares, invitation: Invitation) -> Shape:
    """An invitation as its receiver sees it."""
    return {
        "resourceShareInvitationArn": invitation.arn,
        "resourceShareName": invitation.name,
        "resourceShareArn": invitation.share,
        "senderAccountId": invitation.sender,
        "receiverAccountId": invitation.receiver,
        "invitationTimestamp": invitation.sent,
        "status": invitation.status(shares.clock()),
    }


def _principal(shares: Shares, share: Share, one: Association) -> Shape:
    shape = _association(share, one, "PRINCIPAL", shares.status_of(share, one.entity))
    return shape | {"external": shares.is_external(share.owner, one.entity)}


def _resource(share: Share, one: Association) -> Shape:
    shape = _association(share, one, "RESOURCE", "FAILED" if one.failure else "ASSOCIATED")
    return shape | {"external": False} | ({"statusMessage": one.failure} if one.failure else {})


def _association(share: Share, one: Association, kind: str, status: str) -> Shape:
    return {
        "resourceShareArn": share.arn,
        "resourceShareName": share.name,
        "associatedEntity": one.entity,
        "associationType": kind,
        "status": status,
        "creationTime": one.made,
        "lastUpdatedTime": one.made,
    }
