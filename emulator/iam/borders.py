"""Account borders: a call that names another account's resource runs in that account."""

from collections.abc import Mapping
from typing import Any

from emulator.api import AwsError, Call
from emulator.iam.actions.sqs import queue

# Where a call names the resource that it acts on; other parameters may name foreign things freely.
_NAMING: Mapping[str, tuple[str, ...]] = {
    "sns": ("TopicArn", "TargetArn", "ResourceArn", "SubscriptionArn"),
    "kms": ("KeyId", "TargetKeyId"),
    "events": ("EventBusName", "ResourceARN", "Name"),
    "lambda": ("FunctionName", "Resource"),
    "dynamodb": ("TableName", "ResourceArn"),
    "secretsmanager": ("SecretId",),
    "ssm": ("Name",),
    "logs": ("logGroupIdentifier", "resourceArn"),
}

# SQS developer guide, "Limitations of Amazon SQS custom policies".
_QUEUES_OWNER_ONLY = frozenset(
    {"DeleteQueue", "ListQueueTags", "SetQueueAttributes", "TagQueue", "UntagQueue"}
)
# KMS developer guide, "Allowing users in other accounts to use a KMS key".
_KEYS_FOR_OTHERS = frozenset(
    {
        *("CreateGrant", "Decrypt", "DescribeKey", "Encrypt", "GenerateDataKey"),
        *("GetKeyRotationStatus", "ListGrants", "RetireGrant", "RevokeGrant"),
    }
)


def check_crossing(call: Call) -> None:
    """Refuse what no policy can give to another account.

    Raises:
        AwsError: AccessDenied.
    """
    for_owners = (
        call.operation in _QUEUES_OWNER_ONLY
        if call.service == "sqs"
        else call.service == "kms" and call.operation not in _KEYS_FOR_OTHERS
    )
    owner = owner_of(call) if for_owners else call.account
    if owner != call.account:
        message = (
            f"User: {call.principal.arn} is not authorized to perform: "
            f"{call.service}:{call.operation} in account {owner}: this action does not work "
            "across accounts"
        )
        raise AwsError("AccessDenied", message, 403)


def owner_of(call: Call) -> str:
    """Account in whose backend a call runs; what it needs was decided before."""
    owners = (resource.split(":")[4] for resource in resources(call))
    return next((owner for owner in owners if owner and owner != call.account), call.account)


def resources(call: Call) -> list[str]:
    """ARNs of the resources that a call says it acts on."""
    if call.service == "sqs" and call.parameters.keys() & {"QueueUrl", "QueueOwnerAWSAccountId"}:
        return list(queue(call))
    values: list[Any] = [call.parameters.get(name) for name in _NAMING.get(call.service, ())]
    return [value for value in values if isinstance(value, str) and _is_arn(value)]


def _is_arn(value: str) -> bool:
    return value.startswith("arn:") and value.count(":") >= 5  # noqa: PLR2004 - an ARN's colons
