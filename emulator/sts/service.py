"""STS's operations."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from emulator.api import AwsError, Call
from emulator.credentials import Credentials
from emulator.iam import stored

if TYPE_CHECKING:
    from emulator.cloud import Cloud

_UNSUPPORTED = ("PolicyArns", "Tags", "TransitiveTagKeys", "SourceIdentity", "SerialNumber")


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
    credentials = call.cloud.assume(
        parameters["RoleArn"],
        parameters["RoleSessionName"],
        principal=call.principal,
        external_id=parameters.get("ExternalId"),
        policy=parameters.get("Policy"),
        seconds=parameters.get("DurationSeconds", 3600),
    )
    principal = call.cloud.principal_of(credentials.access_key)
    return {
        "Credentials": _shown(credentials),
        "AssumedRoleUser": {"AssumedRoleId": stored.user_id(principal), "Arn": principal.arn},
    }


def _shown(credentials: Credentials) -> dict[str, Any]:
    return {
        "AccessKeyId": credentials.access_key,
        "SecretAccessKey": credentials.secret_key,
        "SessionToken": credentials.session_token,
        "Expiration": datetime.fromtimestamp(credentials.expiration or 0, tz=UTC),
    }
