"""What AWS says when it refuses.

Source: IAM user guide, "Troubleshoot access denied error messages"; each service spells its
actions and resources in its own way.
"""

import re

from emulator.api import Principal
from emulator.iam.decision import Decision

# IAM shows a role by its name, where a call names it so.
_BY_NAME = frozenset(
    {
        *("AttachRolePolicy", "DeleteRole", "DeleteRolePolicy", "DetachRolePolicy", "GetRole"),
        *("GetRolePolicy", "ListAttachedRolePolicies", "ListRolePolicies", "PutRolePolicy"),
        *("UpdateAssumeRolePolicy",),
    }
)


def refusal(
    principal: Principal, action: str, resource: str, decision: Decision, *, insider: bool = True
) -> str:
    """The message of an access denied error.

    Args:
        insider: whether the caller is of the owner's account or organisation; S3 tells others
            nothing.
    """
    service, _, name = action.partition(":")
    if service == "s3" and not insider:
        return "Access Denied"
    asked = f"User: {principal.arn} is not authorized to perform: {_spelled(service, name)}"
    if resource != "*":
        asked = f"{asked} on resource: {_shown(service, name, resource)}"
    reason = decision.reason.replace(action, _spelled(service, name))
    if service == "sts":
        if "no resource-based policy" in reason:
            # Whom a role does not trust does not learn whether there is one.
            return asked
        reason = reason.replace("a resource-based policy", "the role trust policy")
    return f"{asked} {reason}"


def _shown(service: str, name: str, resource: str) -> str:
    if service == "s3":
        return f'"{resource}"'
    if service == "execute-api":
        # API Gateway hides most of its owner's account.
        return re.sub(r"(?<=:)\d{8}(?=\d{4}:)", "********", resource)
    if service == "iam" and name in _BY_NAME:
        return f"role {resource.rsplit('/', 1)[-1]}"
    if service == "iam" and ":user/" in resource:
        return f"user {resource.rsplit('/', 1)[-1]}"
    return resource


def _spelled(service: str, name: str) -> str:
    if service == "sqs":
        return f"sqs:{name.lower()}"
    return f"SNS:{name}" if service == "sns" else f"{service}:{name}"
