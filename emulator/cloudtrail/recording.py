"""Calls become records: in the history, in trails, and on the buses of accounts with a trail."""

import uuid
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from emulator.api import Principal
from emulator.cloudtrail.records import (
    VENDING,
    WATCHED,
    Caller,
    Record,
    owner_named,
    records_of,
)
from emulator.cloudtrail.trails import Trails
from emulator.events.delivery import put_event
from emulator.iam import stored
from emulator.lakeformation.store import lake_of
from emulator.witness import Deed

if TYPE_CHECKING:
    from emulator.cloud import Cloud

_CALLER_TAG = "LakeFormationAuthorizedCaller"


def record(cloud: "Cloud", deed: Deed) -> None:
    """Keep what happened, for every account that it concerns."""
    if deed.service not in WATCHED or not _is_known(deed.principal):
        return
    deed = _with_session(cloud, deed)
    trails, caller = cloud.store(Trails), _caller(cloud, deed.principal)
    for account, made in records_of(deed, caller, names_caller=_names_caller(cloud, deed)):
        if trails.add(account, made):
            put_event(cloud, account, "default", _event(account, made))


def _with_session(cloud: "Cloud", deed: Deed) -> Deed:
    """A client's request for credentials, with the name of the session that it was given."""
    if deed.operation not in VENDING or deed.additional:
        return deed
    tags = dict(deed.principal.session_tags)
    additional = {"requesterService": "UNKNOWN"}
    if _CALLER_TAG in tags:
        additional |= {
            "LakeFormationAuthorizedSessionTag": f"{_CALLER_TAG}:{tags[_CALLER_TAG]}",
            "LakeFormationTrustedCallerInvocation": "true",
        }
    additional["lakeFormationPrincipal"] = deed.principal.policy_arn
    # What is vended for a location has no name in records.
    key = (deed.output or {}).get("AccessKeyId")
    if key:
        name = cloud.principal_of(key).arn.rsplit("/", 1)[-1]
        additional["lakeFormationRoleSessionName"] = name
    return replace(deed, additional=additional)


def _is_known(principal: Principal) -> bool:
    """Whether there is somebody to name: a session whose role is gone is refused as nobody's."""
    if principal.kind == "role":
        return stored.find_role(principal.role_arn or "") is not None
    return principal.kind in {"root", "user"}


def _caller(cloud: "Cloud", principal: Principal) -> Caller:
    key = cloud.keys.find(principal.access_key)
    since = datetime.fromtimestamp(key.made, tz=UTC)
    return Caller(principal=principal, user_id=stored.user_id(principal), since=since)


def _names_caller(cloud: "Cloud", deed: Deed) -> bool:
    settings = lake_of(cloud, deed.principal.account).settings
    return (deed.owner or owner_named(deed.parameters)) in settings.trusted_owners


def _event(account: str, made: Record) -> dict[str, object]:
    """A record as EventBridge brings it.

    Source: EventBridge user guide, "AWS service events delivered via AWS CloudTrail"
    (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html):
    only where a trail logs.
    """
    return {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": "AWS API Call via CloudTrail",
        "source": f"aws.{made['eventSource'].split('.')[0]}",
        "account": account,
        "time": made["eventTime"],
        "region": made["awsRegion"],
        "resources": [],
        "detail": made,
    }
