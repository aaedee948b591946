"""Who may become a role."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from emulator.api import AwsError, Principal
from emulator.iam import stored
from emulator.iam.documents import read_policy
from emulator.iam.errors import PolicyError
from emulator.iam.matching import Context

if TYPE_CHECKING:
    from emulator.cloud import Cloud

_MIN_SECONDS = 900
_CHAINED_SECONDS = 3600
_MOST_MANAGED = 10


@dataclass(frozen=True, kw_only=True)
class RoleRequest:
    """What AssumeRole asks for."""

    role_arn: str
    session_name: str
    external_id: str | None
    policy: str | None
    seconds: float
    tags: tuple[tuple[str, str], ...] = ()
    policy_arns: tuple[str, ...] = ()
    transitive: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Session:
    """A session that may begin; as ``Principal`` describes it."""

    role_arn: str
    session_name: str
    seconds: float
    policies: tuple[str, ...]
    tags: tuple[tuple[str, str], ...]
    transitive: tuple[str, ...]


def check(cloud: "Cloud", asked: RoleRequest, principal: Principal) -> Session:
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
    inherited = _inherited(asked, principal)
    context = _context(asked, inherited)
    cloud.authorise(principal, "sts:AssumeRole", asked.role_arn, context)
    if asked.tags or inherited:
        # IAM user guide, "Pass session tags in AWS STS": a right of its own, on both sides.
        cloud.authorise(principal, "sts:TagSession", asked.role_arn, context)
    _check_duration(asked.seconds, int(role.max_session_duration or 3600), principal)
    _check_policy(asked.policy)
    return Session(
        role_arn=asked.role_arn,
        session_name=asked.session_name,
        seconds=asked.seconds,
        policies=tuple(_policies(asked)),
        tags=(*asked.tags, *inherited),
        transitive=(*asked.transitive, *(key for key, _ in inherited)),
    )


def _inherited(asked: RoleRequest, principal: Principal) -> tuple[tuple[str, str], ...]:
    """Tags that a role's session hands on to the next.

    Raises:
        AwsError: InvalidParameterValue, if the call gives one of them anew, or hands on what it
            does not give.
    """
    kept = {key.lower() for key in principal.transitive}
    inherited = tuple(pair for pair in principal.session_tags if pair[0].lower() in kept)
    given = {key.lower() for key, _ in asked.tags}
    if given & kept:
        keys = ", ".join(sorted(given & kept))
        message = f"Tags {keys} are transitive tags of the calling session and cannot be given anew"
        raise AwsError("InvalidParameterValue", message)
    if {key.lower() for key in asked.transitive} - given:
        message = "The specified transitive tag key must be included in the requested tags."
        raise AwsError("InvalidParameterValue", message)
    return inherited


def _context(asked: RoleRequest, inherited: tuple[tuple[str, str], ...]) -> Context:
    context: dict[str, str | list[str]] = {"sts:RoleSessionName": asked.session_name}
    if asked.external_id is not None:
        context["sts:ExternalId"] = asked.external_id
    tags = (*asked.tags, *inherited)
    context |= {f"aws:RequestTag/{key}": value for key, value in tags}
    if tags:
        context["aws:TagKeys"] = [key for key, _ in tags]
    if asked.transitive:
        context["sts:TransitiveTagKeys"] = list(asked.transitive)
    return context


def _policies(asked: RoleRequest) -> Iterator[str]:
    """Texts of all session policies, as they are now.

    Raises:
        AwsError: ValidationError, for a managed policy that the role's account does not have.
    """
    if asked.policy:
        yield asked.policy
    if len(asked.policy_arns) > _MOST_MANAGED:
        message = f"A session has at most {_MOST_MANAGED} managed policies."
        raise AwsError("ValidationError", message)
    for arn in asked.policy_arns:
        text = stored.managed_document(arn, account=asked.role_arn.split(":")[4])
        if text is None:
            message = f"Session policy {arn} does not exist in the account of {asked.role_arn}"
            raise AwsError("ValidationError", message)
        yield text


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
