"""Being invited to a share, and deciding about it."""

from collections.abc import Mapping
from typing import Any, Literal

from emulator.api import AwsError, Call
from emulator.ram.pages import page
from emulator.ram.shapes import write_invitation, write_resource
from emulator.ram.store import Invitation, Shares

_NO_LONGER = {
    "ACCEPTED": (
        "ResourceShareInvitationAlreadyAcceptedException",
        "is already in accepted state",
    ),
    "REJECTED": (
        "ResourceShareInvitationAlreadyRejectedException",
        "is already in rejected state",
    ),
    "EXPIRED": ("ResourceShareInvitationExpiredException", "is expired"),
}


def get_invitations(call: Call) -> Mapping[str, Any]:
    """``GetResourceShareInvitations``: those that the caller's account received."""
    asked, shares = call.parameters, call.cloud.store(Shares)
    arns, of = asked.get("resourceShareInvitationArns"), asked.get("resourceShareArns")
    received = shares.invitations(call.account)
    for arn in arns or ():
        _received(call, arn)
    found = [i for i in received if (not arns or i.arn in arns) and (not of or i.share in of)]
    return page(call, "resourceShareInvitations", [write_invitation(shares, i) for i in found])


def accept(call: Call) -> Mapping[str, Any]:
    """``AcceptResourceShareInvitation``: from now on what is in the share can be used."""
    return _answer(call, "ACCEPTED")


def reject(call: Call) -> Mapping[str, Any]:
    """``RejectResourceShareInvitation``."""
    return _answer(call, "REJECTED")


def list_pending_resources(call: Call) -> Mapping[str, Any]:
    """``ListPendingInvitationResources``: what is in a share before it is accepted."""
    shares, arn = call.cloud.store(Shares), call.parameters["resourceShareInvitationArn"]
    invitation = _received(call, arn)
    status = invitation.status(shares.clock())
    if status in {"REJECTED", "EXPIRED"}:
        raise _refusal(arn, status)
    share = shares.find(invitation.share) if status == "PENDING" else None
    resources = share.resources.values() if share else ()
    written = [write_resource(share, one) | {"status": "PENDING"} for one in resources if share]
    return page(call, "resources", written)


def _answer(call: Call, answer: Literal["ACCEPTED", "REJECTED"]) -> Mapping[str, Any]:
    shares, arn = call.cloud.store(Shares), call.parameters["resourceShareInvitationArn"]
    invitation = _received(call, arn)
    status = invitation.status(shares.clock())
    if status != "PENDING":
        raise _refusal(arn, status)
    token = call.parameters.get("clientToken")
    shown = {"resourceShareInvitation": write_invitation(shares, shares.answer(invitation, answer))}
    return shown | ({"clientToken": token} if token else {})


def _received(call: Call, arn: str) -> Invitation:
    every = call.cloud.store(Shares).invitations(call.account)
    found = next((one for one in every if one.arn == arn), None)
    if found is None:
        message = f"ResourceShareInvitation {arn} could not be found."
        raise AwsError("ResourceShareInvitationArnNotFoundException", message)
    return found


def _refusal(arn: str, status: str) -> AwsError:
    code, words = _NO_LONGER[status]
    return AwsError(code, f"ResourceShareInvitation {arn} {words}.")
