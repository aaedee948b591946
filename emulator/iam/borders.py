"""Account borders: a call that names another account's resource needs both sides to allow it."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from emulator.api import AwsError, Call

if TYPE_CHECKING:
    from emulator.cloud import Cloud

_QUEUE_URL = re.compile(r"https?://[^/]+/(?P<account>\d{12})/(?P<name>[^/]+)$")
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
_BATCH_ACTIONS = {
    "SendMessageBatch": "SendMessage",
    "DeleteMessageBatch": "DeleteMessage",
    "ChangeMessageVisibilityBatch": "ChangeMessageVisibility",
}


def owner_after_decision(cloud: "Cloud", call: Call) -> str:
    """Account in whose backend a call runs, after both sides allowed it if it is another's.

    Raises:
        AwsError: AccessDenied, if one side does not allow it.
    """
    for resource in resources(call):
        owner = resource.split(":")[4]
        if owner and owner != call.account:
            operation = _BATCH_ACTIONS.get(call.operation, call.operation)
            action = f"{call.service}:{operation}"
            key, context = _resolved(resource, call)
            cloud.authorise(call.principal, action, key, context)
            return owner
    return call.account


def resources(call: Call) -> list[str]:
    """ARNs of the resources that a call says it acts on."""
    if call.service == "sqs":
        return _queues(call)
    values: list[Any] = [call.parameters.get(name) for name in _NAMING.get(call.service, ())]
    return [value for value in values if isinstance(value, str) and _is_arn(value)]


def _queues(call: Call) -> list[str]:
    found = _QUEUE_URL.match(str(call.parameters.get("QueueUrl", "")))
    if found:
        return [f"arn:aws:sqs:{call.region}:{found['account']}:{found['name']}"]
    owner, name = call.parameters.get("QueueOwnerAWSAccountId"), call.parameters.get("QueueName")
    return [f"arn:aws:sqs:{call.region}:{owner}:{name}"] if owner else []


def _is_arn(value: str) -> bool:
    return value.startswith("arn:") and value.count(":") >= 5  # noqa: PLR2004 - an ARN's colons


def _resolved(resource: str, call: Call) -> tuple[str, dict[str, str | list[str]]]:
    context: dict[str, str | list[str]] = {}
    if call.service == "sns" and call.operation == "Subscribe":
        context["sns:Protocol"] = call.parameters["Protocol"]
        context["sns:Endpoint"] = call.parameters.get("Endpoint", "")
    if call.service != "kms":
        return resource, context
    from emulator.iam.keys_of_kms import context_of, key_arn  # noqa: PLC0415 - loads moto's KMS

    arn = key_arn(resource, account=call.account, region=call.region)
    if arn is None:
        raise AwsError("NotFoundException", f"{resource} is not found", 400)
    encryption = call.parameters.get("EncryptionContext") or {}
    if encryption:
        context["kms:EncryptionContextKeys"] = sorted(encryption)
    context |= {f"kms:EncryptionContext:{name}": value for name, value in encryption.items()}
    context["kms:CallerAccount"] = call.account
    return arn, context | context_of(arn, named=resource)
