"""Who may become a role."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from emulator.api import AwsError, Principal
from emulator.iam import stored
from emulator.iam.documents import read_policy
from emulator.iam.errors import PolicyError

if TYPE_CHECKING:
    from emulator.cloud import Cloud

_MIN_SECONDS = 900
_CHAINED_SECONDS = 3600


@dataclass(frozen=True, kw_only=True)
class RoleRequest:
    """What AssumeRole asks for."""

    role_arn: str
    session_name: str
    external_id: str | None
    policy: str | None
    seconds: float
    tags: tuple[tuple[str, str], ...] = ()


def check(cloud: "Cloud", asked: RoleRequest, principal: Principal) -> None:
    """Let a principal become a role, or refuse.

    Raises:
        AwsError: AccessDenied, if the trust policy or the caller's own side does not allow it or
            there is no such role; ValidationError for what cannot be asked.
    """
    if not re.fullmatch(r"[\w+=,.@-]{2,64}", asked.session_name):
        message = f"roleSessionName {asked.session_name!r} must match [\\w+=,.@-]{{2,64}}"
        raise AwsError("ValidationError", message)
    role = stored.find_role(asked.role_arn)
    if role is None:
        # AWS does not tell strangers which roles exist.
        message = (
            f"User: {principal.arn} is not authorized to perform: sts:AssumeRole on resource: "
            f"{asked.role_arn}"
        )
        raise AwsError("AccessDenied", message, 403)
    context: dict[str, str | list[str]] = {"sts:RoleSessionName": asked.session_name}
    if asked.external_id is not None:
        context["sts:ExternalId"] = asked.external_id
    context |= {f"aws:RequestTag/{key}": value for key, value in asked.tags}
    if asked.tags:
        context["aws:TagKeys"] = [key for key, _ in asked.tags]
    cloud.authorise(principal, "sts:AssumeRole", asked.role_arn, context)
    if asked.tags:
        # IAM user guide, "Pass session tags in AWS STS": a right of its own, on both sides.
        cloud.authorise(principal, "sts:TagSession", asked.role_arn, context)
    _check_duration(asked.seconds, int(role.max_session_duration or 3600), principal)
    _check_policy(asked.policy)


def _check_duration(seconds: float, longest: int, principal: Principal) -> None:
    if principal.kind == "role":
        longest = min(longest, _CHAINED_SECONDS)
    if not _MIN_SECONDS <= seconds <= longest:
        message = f"DurationSeconds is {seconds}; sessions last {_MIN_SECONDS} to {longest} here"
        raise AwsError("ValidationError", message)


def _check_policy(policy: str | None) -> None:
    if policy is None:
        return
    try:
        read_policy(policy, name="session policy")
    except PolicyError as error:
        raise AwsError("MalformedPolicyDocument", str(error)) from None
