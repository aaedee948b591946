"""Records: what CloudTrail says about one call to one account. Pure.

Sources: CloudTrail user guide, "CloudTrail record contents" and "userIdentity element"
(https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html);
Lake Formation developer guide, "Cross-account CloudTrail logging"
(https://docs.aws.amazon.com/lake-formation/latest/dg/cross-account-logging.html).
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeAlias

from emulator.api import Principal
from emulator.cloudtrail.parameters import request_of, response_of
from emulator.witness import Deed

Record: TypeAlias = dict[str, Any]
"""As it stands in a log file."""

WATCHED = frozenset({"athena", "glue", "lakeformation"})
_VERSION = "1.11"
_READING = ("BatchGet", "Describe", "Get", "List", "Search")
# Whoever asks Lake Formation for credentials is written down under the right that it takes.
_DATA_ACCESS = "GetDataAccess"
VENDING = frozenset(
    {
        *("GetTemporaryDataLocationCredentials", "GetTemporaryGluePartitionCredentials"),
        *("GetTemporaryGlueTableCredentials", _DATA_ACCESS),
    }
)


@dataclass(frozen=True, kw_only=True)
class Caller:
    """Who called, as far as records tell.

    Attributes:
        user_id: the role's unique id with the session's name, or the account.
        since: when the session began; None for one without an end.
    """

    principal: Principal
    user_id: str
    since: datetime | None = None


def records_of(deed: Deed, caller: Caller, *, names_caller: bool) -> list[tuple[str, Record]]:
    """Records of one call, with the account that gets each.

    What is about another account's catalogue is copied to its owner, and tells the caller's
    unique id only, in both logs. A refused call never came to the owner.

    Args:
        names_caller: whether the caller's account lets the owner know its principals' ARNs.
    """
    home = caller.principal.account
    owner = deed.owner or owner_named(deed.parameters) or home
    if owner == home or deed.error is not None:
        return [(home, _record(deed, _identity(caller, deed), home, dict(deed.additional)))]
    additional = dict(deed.additional)
    additional.pop("lakeFormationPrincipal", None)
    if names_caller:
        additional = {"lakeFormationPrincipal": caller.principal.policy_arn, **additional}
    shared = {"sharedEventID": str(uuid.uuid4())}
    stranger = {"type": "AWSAccount", "principalId": caller.user_id, "accountId": home}
    if deed.engine:
        stranger["invokedBy"] = deed.engine.service
    return [
        (account, _record(deed, stranger, account, additional) | shared)
        for account in (home, owner)
    ]


def owner_named(parameters: Mapping[str, Any]) -> str | None:
    """Account whose catalogue a call names."""
    if parameters.get("CatalogId"):
        return str(parameters["CatalogId"])
    parts = str(parameters.get("TableArn") or "").split(":", 5)
    if len(parts) > 5:  # noqa: PLR2004 - parts of an ARN; whatever else it is, it names nobody
        return parts[4]
    for part in ("Resource", "TableData"):
        for named in (parameters.get(part) or {}, *_things(parameters.get(part))):
            found = named.get("CatalogId") or named.get("TableCatalogId")
            if found:
                return str(found)
    return None


def is_reading(operation: str) -> bool:
    """Whether an operation changes nothing."""
    return operation.startswith(_READING)


def _things(resource: Any) -> list[Mapping[str, Any]]:  # noqa: ANN401 - a parameter of any kind
    return [one for one in (resource or {}).values() if isinstance(one, Mapping)]


def _record(
    deed: Deed, identity: Mapping[str, Any], account: str, additional: Mapping[str, Any]
) -> Record:
    engine = deed.engine.service if deed.engine else None
    record: Record = {
        "eventVersion": _VERSION,
        "userIdentity": dict(identity),
        "eventTime": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "eventSource": f"{deed.service}.amazonaws.com",
        "eventName": _DATA_ACCESS if deed.operation in VENDING else deed.operation,
        "awsRegion": deed.region,
        "sourceIPAddress": engine or "127.0.0.1",
        "userAgent": engine or deed.user_agent,
    }
    if deed.error is not None:
        record |= {"errorCode": deed.error.code, "errorMessage": deed.error.message}
    record |= {"requestParameters": _request(deed), "responseElements": _response(deed)}
    if additional:
        record["additionalEventData"] = dict(additional)
    return record | {
        "requestID": deed.request_id,
        "eventID": str(uuid.uuid4()),
        "readOnly": is_reading(deed.operation),
        "eventType": "AwsApiCall",
        "managementEvent": True,
        "recipientAccountId": account,
        "eventCategory": "Management",
    }


def _request(deed: Deed) -> Any:  # noqa: ANN401 - JSON
    if deed.operation == _DATA_ACCESS:
        return dict(deed.parameters)
    return request_of(deed.service, deed.operation, deed.parameters)


def _response(deed: Deed) -> Any:  # noqa: ANN401 - JSON
    if deed.error is not None or is_reading(deed.operation):
        return None
    return response_of(deed.service, deed.operation, deed.output)


def _identity(caller: Caller, deed: Deed) -> dict[str, Any]:
    principal = caller.principal
    identity: dict[str, Any] = {
        "type": {"role": "AssumedRole", "user": "IAMUser"}.get(principal.kind, "Root"),
        "principalId": caller.user_id,
        "arn": principal.arn,
        "accountId": principal.account,
        "accessKeyId": principal.access_key,
    }
    if principal.user_name:
        identity["userName"] = principal.user_name
    if principal.role_arn:
        identity["sessionContext"] = _session(caller, principal.role_arn)
    if deed.engine:
        identity["invokedBy"] = deed.engine.service
    return identity


def _session(caller: Caller, role_arn: str) -> dict[str, Any]:
    account = role_arn.split(":")[4]
    since = caller.since or datetime.now(UTC)
    return {
        "sessionIssuer": {
            "type": "Role",
            "principalId": caller.user_id.split(":", 1)[0],
            "arn": role_arn,
            "accountId": account,
            "userName": role_arn.rsplit("/", 1)[-1],
        },
        "attributes": {
            "creationDate": since.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "mfaAuthenticated": "false",
        },
    }
