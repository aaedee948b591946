"""Which operation is served by which handler."""

from collections.abc import Mapping
from typing import Any

from emulator.api import AwsError, Call, Handler
from emulator.cloud import Cloud
from emulator.lakeformation.faults import add_operations
from emulator.ram import invitations, reading
from emulator.ram.store import Shares


def enable_within_organisation(call: Call) -> Mapping[str, Any]:
    """``EnableSharingWithAwsOrganization``: the management account alone may."""
    if call.account != call.cloud.organisation.management_account:
        message = (
            "The requested operation is not permitted: "
            "only the management account of an organization enables sharing within it."
        )
        raise AwsError("OperationNotPermittedException", message)
    call.cloud.store(Shares).within_organisation = True
    return {"returnValue": True}


OPERATIONS: dict[str, Handler] = {
    "AcceptResourceShareInvitation": invitations.accept,
    "EnableSharingWithAwsOrganization": enable_within_organisation,
    "GetResourceShareAssociations": reading.get_associations,
    "GetResourceShareInvitations": invitations.get_invitations,
    "GetResourceShares": reading.get_shares,
    "ListPendingInvitationResources": invitations.list_pending_resources,
    "ListPrincipals": reading.list_principals,
    "ListResources": reading.list_resources,
    "RejectResourceShareInvitation": invitations.reject,
}


def install(cloud: Cloud) -> None:
    """Serve Resource Access Manager."""
    add_operations(cloud, "ram", OPERATIONS)
