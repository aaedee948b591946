"""Policy documents are checked when they are written: no later decision meets a broken one."""

from collections.abc import Mapping
from typing import Any

from emulator.api import AwsError, Call
from emulator.iam import stored
from emulator.iam.decision import AccessRequest, names_caller
from emulator.iam.documents import Kind, Policy, read_policy
from emulator.iam.errors import PolicyError
from emulator.iam.matching import matches_text

_DOCUMENTS: Mapping[tuple[str, str], tuple[str, Kind]] = {
    ("iam", "CreateRole"): ("AssumeRolePolicyDocument", "trust"),
    ("iam", "UpdateAssumeRolePolicy"): ("PolicyDocument", "trust"),
    ("iam", "PutRolePolicy"): ("PolicyDocument", "identity"),
    ("iam", "PutUserPolicy"): ("PolicyDocument", "identity"),
    ("iam", "PutGroupPolicy"): ("PolicyDocument", "identity"),
    ("iam", "CreatePolicy"): ("PolicyDocument", "identity"),
    ("iam", "CreatePolicyVersion"): ("PolicyDocument", "identity"),
    ("kms", "CreateKey"): ("Policy", "resource"),
    ("kms", "PutKeyPolicy"): ("Policy", "resource"),
    ("s3", "PutBucketPolicy"): ("Policy", "resource"),
    ("sqs", "CreateQueue"): ("Attributes.Policy", "resource"),
    ("sqs", "SetQueueAttributes"): ("Attributes.Policy", "resource"),
    ("sns", "CreateTopic"): ("Attributes.Policy", "resource"),
}
_CODES = {
    "iam": "MalformedPolicyDocument",
    "kms": "MalformedPolicyDocumentException",
    "s3": "MalformedPolicy",
    "sns": "InvalidParameter",
    "sqs": "InvalidAttributeValue",
}


def check_document(call: Call) -> None:
    """Refuse a call that would store a policy which is not understood.

    Raises:
        AwsError: with the service's own code, naming statement and part; NoSuchEntity for a
            permissions boundary that does not exist.
    """
    _check_boundary(call)
    found = _document(call)
    if found is None:
        return
    text, kind = found
    try:
        policy = read_policy(text, name=f"policy of {call.operation}", kind=kind)
        _check_principals(policy)
        if kind == "trust":
            _check_trust(policy)
        if call.service == "s3":
            _check_bucket(policy, str(call.parameters["Bucket"]))
        if call.service == "kms" and not call.parameters.get("BypassPolicyLockoutSafetyCheck"):
            _check_lockout(policy, call)
    except PolicyError as error:
        raise AwsError(_CODES[call.service], str(error)) from None


def _check_boundary(call: Call) -> None:
    arn = call.parameters.get("PermissionsBoundary") if call.service == "iam" else None
    if arn and stored.managed_document(str(arn), account=call.account) is None:
        message = f"Scope ARN: {arn} does not exist or is not attachable."
        raise AwsError("NoSuchEntity", message, 404)


def _check_principals(policy: Policy) -> None:
    """Whom a policy names must exist: AWS keeps ids, not names.

    Source: IAM user guide, "AWS JSON policy elements: Principal".
    """
    for statement in policy.statements:
        for kind, name in statement.principals.named if statement.principals else ():
            if kind == "AWS" and name != "*" and not stored.principal_exists(name):
                message = f'Invalid principal in policy: "AWS":"{name}"'
                raise PolicyError(f"{statement.label}: {message}")


def _check_trust(policy: Policy) -> None:
    for statement in policy.statements:
        if not all(one.lower().startswith("sts:") for one in statement.actions):
            message = "AssumeRole policy may only specify STS AssumeRole actions."
            raise PolicyError(f"{statement.label}: {message}")


def _check_bucket(policy: Policy, bucket: str) -> None:
    arn = f"arn:aws:s3:::{bucket}"
    for statement in policy.statements:
        if not all(one == "*" or one.lower().startswith("s3:") for one in statement.actions):
            raise PolicyError(f"{statement.label}: Policy has invalid action")
        if not all(_reaches(one, arn) for one in statement.resources):
            raise PolicyError(f"{statement.label}: Policy has invalid resource")


def _reaches(pattern: str, arn: str) -> bool:
    return matches_text(pattern, arn, {}) or matches_text(pattern.partition("/")[0], arn, {})


def _check_lockout(policy: Policy, call: Call) -> None:
    """Who writes a key's policy must be able to write it again.

    Source: KMS API reference, "PutKeyPolicy".
    """
    asked = AccessRequest(
        principal=call.principal,
        action="kms:PutKeyPolicy",
        resource="*",
        resource_account=call.account,
        context={"kms:calleraccount": call.account},
    )
    if not names_caller(asked, policy):
        message = "The new key policy will not allow you to update the key policy in the future."
        raise PolicyError(message)


def _document(call: Call) -> tuple[str, Kind] | None:
    if (call.service, call.operation) == ("sns", "SetTopicAttributes"):
        if call.parameters.get("AttributeName") != "Policy":
            return None
        return str(call.parameters.get("AttributeValue", "")), "resource"
    where, kind = _DOCUMENTS.get((call.service, call.operation), ("", "identity"))
    value: Any = call.parameters if where else None
    for part in where.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    # SQS takes an empty text to remove the policy.
    return (str(value), kind) if value else None
