"""STS's operations."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from emulator.api import AwsError, Call
from emulator.credentials import Credentials
from emulator.iam import stored
from emulator.sts.trust import RoleRequest

if TYPE_CHECKING:
    from emulator.cloud import Cloud

_MOST_TAGS = 50
_UNSUPPORTED = ("ProvidedContexts", "SourceIdentity", "SerialNumber")


def install(cloud: "Cloud") -> None:
    """Serve STS."""
    cloud.operations["sts"] = {
        "GetCallerIdentity": get_caller_identity,
        "AssumeRole": assume_role,
    }


def get_caller_identity(call: Call) -> Mapping[str, Any]:
    """Say who signed the call; everyone may ask."""
    principal = call.principal
    return {"UserId": stored.user_id(principal), "Account": principal.account, "Arn": principal.arn}


def assume_role(call: Call) -> Mapping[str, Any]:
    """Give a session of a role to whom its trust policy names."""
    parameters = call.parameters
    for name in _UNSUPPORTED:
        if name in parameters:
            raise AwsError("NotImplemented", f"sts:AssumeRole with {name} is not served", 501)
    asked = RoleRequest(
        role_arn=parameters["RoleArn"],
        session_name=parameters["RoleSessionName"],
        external_id=parameters.get("ExternalId"),
        policy=parameters.get("Policy"),
        policy_arns=tuple(one["arn"] for one in parameters.get("PolicyArns") or ()),
        seconds=parameters.get("DurationSeconds", 3600),
        tags=_tags(parameters.get("Tags") or ()),
        transitive=tuple(parameters.get("TransitiveTagKeys") or ()),
    )
    credentials = call.cloud.become(asked, call.principal)
    principal = call.cloud.principal_of(credentials.access_key)
    return {
        "Credentials": _shown(credentials),
        "AssumedRoleUser": {"AssumedRoleId": stored.user_id(principal), "Arn": principal.arn},
    }


def _tags(given: Iterable[Mapping[str, str]]) -> tuple[tuple[str, str], ...]:
    tags = tuple((tag["Key"], tag["Value"]) for tag in given)
    if len({key.lower() for key, _ in tags}) < len(tags):
        message = "Duplicate tag keys found. Please note that Tag keys are case insensitive."
        raise AwsError("InvalidParameterValue", message)
    if len(tags) > _MOST_TAGS:
        raise AwsError("ValidationError", f"A session has at most {_MOST_TAGS} tags.")
    return tags


def _shown(credentials: Credentials) -> dict[str, Any]:
    return {
        "AccessKeyId": credentials.access_key,
        "SecretAccessKey": credentials.secret_key,
        "SessionToken": credentials.session_token,
        "Expiration": datetime.fromtimestamp(credentials.expiration or 0, tz=UTC),
    }
