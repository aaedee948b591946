"""The resource policy of an account's catalogue: the older way to let other accounts in.

Sources: Lake Formation developer guide, "Managing cross-account permissions using both AWS Glue and
Lake Formation" (``glue:ShareResource`` for RAM) and "Updating cross-account data sharing version
settings" (before version 3 LF-tags reach other accounts by this policy alone).
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from emulator.api import Principal
from emulator.cloud import Cloud
from emulator.iam.decision import AccessRequest, Decision, PolicySet, decide
from emulator.iam.documents import read_policy
from emulator.iam.matching import Context
from emulator.iam.organisation import FULL_ACCESS
from emulator.lakeformation.engine.lake import Subject

_RAM = "ram.amazonaws.com"
_BY_TAGS = {"glue:evaluatedbylakeformationtags": "true"}


@dataclass(frozen=True, kw_only=True)
class CatalogPolicy:
    """A policy as it was put.

    Attributes:
        text: JSON.
    """

    text: str
    made: datetime
    updated: datetime

    @property
    def hash(self) -> str:
        """What a later put may name to change exactly this one."""
        return hashlib.md5(self.text.encode(), usedforsecurity=False).hexdigest()


class CatalogPolicies:
    """The policies of all accounts' catalogues."""

    def __init__(self, cloud: Cloud) -> None:
        self.kept: dict[str, CatalogPolicy] = {}
        cloud.authority.resource_policies["glue"] = self._text

    def _text(self, arn: str) -> str | None:
        found = self.kept.get(arn.split(":")[4])
        return found.text if found else None


def denies(cloud: Cloud, principal: Principal, action: str, arn: str) -> Decision | None:
    """The explicit deny of a catalogue's policy, if it has one for this call."""
    decision = _decide(cloud, principal, action, arn, {})
    return decision if decision is not None and decision.explicit else None


def lets_in(cloud: Cloud, subject: Subject, action: str, arn: str) -> bool:
    """Whether a catalogue's policy lets another account's role do something."""
    if not cloud.store(CatalogPolicies).kept:
        return False
    role = Principal(account=subject.account, arn=subject.arn, kind="role", role_arn=subject.arn)
    decision = _decide(cloud, role, action, arn, {})
    return decision is not None and decision.allowed


def lets_ram_share(cloud: Cloud, arn: str) -> bool:
    """Whether RAM may share a thing: wherever there is a policy it must say so."""
    account = arn.split(":")[4]
    ram = Principal(account=account, arn=_RAM, kind="service")
    decision = _decide(cloud, ram, "glue:ShareResource", arn, {})
    return decision is None or decision.allowed


def lets_in_by_tags(cloud: Cloud, catalog: str, account: str) -> bool:
    """Whether a catalogue's policy lets another account's administrator in by LF-tags."""
    root = Principal(account=account, arn=f"arn:aws:iam::{account}:root", kind="root")
    arn = f"arn:aws:glue:{cloud.region}:{catalog}:table/any/any"
    decision = _decide(cloud, root, "glue:GetTable", arn, _BY_TAGS)
    return decision is not None and decision.allowed


def _decide(
    cloud: Cloud, principal: Principal, action: str, arn: str, context: Context
) -> Decision | None:
    owner = arn.split(":")[4]
    kept = cloud.store(CatalogPolicies).kept.get(owner)
    if kept is None:
        return None
    # The caller's own side is asked elsewhere.
    policies = PolicySet(
        identity=(FULL_ACCESS,), resource=read_policy(kept.text, name="catalogue", kind="resource")
    )
    organisation = cloud.organisation.id_for(principal.account)
    known: dict[str, str | list[str]] = {
        "aws:principalarn": principal.policy_arn,
        "aws:principalaccount": principal.account,
        **({"aws:principalorgid": organisation} if organisation else {}),
    }
    request = AccessRequest(
        principal=principal,
        action=action,
        resource=arn,
        resource_account=owner,
        context={**known, **context},
    )
    return decide(request, policies)
