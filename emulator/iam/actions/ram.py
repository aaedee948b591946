"""Resource Access Manager.

Source: Service Authorization Reference, "AWS Resource Access Manager".
"""

from collections.abc import Iterable

from emulator.api import Call
from emulator.iam.actions.need import Actions, Need, everything, same_name

_READING = (
    *("EnableSharingWithAwsOrganization", "GetResourceShareAssociations"),
    *("GetResourceShareInvitations", "GetResourceShares", "ListPrincipals", "ListResources"),
)
_ON_INVITATIONS = (
    *("AcceptResourceShareInvitation", "ListPendingInvitationResources"),
    "RejectResourceShareInvitation",
)


def _on_invitation(call: Call) -> Iterable[Need]:
    # The ARN names the account that invites; what it says is that it does.
    arn = str(call.parameters["resourceShareInvitationArn"])
    return [Need(action=f"ram:{call.operation}", resource=arn, alone=True)]


ACTIONS: Actions = {
    **same_name("ram", everything, _READING),
    **dict.fromkeys(_ON_INVITATIONS, _on_invitation),
}
