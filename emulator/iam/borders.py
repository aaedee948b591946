"""Account borders: a call that names another account's resource runs in that account."""

from collections.abc import Mapping
from typing import Any

from emulator.api import Call
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
