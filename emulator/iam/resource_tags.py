"""Tags of the resource that a decision is about, as condition keys.

A bucket's own tags are no condition keys unless attribute-based access is switched on for it, which
is not served (S3 user guide, "Using tags with S3 general purpose buckets").
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

Tags = Mapping[str, str]
Stored = Any
"""One of moto's own objects."""
UNKNOWN = "aws:resourcetag"
"""Stands in a context where nobody knows a resource's tags: who asks for one is told so."""
_TAGLESS = frozenset({"", "execute-api", "lakeformation", "s3", "sts"})


def tag_keys(arn: str) -> dict[str, str]:
    """``aws:ResourceTag/…`` of a resource in lower case, and the service's own name of it."""
    parts = arn.split(":", 5)
    service = parts[2] if len(parts) > 5 else ""  # noqa: PLR2004 - parts of an ARN
    if service in _TAGLESS:
        return {}
    find = _TAGS.get(service)
    if find is None:
        return {UNKNOWN: "unknown"}
    try:
        found = find(arn, *parts[3:])
    except KeyError:
        # moto knows no such region: nothing is there.
        return {}
    prefixes = ("aws", "iam") if service == "iam" else ("aws",)
    return {f"{p}:resourcetag/{key.lower()}": v for p in prefixes for key, v in found.items()}


def _pairs(kept: Stored) -> Tags:
    """Tags as moto keeps them: a mapping, a list of pairs, or pairs by their key."""
    if isinstance(kept, Mapping) and all(isinstance(value, str) for value in kept.values()):
        return {str(key): str(value) for key, value in kept.items()}
    listed: Iterable[Mapping[str, str]] = kept.values() if isinstance(kept, Mapping) else kept or ()
    return {str(tag["Key"]): str(tag["Value"]) for tag in listed}


def _iam(arn: str, _region: str, account: str, rest: str) -> Tags:
    from moto.iam.models import iam_backends  # noqa: PLC0415 - heavy, as each below

    if account == "aws":
        return {}
    backend = iam_backends[account]["aws"]
    if rest.startswith("policy/"):
        return _pairs(getattr(backend.managed_policies.get(arn), "tags", None))
    if rest.startswith("user/"):
        return _pairs(backend.tagger.get_tag_dict_for_resource(arn))
    found = (role for role in backend.roles.values() if role.arn == arn)
    return _pairs(getattr(next(found, None), "tags", None))


def _sqs(_: str, region: str, account: str, name: str) -> Tags:
    from moto.sqs.models import sqs_backends  # noqa: PLC0415

    return _pairs(getattr(sqs_backends[account][region].queues.get(name), "tags", None))


def _sns(arn: str, region: str, account: str, _: str) -> Tags:
    from moto.sns.models import sns_backends  # noqa: PLC0415

    return _pairs(getattr(sns_backends[account][region].topics.get(arn), "_tags", None))


def _dynamodb(_: str, region: str, account: str, rest: str) -> Tags:
    from moto.dynamodb.models import dynamodb_backends  # noqa: PLC0415

    name = rest.removeprefix("table/").split("/", maxsplit=1)[0]
    return _pairs(getattr(dynamodb_backends[account][region].tables.get(name), "tags", None))


def _kms(_: str, region: str, account: str, rest: str) -> Tags:
    from moto.kms.models import kms_backends  # noqa: PLC0415

    tagger = kms_backends[account][region].tagger
    return _pairs(tagger.get_tag_dict_for_resource(rest.removeprefix("key/")))


def _lambda(_: str, region: str, account: str, rest: str) -> Tags:
    from moto.awslambda.models import lambda_backends  # noqa: PLC0415

    kind, _, name = rest.partition(":")
    functions = lambda_backends[account][region].list_functions() if kind == "function" else ()
    found = (one for one in functions if one.function_name == name.split(":", maxsplit=1)[0])
    return _pairs(getattr(next(found, None), "tags", None))


def _events(arn: str, region: str, account: str, _: str) -> Tags:
    from moto.events.models import events_backends  # noqa: PLC0415

    return _pairs(events_backends[account][region].tagger.get_tag_dict_for_resource(arn))


def _logs(arn: str, region: str, account: str, _: str) -> Tags:
    from moto.logs.models import logs_backends  # noqa: PLC0415

    group = arn.split(":log-stream:", maxsplit=1)[0]
    return _pairs(logs_backends[account][region].tagger.get_tag_dict_for_resource(group))


def _ssm(_: str, region: str, account: str, rest: str) -> Tags:
    from moto.ssm.models import ssm_backends  # noqa: PLC0415

    kept = ssm_backends[account][region]._resource_tags["Parameter"]  # noqa: SLF001 - no other door
    name = rest.removeprefix("parameter")
    return _pairs(kept.get(name) or kept.get(name.removeprefix("/")))


def _ecr(arn: str, region: str, account: str, _: str) -> Tags:
    from moto.ecr.models import ecr_backends  # noqa: PLC0415

    return _pairs(ecr_backends[account][region].tagger.get_tag_dict_for_resource(arn))


_TAGS: Mapping[str, Callable[[str, str, str, str], Tags]] = {
    "dynamodb": _dynamodb,
    "ecr": _ecr,
    "events": _events,
    "iam": _iam,
    "kms": _kms,
    "lambda": _lambda,
    "logs": _logs,
    "sns": _sns,
    "sqs": _sqs,
    "ssm": _ssm,
}
