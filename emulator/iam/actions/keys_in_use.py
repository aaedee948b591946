"""Rights on the key with which a service encrypts what a caller puts there or takes from it.

The service uses the key in the caller's name, so the caller needs the right, through the service.

Sources: DynamoDB developer guide, "DynamoDB encryption at rest usage notes"; SQS developer guide,
"Key management"; SNS developer guide, "Managing encryption keys and costs".
"""

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from emulator.api import AwsError, Call
from emulator.iam import keys_of_kms
from emulator.iam.actions.need import Entry, Need, Resource
from emulator.iam.matching import Context

READING = ("kms:Decrypt",)
WRITING = ("kms:GenerateDataKey", "kms:Decrypt")
Stored: TypeAlias = Any
"""One of moto's own objects."""


def with_key(resource: Resource, actions: tuple[str, ...]) -> Entry:
    """An entry for what a call needs on the keys of its resources."""

    def needs(call: Call) -> Iterable[Need]:
        return [need for arn in resource(call) for need in uses_key(arn, actions, call.account)]

    return needs


def uses_key(arn: str, actions: tuple[str, ...], caller: str) -> list[Need]:
    """Rights on the key of a table, queue or topic; none where AWS keeps the key.

    Args:
        caller: account that calls; empty for a service.

    Raises:
        AwsError: KMSNotFoundException, if the key is gone.
    """
    if not arn.startswith("arn:"):
        return []
    service, region, owner = arn.split(":")[2:5]
    named = _KEYS[service](arn)
    if not named or keys_of_kms.is_aws_managed(named):
        return []
    key = keys_of_kms.key_arn(named, account=owner, region=region)
    if key is None:
        raise AwsError("KMSNotFoundException", f"Key '{named}' does not exist", 400)
    context: dict[str, str | list[str]] = {
        "kms:ViaService": f"{service}.{region}.amazonaws.com",
        **({"kms:CallerAccount": caller} if caller else {}),
        **keys_of_kms.context_of(key, named=named),
        **_encryption_context(service, arn),
    }
    return [Need(action=action, resource=key, context=context) for action in actions]


def _encryption_context(service: str, resource: str) -> Context:
    account, rest = resource.split(":", 5)[4:]
    pairs: Mapping[str, str] = {
        "dynamodb": {
            "aws:dynamodb:tableName": rest.removeprefix("table/"),
            "aws:dynamodb:subscriberId": account,
        },
        "sqs": {"aws:sqs:arn": resource},
        "sns": {"aws:sns:topicArn": resource},
    }[service]
    return {
        "kms:EncryptionContextKeys": sorted(pairs),
        **{f"kms:EncryptionContext:{name}": value for name, value in pairs.items()},
    }


def _key_of_table(arn: str) -> str | None:
    from moto.dynamodb.models import dynamodb_backends  # noqa: PLC0415 - heavy

    _, _, _, region, account, rest = arn.split(":", 5)
    table: Stored = dynamodb_backends[account][region].tables.get(rest.removeprefix("table/"))
    sse = (table.sse_specification if table is not None else None) or {}
    named = sse.get("KMSMasterKeyId") if sse.get("Enabled") else None
    return _unless_of_aws(named)


def _key_of_queue(arn: str) -> str | None:
    from moto.sqs.models import sqs_backends  # noqa: PLC0415 - heavy

    _, _, _, region, account, name = arn.split(":", 5)
    queue: Stored = sqs_backends[account][region].queues.get(name)
    return _unless_of_aws(getattr(queue, "kms_master_key_id", None))


def _key_of_topic(arn: str) -> str | None:
    from moto.sns.models import sns_backends  # noqa: PLC0415 - heavy

    _, _, _, region, account, _ = arn.split(":", 5)
    topic: Stored = sns_backends[account][region].topics.get(arn)
    return _unless_of_aws(getattr(topic, "kms_master_key_id", None))


def _unless_of_aws(named: Stored) -> str | None:
    """The key's name, unless moto made it up as the key that AWS keeps."""
    text = str(named or "")
    if not text.startswith("arn:"):
        return text or None
    aliases = keys_of_kms.context_of(text, named=text).get("kms:ResourceAliases", [])
    return None if any(alias.startswith("alias/aws/") for alias in aliases) else text


_KEYS = {"dynamodb": _key_of_table, "sqs": _key_of_queue, "sns": _key_of_topic}
