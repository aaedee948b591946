"""The action table: which rights each operation of the embedded AWS needs, service by service."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from importlib import import_module

from emulator.api import AwsError, Call
from emulator.iam.actions.need import Actions, Need
from emulator.iam.matching import Context

_MODULES = {"lambda": "functions"}
_SERVICES = frozenset(
    {
        *("apigateway", "athena", "cloudformation", "cloudtrail", "cloudwatch", "dynamodb"),
        *("ecr", "events"),
        *("glue", "iam", "kms", "lakeformation", "lambda", "logs", "ram", "s3", "sns", "sqs"),
        *("ssm", "sts"),
    }
)


@cache
def actions_of(service: str) -> Actions:
    """Every entry of a service; empty for one without a table."""
    if service not in _SERVICES:
        return {}
    module = import_module(f"{__name__}.{_MODULES.get(service, service)}")
    found: Actions = module.ACTIONS
    return found


def needs_of(call: Call) -> Iterable[Need]:
    """Rights that a call needs, all of them.

    Raises:
        AwsError: AccessDenied, for an operation that the table does not know: what nobody wrote
            down is refused; or the service's own error, if the call names what is not there.
    """
    entry = actions_of(call.service).get(call.operation)
    if entry is None:
        message = (
            f"{call.service}:{call.operation} has no entry in the action table of the embedded "
            "AWS, so nobody may call it"
        )
        raise AwsError("AccessDenied", message, 403)
    tags = _request_tags(call)
    for need in entry(call):
        own = need.action.split(":")[0] == call.service
        yield replace(need, context={**tags, **need.context}) if tags and own else need


def _request_tags(call: Call) -> Context:
    asked = call.parameters
    given = next((asked[name] for name in _TAGS if asked.get(name)), None)
    if isinstance(given, Mapping):
        pairs = {str(key): str(value) for key, value in given.items()}
    else:
        pairs = dict(_pair(one) for one in given or () if isinstance(one, Mapping))
    removed = next((asked[name] for name in _TAG_KEYS if asked.get(name)), ())
    if not pairs and not removed:
        return {}
    context: dict[str, str | list[str]] = {"aws:TagKeys": sorted({*pairs, *map(str, removed)})}
    return context | {f"aws:RequestTag/{key}": value for key, value in pairs.items()}


_TAGS = ("Tags", "tags", "AddTags")
_TAG_KEYS = ("TagKeys", "tagKeys")


def _pair(tag: Mapping[str, object]) -> tuple[str, str]:
    lowered = {str(name).lower(): str(value) for name, value in tag.items()}
    return lowered.get("key", lowered.get("tagkey", "")), lowered.get(
        "value", lowered.get("tagvalue", "")
    )
