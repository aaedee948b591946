"""Circumstances of a request as condition keys: who calls, whose thing it is, when and where.

Source: IAM user guide, "AWS global condition context keys".
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeAlias

from emulator.accounts import Organisation
from emulator.api import Principal
from emulator.iam import stored
from emulator.iam.explaining import asking_now
from emulator.iam.matching import Context
from emulator.iam.resource_tags import tag_keys

if TYPE_CHECKING:
    from emulator.cloud import Cloud

Known: TypeAlias = dict[str, str | list[str] | None]
"""By key in lower case; None where a request has no such key."""


def circumstances(
    cloud: "Cloud", principal: Principal, owner: str, resource: str, given: Context
) -> Context:
    """Every condition key of a request.

    Args:
        owner: account of the resource.
        given: keys that only this request can tell.
    """
    context: Known = {
        **_general(cloud, owner, resource),
        **_about(principal, cloud.organisation),
        **stored.principal_tags(principal),
        **tag_keys(resource),
        **{key.lower(): value for key, value in given.items()},
    }
    context |= _of_source(cloud.organisation, context.get("aws:sourceaccount"))
    return {key: value for key, value in context.items() if value is not None}


def _general(cloud: "Cloud", owner: str, resource: str) -> Known:
    parts = resource.split(":", 5)
    now = datetime.now(UTC)
    return {
        "aws:currenttime": now.isoformat(),
        "aws:epochtime": str(int(now.timestamp())),
        # The local endpoint stands for AWS's, which a client reaches by TLS.
        "aws:securetransport": "true",
        "aws:requestedregion": _region(resource) or cloud.region,
        "aws:resourceaccount": owner,
        "s3:resourceaccount": owner if parts[2:3] == ["s3"] else None,
        "aws:resourceorgid": cloud.organisation.id_for(owner),
        "aws:resourceorgpaths": _path(cloud.organisation, owner),
        "aws:viaawsservice": "false",
        "aws:sourceip": "127.0.0.1",
    }


def _region(resource: str) -> str:
    """Region of the endpoint that is called; IAM has one only."""
    asked = asking_now()
    if asked is not None:
        return "us-east-1" if asked.service == "iam" else asked.region
    parts = resource.split(":", 4)
    return parts[3] if len(parts) > 3 else ""  # noqa: PLR2004 - parts of an ARN


_TYPES = {"root": "Account", "role": "AssumedRole", "user": "User", "anonymous": "Anonymous"}


def _about(principal: Principal, organisation: Organisation) -> Known:
    if principal.kind == "service":
        return {"aws:principalisawsservice": "true", "aws:principalservicename": principal.arn}
    known: Known = {
        "aws:principalisawsservice": "false",
        "aws:principaltype": _TYPES[principal.kind],
        "aws:userid": stored.user_id(principal),
    }
    if principal.kind == "anonymous":
        return known
    return known | {
        "aws:principalarn": principal.policy_arn,
        "aws:principalaccount": principal.account,
        "aws:principalorgid": organisation.id_for(principal.account),
        "aws:principalorgpaths": _path(organisation, principal.account),
        "aws:username": principal.user_name,
        # Nobody has a second factor here: sessions say so, long-lived keys say nothing.
        "aws:multifactorauthpresent": "false" if principal.kind == "role" else None,
        "aws:tokenissuetime": principal.issued,
    }


def _path(organisation: Organisation, account: str) -> list[str] | None:
    path = organisation.path_of(account)
    return [path] if path else None


def _of_source(
    organisation: Organisation, source: str | list[str] | None
) -> Mapping[str, str | list[str] | None]:
    if not isinstance(source, str):
        return {}
    return {
        # SNS's default policy still asks for this old key, which only services bring.
        "aws:sourceowner": source,
        "aws:sourceorgid": organisation.id_for(source),
        "aws:sourceorgpaths": _path(organisation, source),
    }
