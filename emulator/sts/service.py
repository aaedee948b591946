"""STS's operations."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from emulator.api import Call

if TYPE_CHECKING:
    from emulator.cloud import Cloud


def install(cloud: "Cloud") -> None:
    """Serve STS."""
    cloud.operations["sts"] = {"GetCallerIdentity": get_caller_identity}


def get_caller_identity(call: Call) -> Mapping[str, Any]:
    """Say who signed the call; everyone may ask."""
    principal = call.principal
    return {
        "UserId": principal.account if principal.kind == "root" else principal.access_key,
        "Account": principal.account,
        "Arn": principal.arn,
    }
