"""Rights on the key with which a service encrypts what a caller puts there or takes from it.

The service uses the key in the caller's name, so the caller needs the right, through the service.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from emulator.api import AwsError, Call
from emulator.iam import keys_of_kms
from emulator.iam.actions.need import Need
from emulator.iam.matching import Context


def uses_key(service: str, resource: str, call: Call) -> Iterable[Need]:
    """``kms:Decrypt`` on the key of a DynamoDB table, if it has one of its own."""
    named = _key_of_table(resource)
    if named:
        yield through(service, "kms:Decrypt", named, resource, call)


def through(service: str, action: str, named: str, resource: str, call: Call) -> Need:
    """The right to use a key through a service.

    Raises:
        AwsError: KMSNotFoundException, if the key is gone.
    """
    owner, region = resource.split(":")[4], resource.split(":")[3]
    arn = keys_of_kms.key_arn(named, account=owner, region=region)
    if arn is None:
        raise AwsError("KMSNotFoundException", f"Key '{named}' does not exist", 400)
    context: dict[str, str | list[str]] = {
        "kms:ViaService": f"{service}.{region}.amazonaws.com",
        "kms:CallerAccount": call.account,
        **keys_of_kms.context_of(arn, named=named),
        **_encryption_context(service, resource),
    }
    return Need(action=action, resource=arn, context=context)


def _encryption_context(service: str, resource: str) -> Context:
    _, _, _, _, account, rest = resource.split(":", 5)
    pairs: Mapping[str, str] = {
        "dynamodb": {
            "aws:dynamodb:tableName": rest.removeprefix("table/"),
            "aws:dynamodb:subscriberId": account,
        },
        "sqs": {"aws:sqs:arn": resource},
        "sns": {"aws:sns:topicArn": resource},
    }.get(service, {})
    return {
        "kms:EncryptionContextKeys": sorted(pairs),
        **{f"kms:EncryptionContext:{name}": value for name, value in pairs.items()},
    }


def _key_of_table(arn: str) -> str | None:
    from moto.dynamodb.models import dynamodb_backends  # noqa: PLC0415 - heavy

    _, _, _, region, account, rest = arn.split(":", 5)
    table: Any = dynamodb_backends[account][region].tables.get(rest.removeprefix("table/"))
    sse: Mapping[str, Any] = (table.sse_specification if table is not None else None) or {}
    named = sse.get("KMSMasterKeyId") if sse.get("Enabled") else None
    return str(named) if named and not keys_of_kms.is_aws_managed(str(named)) else None
