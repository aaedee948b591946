"""Resource shares and invitations as they are kept.

Sources: RAM user guide, "Sharing your AWS resources" (inside the organisation nobody is invited,
outside an invitation waits for 7 days) and the RAM API reference, ResourceShareAssociation.
"""

import secrets
import string
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Literal

from emulator.ram.principals import account_of, is_organisation

if TYPE_CHECKING:
    from emulator.cloud import Cloud

OPEN_FOR = timedelta(days=7)
_REMEMBERED = timedelta(hours=2)
InvitationStatus = Literal["PENDING", "ACCEPTED", "REJECTED", "EXPIRED"]
_AFTER: dict[InvitationStatus, str] = {
    "PENDING": "ASSOCIATING",
    "ACCEPTED": "ASSOCIATED",
    "REJECTED": "FAILED",
    "EXPIRED": "FAILED",
}


@dataclass(frozen=True, kw_only=True)
class Association:
    """One principal or resource of a share.

    Attributes:
        failure: why it could not be associated, if it could not.
    """

    entity: str
    made: datetime
    failure: str = ""


@dataclass(kw_only=True)
class Share:
    """A resource share: each of its principals may use each of its resources."""

    arn: str
    name: str
    owner: str
    made: datetime
    updated: datetime
    deleted: bool = False
    resources: dict[str, Association] = field(default_factory=dict)
    principals: dict[str, Association] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Invitation:
    """What an account outside the organisation must accept before it sees a share."""

    arn: str
    share: str
    name: str
    sender: str
    receiver: str
    sent: datetime
    answer: Literal["PENDING", "ACCEPTED", "REJECTED"] = "PENDING"

    def status(self, now: datetime) -> InvitationStatus:
        """Its status at a time: nobody can accept what was sent more than 7 days ago."""
        waits = self.answer == "PENDING"
        return "EXPIRED" if waits and now - self.sent > OPEN_FOR else self.answer


class Shares:
    """The shares of all accounts.

    Attributes:
        within_organisation: whether accounts of the organisation share without invitations.
        clock: gives the time, with its zone.
        changed: called with each share whose invitation was answered.
        refresh: called before shares are read.
    """

    def __init__(self, cloud: "Cloud") -> None:
        self._organisation = cloud.organisation
        self._region = cloud.region
        self._shares: dict[str, Share] = {}
        self._invitations: dict[str, Invitation] = {}
        self.within_organisation = cloud.organisation.shares_resources
        self.clock: Callable[[], datetime] = lambda: datetime.now(UTC)
        self.changed: list[Callable[[Share], None]] = []
        self.refresh: list[Callable[[], None]] = []

    def all(self) -> list[Share]:
        """Every share that stands, or was deleted a short time ago."""
        for refresh in self.refresh:
            refresh()
        border = self.clock() - _REMEMBERED
        return [s for s in self._shares.values() if not s.deleted or s.updated > border]

    def find(self, arn: str) -> Share | None:
        """A share that stands."""
        share = self._shares.get(arn)
        return share if share is not None and not share.deleted else None

    def make(self, owner: str, prefix: str) -> Share:
        """Make an empty share whose name starts with ``prefix``."""
        now, letters = self.clock(), string.ascii_uppercase + string.digits
        name = prefix + "".join(secrets.choice(letters) for _ in range(10))
        arn = f"arn:aws:ram:{self._region}:{owner}:resource-share/{uuid.uuid4()}"
        self._shares[arn] = Share(arn=arn, name=name, owner=owner, made=now, updated=now)
        return self._shares[arn]

    def associate(self, share: Share, principal: str, resource: str, *, failure: str = "") -> None:
        """Put a principal and a resource into a share, and invite whom it takes an invitation.

        Who rejected or let expire an invitation is invited anew.
        """
        now = self.clock()
        share.principals.setdefault(principal, Association(entity=principal, made=now))
        before = share.resources.get(resource)
        if before is None or before.failure or failure:
            share.resources[resource] = Association(entity=resource, made=now, failure=failure)
        share.updated = now
        account = account_of(principal)
        if account and self._must_invite(share.owner, account):
            self._invite(share, account)

    def disassociate(self, share: Share, *, principals: set[str], resources: set[str]) -> None:
        """Take principals and resources out; a share that has none of either is deleted."""
        for principal in principals:
            share.principals.pop(principal, None)
        for resource in resources:
            share.resources.pop(resource, None)
        share.updated = self.clock()
        if not share.principals or not share.resources:
            share.deleted = True
        left = {account_of(principal) for principal in share.principals}
        for arn, invitation in list(self._invitations.items()):
            if invitation.share == share.arn and (share.deleted or invitation.receiver not in left):
                del self._invitations[arn]

    def usable(self, share: Share, principal: str, resource: str) -> bool:
        """Whether a principal of a share can use one of its resources."""
        found = share.resources.get(resource)
        return (
            not share.deleted
            and found is not None
            and not found.failure
            and self.status_of(share, principal) == "ASSOCIATED"
        )

    def status_of(self, share: Share, principal: str) -> str:
        """Status of a principal's association: it waits while its invitation does."""
        account = account_of(principal)
        if account is None or not self._must_invite(share.owner, account):
            return "ASSOCIATED"
        sent = self._sent(share, account)
        return _AFTER[sent.status(self.clock())] if sent else "FAILED"

    def is_external(self, owner: str, principal: str) -> bool:
        """Whether a principal is outside of the owner's organisation."""
        if is_organisation(principal):
            return False
        ours = self._organisation.id_for(owner)
        theirs = self._organisation.id_for(account_of(principal) or "")
        return ours is None or ours != theirs

    def invitations(self, receiver: str) -> list[Invitation]:
        """What an account was invited to."""
        return [one for one in self._invitations.values() if one.receiver == receiver]

    def answer(self, invitation: Invitation, answer: Literal["ACCEPTED", "REJECTED"]) -> Invitation:
        """Write down what the invited account decided."""
        answered = replace(invitation, answer=answer)
        self._invitations[invitation.arn] = answered
        for changed in self.changed:
            changed(self._shares[invitation.share])
        return answered

    def seen_by(self, account: str, role: str) -> Iterator[Share]:
        """Shares of other accounts with an account, its organisation, or this very role."""
        for share in self.all():
            if share.owner != account and any(
                self._means(principal, account, role)
                and self.status_of(share, principal) == "ASSOCIATED"
                for principal in share.principals
            ):
                yield share

    def _means(self, principal: str, account: str, role: str) -> bool:
        if is_organisation(principal):
            return self._organisation.id_for(account) is not None
        return principal in {account, role}

    def _must_invite(self, owner: str, account: str) -> bool:
        return self.is_external(owner, account) or not self.within_organisation

    def _invite(self, share: Share, account: str) -> None:
        sent, now = self._sent(share, account), self.clock()
        if sent is not None and sent.status(now) in {"PENDING", "ACCEPTED"}:
            return
        arn = f"arn:aws:ram:{self._region}:{share.owner}:resource-share-invitation/{uuid.uuid4()}"
        self._invitations[arn] = Invitation(
            arn=arn,
            share=share.arn,
            name=share.name,
            sender=share.owner,
            receiver=account,
            sent=now,
        )

    def _sent(self, share: Share, account: str) -> Invitation | None:
        every = reversed(self._invitations.values())
        return next((i for i in every if i.share == share.arn and i.receiver == account), None)
