"""Policies of resources, by the service in the ARN: read from moto's stores, never changed.

Each reader gives JSON text, or None where a resource has no policy.
"""

import json
from collections.abc import Callable, Mapping

from emulator.api import AwsError
from emulator.iam.documents import Policy, read_policy
from emulator.iam.grants_of_kms import policy_of
from emulator.iam.stored import find_role, policy_text


def _bucket(arn: str) -> str | None:
    from moto.s3.models import s3_backends  # noqa: PLC0415 - heavy, and loaded by the first S3 call

    name = arn.split(":", 5)[5].split("/", 1)[0]
    partition, account = s3_backends.bucket_accounts[name]
    policy = s3_backends[account][partition].get_bucket(name).policy
    return policy.decode() if policy else None


def _key(arn: str) -> str | None:
    from moto.kms.models import kms_backends  # noqa: PLC0415

    _, _, _, region, account, rest = arn.split(":", 5)
    key = kms_backends[account][region].keys.get(rest.removeprefix("key/"))
    if key is None:
        raise AwsError("NotFoundException", f"Key '{arn}' does not exist", 400)
    policy: str = key.policy
    return policy


def grants_of_key(arn: str) -> Policy | None:
    """What a key's grants allow."""
    from moto.kms.models import kms_backends  # noqa: PLC0415

    _, _, _, region, account, rest = arn.split(":", 5)
    key = kms_backends[account][region].keys.get(rest.removeprefix("key/"))
    text = policy_of(key.grants) if key and key.grants else None
    return read_policy(text, name=f"grants of {arn}", kind="resource") if text else None


def _queue(arn: str) -> str | None:
    from moto.sqs.models import sqs_backends  # noqa: PLC0415

    _, _, _, region, account, name = arn.split(":", 5)
    queue = sqs_backends[account][region].queues.get(name)
    return policy_text(queue.policy) if queue and queue.policy else None


def _topic(arn: str) -> str | None:
    from moto.sns.models import sns_backends  # noqa: PLC0415

    _, _, _, region, account, name = arn.split(":", 5)
    topic = sns_backends[account][region].topics.get(f"arn:aws:sns:{region}:{account}:{name}")
    policy: str | None = topic.policy if topic else None
    return policy


def _bus(arn: str) -> str | None:
    from moto.events.models import events_backends  # noqa: PLC0415

    _, _, _, region, account, rest = arn.split(":", 5)
    bus = events_backends[account][region].event_buses.get(rest.removeprefix("event-bus/"))
    return bus.policy if bus else None


def _function(arn: str) -> str | None:
    from moto.awslambda.models import lambda_backends  # noqa: PLC0415

    _, _, _, region, account, rest = arn.split(":", 5)
    kind, _, named = rest.partition(":")
    name = named.split(":", maxsplit=1)[0] if kind == "function" else None
    for function in lambda_backends[account][region].list_functions():
        if function.function_name == name and function.policy.statements:
            return json.dumps({"Statement": function.policy.statements})
    return None


def _role(arn: str) -> str | None:
    role = find_role(arn)
    return policy_text(role.assume_role_policy_document) if role else None


def _api(arn: str) -> str | None:
    from moto.apigateway.models import apigateway_backends  # noqa: PLC0415

    _, _, _, region, account, rest = arn.split(":", 5)
    identifier = rest.split("/", 1)[0]
    api = apigateway_backends[account][region].apis.get(identifier)
    if api is None or not api.policy:
        return None
    # API Gateway lets a policy leave out everything before the stage.
    own = f"arn:aws:execute-api:{region}:{account}:{identifier}/"
    return policy_text(api.policy).replace('"execute-api:/', f'"{own}')


ResourcePolicies = Mapping[str, Callable[[str], str | None]]

RESOURCE_POLICIES: ResourcePolicies = {
    "s3": _bucket,
    "kms": _key,
    "sqs": _queue,
    "sns": _topic,
    "events": _bus,
    "lambda": _function,
    "iam": _role,
    "execute-api": _api,
}
